package dev.nave.edge.upstream.modern;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the {@code x-mcp-header} annotations of a tool's input schema (2026-07-28, transports, "Custom headers"): a
 * token, unique ignoring case, on a string, an integer or a boolean that properties alone lead to.
 */
final class HeaderRules {
    private static final String ANNOTATION = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    /** Keywords whose value is a schema, an array of them, or an object of them. */
    private static final Set<String> SCHEMA = Set.of(
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "not",
            "if",
            "then",
            "else",
            "additionalItems",
            "contentSchema");

    private static final Set<String> SCHEMAS = Set.of("prefixItems", "allOf", "anyOf", "oneOf", "items");
    private static final Set<String> NAMED = Set.of("$defs", "definitions", "patternProperties", "dependentSchemas");

    private final List<HeaderRule> rules = new ArrayList<>();

    private HeaderRules() {}

    /**
     * The rules of a tool.
     *
     * @throws InvalidAnnotation when one of them breaks the specification
     */
    static List<HeaderRule> of(Json schema) throws InvalidAnnotation {
        HeaderRules found = new HeaderRules();
        found.visit(schema, List.of(), true);
        return List.copyOf(found.rules);
    }

    private void visit(Json schema, List<String> path, boolean reachable) throws InvalidAnnotation {
        Json annotation = schema.find(ANNOTATION);
        if (annotation != null) {
            rules.add(rule(schema, annotation, path, reachable));
        }
        Json properties = schema.find("properties");
        if (properties != null) {
            for (String name : properties.names()) {
                List<String> inner = new ArrayList<>(path);
                inner.add(name);
                visit(properties.at(name).orElseThrow(), inner, reachable);
            }
        }
        for (String keyword : schema.names()) {
            Json value = schema.at(keyword).orElseThrow();
            if (SCHEMA.contains(keyword) && value.isObject()) {
                visit(value, path, false);
            }
            if (SCHEMAS.contains(keyword)) {
                for (Json element : value.elements()) {
                    visit(element, path, false);
                }
            }
            if (NAMED.contains(keyword)) {
                for (String name : value.names()) {
                    visit(value.at(name).orElseThrow(), path, false);
                }
            }
        }
    }

    private HeaderRule rule(Json schema, Json annotation, List<String> path, boolean reachable)
            throws InvalidAnnotation {
        if (!annotation.isString() || !TOKEN.matcher(annotation.text()).matches()) {
            throw new InvalidAnnotation("expected the name of a header, got " + annotation);
        }
        if (!reachable || path.isEmpty()) {
            throw new InvalidAnnotation("expected it on a property that properties alone lead to: " + annotation);
        }
        String type = schema.string("type").orElse("");
        if (!TYPES.contains(type)) {
            throw new InvalidAnnotation(
                    "expected it on a string, an integer or a boolean, got it on '" + type + "': " + annotation);
        }
        String header = "Mcp-Param-" + annotation.text();
        for (HeaderRule other : rules) {
            if (other.header().toLowerCase(Locale.ROOT).equals(header.toLowerCase(Locale.ROOT))) {
                throw new InvalidAnnotation("expected each header once, got twice " + annotation);
            }
        }
        return new HeaderRule(header, path);
    }

    /** A schema whose annotations break the specification: the tool must not be used over HTTP. */
    static final class InvalidAnnotation extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidAnnotation(String message) {
            super(message);
        }
    }
}
