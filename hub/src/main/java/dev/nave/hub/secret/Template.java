package dev.nave.hub.secret;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A text as a file has it: literal parts and references, which stay references until a server is started. Equal are
 * templates that say the same, wherever they stand. Prints its references and nothing else, for the rest may be a secret
 * in plain text.
 */
public final class Template {
    private final List<Part> parts;
    private final String place;

    private Template(List<Part> parts, String place) {
        this.parts = List.copyOf(parts);
        this.place = place;
    }

    /** A text without references. */
    public static Template of(String text) {
        return new Template(List.of(new Literal(text)), "");
    }

    /**
     * A text of parts.
     *
     * @param place where it stands, for people: {@code nave.yaml:4:12}
     */
    public static Template of(List<Part> parts, String place) {
        return new Template(parts, place);
    }

    /** Where it stands; empty when it comes from no file. */
    public String place() {
        return place;
    }

    public List<Reference> references() {
        return parts.stream()
                .filter(Reference.class::isInstance)
                .map(Reference.class::cast)
                .toList();
    }

    /** The text, when there is no reference in it. */
    public Optional<String> literal() {
        return references().isEmpty() ? Optional.of(written()) : Optional.empty();
    }

    /** The text as written, references and all: only for texts that are no secrets, such as a program's name. */
    public String written() {
        return text(Reference::toString);
    }

    /** The text with each reference replaced. */
    public String text(Function<Reference, String> value) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Literal(String text) -> text;
                    case Reference reference -> value.apply(reference);
                })
                .collect(Collectors.joining());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && parts.equals(template.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return "Template" + references();
    }

    /** A piece of a template. */
    public sealed interface Part permits Literal, Reference {}

    /** What stands for itself. */
    public record Literal(String text) implements Part {
        @Override
        public String toString() {
            return "(text)";
        }
    }
}
