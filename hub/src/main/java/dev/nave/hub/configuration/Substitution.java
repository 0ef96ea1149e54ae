package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables in their places: <code>${VAR}</code>, <code>${VAR:-default}</code>, <code>${env:VAR}</code>. */
final class Substitution {
    /** Two dollars and a brace stand for one of each; else what is between the braces, or a brace never closed. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^{}]*)(\\}?)");

    private static final Pattern VARIABLE =
            Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

    private final Map<String, String> environment;

    Substitution(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The text with its variables; what cannot be put in place is reported and left out. */
    String in(Scalar scalar, Report report) {
        Matcher reference = REFERENCE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        while (reference.find()) {
            String name = reference.group(1);
            String value = name == null ? "${" : value(name, !reference.group(2).isEmpty(), scalar.place(), report);
            reference.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(text).toString();
    }

    private String value(String name, boolean closed, Place place, Report report) {
        if (!closed) {
            report.error(place, "Expected '}' after '${" + name + "': close it, or write $${ for the text itself.");
            return "";
        }
        if (name.startsWith("input:")) {
            report.error(
                    place,
                    "${" + name + "} asks a person, which only an editor can: set an environment variable and write"
                            + " ${env:NAME}.");
            return "";
        }
        Matcher variable = VARIABLE.matcher(name);
        if (!variable.matches()) {
            report.error(
                    place,
                    "Expected ${NAME}, ${NAME:-default} or ${env:NAME}, not ${" + name
                            + "}: write $${ for the text itself.");
            return "";
        }
        String value = environment.get(variable.group(1));
        String instead = variable.group(2);
        if (instead != null && (value == null || value.isEmpty())) {
            return instead;
        }
        if (value == null) {
            report.missing(
                    place,
                    "The environment variable " + variable.group(1) + " is not set: set it, or write ${"
                            + variable.group(1) + ":-default}.");
            // Only a server that is not used goes on from here: the name keeps a URL a URL.
            return variable.group(1);
        }
        return value;
    }

    /** Where findings go. */
    interface Report {
        void error(Place place, String text);

        /** A variable that is not set, which does not matter for a server that is not used. */
        void missing(Place place, String text);
    }
}
