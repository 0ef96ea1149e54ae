package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Field;
import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Items;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.Node.ScalarKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A mapping with known keys: takes their values and reports what does not fit. A missing key is empty, as is null. */
final class Section {
    private final Fields fields;
    private final List<String> known;
    private final Problems problems;

    Section(Fields fields, List<Key> keys, Problems problems) {
        this.fields = fields;
        this.known = Keys.names(keys);
        this.problems = problems;
    }

    Place place() {
        return fields.place();
    }

    /** Where the key stands, or the section when it does not. */
    Place place(String key) {
        Field field = fields.fields().get(key);
        return field == null ? fields.place() : field.value().place();
    }

    /** Reports what nobody knows; the result is what was probably meant by it. */
    Set<String> refuseUnknown() {
        Set<String> meant = new HashSet<>();
        fields.fields().forEach((name, field) -> {
            if (!known.contains(name)) {
                problems.error(field.place(), "Unknown key " + Shown.quoted(name) + Suggestion.ending(name, known));
                Suggestion.near(name, known).ifPresent(meant::add);
            }
        });
        return meant;
    }

    boolean has(String key) {
        return node(key).isPresent();
    }

    Optional<Node> node(String key) {
        if (!known.contains(key)) {
            throw new IllegalStateException("No key of this section: " + key);
        }
        Field field = fields.fields().get(key);
        return field == null || field.value().isNothing() ? Optional.empty() : Optional.of(field.value());
    }

    /**
     * The section below a key, with what is unknown there reported; an empty one when it is missing. A text there is short
     * for the section with its first key alone.
     */
    Section below(String key, List<Key> keys) {
        Fields below = node(key)
                .filter(Scalar.class::isInstance)
                .map(scalar -> {
                    Map<String, Field> only = new LinkedHashMap<>();
                    only.put(keys.getFirst().name(), new Field(scalar.place(), scalar));
                    return new Fields(scalar.place(), only);
                })
                .orElseGet(() -> fields(key));
        Section section = new Section(below, keys, problems);
        section.refuseUnknown();
        return section;
    }

    /** The section below a key; an empty one when it is missing. */
    Fields fields(String key) {
        return node(key).flatMap(node -> asFields(node, key)).orElseGet(() -> Fields.empty(fields.place()));
    }

    Optional<Fields> asFields(Node node, String key) {
        if (node instanceof Fields found) {
            return Optional.of(found);
        }
        problems.error(node.place(), "Expected " + key + " to be a mapping of keys, not " + node.described() + ".");
        return Optional.empty();
    }

    Optional<Scalar> text(String key) {
        return node(key).flatMap(node -> asText(node, key));
    }

    Optional<Scalar> asText(Node node, String key) {
        if (node instanceof Scalar scalar && !scalar.isNothing()) {
            return Optional.of(scalar);
        }
        problems.error(node.place(), "Expected " + key + " to be one text, not " + node.described() + ".");
        return Optional.empty();
    }

    /** The value of a key as something else; what cannot be converted is reported with the exception's text. */
    <T> Optional<T> value(String key, Function<String, T> conversion) {
        return text(key).flatMap(scalar -> converted(scalar, conversion));
    }

    <T> Optional<T> converted(Scalar scalar, Function<String, T> conversion) {
        try {
            return Optional.of(conversion.apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.error(scalar.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A number that bounds something; 0 for {@code none}. */
    long limit(String key, ToLongFunction<String> conversion, long standard) {
        return value(key, text -> {
                    long limit = text.equals("none") ? 0 : conversion.applyAsLong(text);
                    if (limit < 1 && !text.equals("none")) {
                        throw new IllegalArgumentException(
                                "Expected " + key + " to be 1 or more, or none for no limit, not " + limit + ".");
                    }
                    return limit;
                })
                .orElse(standard);
    }

    /** A number that may be less than one; 0 for {@code none}, which is the default. */
    double part(String key) {
        return value(key, text -> {
                    if (!text.matches("none|\\d{1,6}(\\.\\d{1,6})?|\\.\\d{1,6}")) {
                        throw new IllegalArgumentException("Expected " + key
                                + " to be a number such as 0.5, or none for no limit, not " + Shown.quoted(text) + ".");
                    }
                    return text.equals("none") ? 0.0 : Double.parseDouble(text);
                })
                .orElse(0.0);
    }

    Optional<Boolean> truth(String key) {
        return text(key).flatMap(scalar -> {
            if (scalar.kind() == ScalarKind.TRUTH) {
                return Optional.of(Boolean.parseBoolean(scalar.text()));
            }
            problems.error(scalar.place(), "Expected " + key + " to be true or false, not " + scalar.described() + ".");
            return Optional.empty();
        });
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> values) {
        return text(key).flatMap(scalar -> choice(scalar, key, values));
    }

    <E extends Enum<E>> Optional<E> choice(Scalar scalar, String key, Class<E> values) {
        for (E value : values.getEnumConstants()) {
            if (KeyType.text(value).equals(scalar.text())) {
                return Optional.of(value);
            }
        }
        problems.error(
                scalar.place(),
                "Unknown value " + scalar.described() + " of " + key
                        + Suggestion.ending(scalar.text(), KeyType.texts(values)));
        return Optional.empty();
    }

    List<Scalar> texts(String key) {
        List<Scalar> texts = new ArrayList<>();
        for (Node item : items(key)) {
            asText(item, "each entry of " + key).ifPresent(texts::add);
        }
        return texts;
    }

    List<Node> items(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof Items items) {
            return items.items();
        }
        problems.error(
                node.get().place(),
                "Expected " + key + " to be a list, not " + node.get().described() + ".");
        return List.of();
    }

    /** A mapping of free keys to texts. */
    Map<String, Scalar> pairs(String key) {
        Map<String, Scalar> pairs = new LinkedHashMap<>();
        fields(key).fields().forEach((name, field) -> asText(field.value(), name)
                .ifPresent(scalar -> pairs.put(name, scalar)));
        return pairs;
    }
}
