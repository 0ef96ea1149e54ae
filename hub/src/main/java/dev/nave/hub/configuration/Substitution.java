package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.secret.Reference;
import java.util.Map;

/**
 * Puts environment variables in their places where a text is needed to read the rest of the file, or is no secret of any
 * server: paths, hashes of keys.
 */
final class Substitution {
    private final Templates templates;
    private final Map<String, String> environment;
    private final Problems problems;

    Substitution(Templates templates, Map<String, String> environment, Problems problems) {
        this.templates = templates;
        this.environment = environment;
        this.problems = problems;
    }

    /** The text with its variables; what cannot be put in place is reported and left out. */
    String in(Scalar scalar) {
        return templates.in(scalar).text(reference -> value(reference, scalar.place()));
    }

    private String value(Reference reference, Place place) {
        if (!reference.kind().equals(ReferenceKind.ENVIRONMENT)) {
            problems.error(
                    place, "Expected an environment variable, not " + reference + ": nothing else can be used here.");
            return "";
        }
        String name = reference.name();
        String value = environment.get(name);
        if (reference.otherwise().isPresent() && (value == null || value.isEmpty())) {
            return reference.otherwise().get();
        }
        if (value == null) {
            problems.error(
                    place,
                    "The environment variable " + name + " is not set: set it, or write ${" + name + ":-default}.");
            return "";
        }
        return value;
    }
}
