package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads texts with references: <code>${VAR}</code>, <code>${VAR:-default}</code> and <code>${kind:name}</code>. What is no
 * reference is reported with its place; what a reference stands for is nobody's business here.
 */
final class Templates {
    /** Two dollars and a brace stand for one of each; else what is between the braces, or a brace never closed. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^{}]*)(\\}?)");

    private static final Pattern VARIABLE =
            Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern KIND = Pattern.compile("([a-z][a-z0-9-]*):(.*)", Pattern.DOTALL);

    private final List<String> added;
    private final Problems problems;

    /**
     * @param added kinds of references beside Nave's own
     */
    Templates(List<String> added, Problems problems) {
        this.added = added;
        this.problems = problems;
    }

    /** The text with its references; those that make no sense are reported and left out. */
    Template in(Scalar scalar) {
        List<Template.Part> parts = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(scalar.text());
        StringBuilder literal = new StringBuilder();
        while (matcher.find()) {
            String inside = matcher.group(1);
            matcher.appendReplacement(literal, inside == null ? Matcher.quoteReplacement("${") : "");
            if (inside != null) {
                add(parts, literal);
                reference(inside, !matcher.group(2).isEmpty(), scalar.place()).ifPresent(parts::add);
            }
        }
        matcher.appendTail(literal);
        add(parts, literal);
        return Template.of(parts, scalar.place().toString());
    }

    private static void add(List<Template.Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Template.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private Optional<Reference> reference(String inside, boolean closed, Place place) {
        if (!closed) {
            return wrong(place, "Expected '}' after '${" + inside + "': close it, or write $${ for the text itself.");
        }
        if (inside.startsWith("input:")) {
            return wrong(
                    place,
                    "${" + inside + "} asks a person, which only an editor can: set an environment variable and write"
                            + " ${env:NAME}, or keep a secret with 'nave secret set NAME' and write ${secret:NAME}.");
        }
        Matcher variable = VARIABLE.matcher(inside);
        if (variable.matches()) {
            return Optional.of(new Reference(
                    ReferenceKind.ENVIRONMENT, variable.group(1), Optional.ofNullable(variable.group(2))));
        }
        Matcher other = KIND.matcher(inside);
        Optional<ReferenceKind> kind = other.matches() ? ReferenceKind.find(other.group(1), added) : Optional.empty();
        if (kind.isEmpty()) {
            return wrong(
                    place,
                    "Expected ${NAME}, ${NAME:-default} or ${kind:name} of the kind " + kinds() + ", not ${" + inside
                            + "}: write $${ for the text itself.");
        }
        String name = other.group(2);
        if (!kind.get().names().matcher(name).matches()) {
            return wrong(place, "Expected a reference such as " + kind.get().example() + ", not ${" + inside + "}.");
        }
        // What follows must not depend on where the file lies.
        boolean file = kind.get().kind().equals(ReferenceKind.FILE);
        return Optional.of(
                Reference.of(kind.get().kind(), file ? place.resolve(name).toString() : name));
    }

    private Optional<Reference> wrong(Place place, String text) {
        problems.error(place, text);
        return Optional.empty();
    }

    boolean knows(String kind) {
        return ReferenceKind.find(kind, added).isPresent();
    }

    /** Every kind, for a message. */
    String kinds() {
        List<String> all = new ArrayList<>(
                ReferenceKind.OWN.stream().map(ReferenceKind::kind).toList());
        all.addAll(added);
        return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
    }
}
