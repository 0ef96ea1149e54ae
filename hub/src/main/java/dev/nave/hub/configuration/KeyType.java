package dev.nave.hub.configuration;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a key takes.
 *
 * @param text for the reference
 * @param schema for JSON Schema 2020-12
 */
record KeyType(String text, Map<String, Object> schema) {
    static final KeyType TEXT = new KeyType("text", members("type", "string"));
    static final KeyType TRUTH = new KeyType("true or false", members("type", "boolean"));
    static final KeyType DURATION =
            new KeyType("duration", members("type", "string", "pattern", "^([0-9]{1,12}(ms|s|m|h|d))+$"));
    static final KeyType SIZE = new KeyType(
            "size",
            members("type", List.of("string", "integer"), "pattern", "^[0-9]{1,12} ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?$"));
    static final KeyType COUNT = new KeyType("number", members("type", "integer", "minimum", 1));
    /** What bounds something, or {@code none}. */
    static final KeyType COUNT_LIMIT = orNone(COUNT);

    static final KeyType SIZE_LIMIT = orNone(SIZE);
    static final KeyType PART_LIMIT =
            orNone(new KeyType("number such as 0.5", members("type", "number", "exclusiveMinimum", 0)));

    /** A text that may be written as a number or as true and false, as in {@code PORT: 8080}. */
    static final KeyType LOOSE_TEXT = new KeyType("text", members("type", List.of("string", "number", "boolean")));

    private static KeyType orNone(KeyType type) {
        return new KeyType(
                type.text + " or `none`", members("anyOf", List.of(type.schema, members("enum", List.of("none")))));
    }

    static KeyType choice(List<String> values) {
        String text = values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
        return new KeyType(text, members("enum", values));
    }

    /** Names and values in turn, kept in their order so that what is printed is the same every time. */
    static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return members;
    }

    /** The texts of an enumeration as written in files: lower case, '-' for '_'. */
    static <E extends Enum<E>> KeyType choice(Class<E> values) {
        return choice(texts(values));
    }

    static <E extends Enum<E>> List<String> texts(Class<E> values) {
        return Arrays.stream(values.getEnumConstants()).map(KeyType::text).toList();
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static KeyType list(KeyType item) {
        return new KeyType("list of " + item.text, members("type", "array", "items", item.schema));
    }

    static KeyType map(String keys, KeyType value) {
        return new KeyType(
                "mapping of " + keys + " to " + value.text,
                members("type", "object", "additionalProperties", value.schema));
    }

    /** A mapping whose keys are names of servers. */
    static KeyType named(String keys, String pattern, List<Key> section) {
        return new KeyType(
                "mapping of " + keys,
                members(
                        "type",
                        "object",
                        "propertyNames",
                        members("pattern", pattern),
                        "additionalProperties",
                        section(section).schema));
    }

    /** A mapping with known keys, or the value of the first of them alone. */
    static KeyType shorthand(List<Key> keys) {
        KeyType first = keys.getFirst().type();
        return new KeyType(first.text + " or see below", members("anyOf", List.of(first.schema, section(keys).schema)));
    }

    /** A mapping with known keys. */
    static KeyType section(List<Key> keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), key.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return new KeyType("see below", schema);
    }
}
