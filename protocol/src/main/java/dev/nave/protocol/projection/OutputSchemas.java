package dev.nave.protocol.projection;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * Output schemas of tools: any JSON Schema in 2026-07-28, an object at the root before.
 *
 * <p>A schema no object fits is wrapped as the member {@code result}. One that may or may not fit objects accepts both
 * its own objects and what is wrapped, because a result is projected without its schema at hand: objects stay as they
 * are there, everything else is wrapped ({@link ToolResults}).
 */
final class OutputSchemas {
    /** Members whose values are data, however much they look like schemas. */
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");
    /** Members whose values are schemas by name. */
    private static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private static final String IN_RESULT = "#/properties/result";
    private static final String IN_DEFINITIONS = "#/$defs/value";

    private OutputSchemas() {}

    static Json inTool(Json tool) {
        Json schema = tool.find("outputSchema");
        if (schema == null) {
            return tool;
        }
        Json wrapped = wrap(schema);
        return wrapped.equals(schema)
                ? tool
                : tool.edit().put("outputSchema", wrapped).build();
    }

    static Json wrap(Json schema) {
        if (!schema.isObject()) {
            return Json.object().put("type", "object").build();
        }
        Json type = schema.find("type");
        if (type != null && type.isString() && type.text().equals("object")) {
            return schema;
        }
        return type != null && !mayBeObject(type) ? inResult(schema) : inEither(schema);
    }

    private static boolean mayBeObject(Json type) {
        return type.elements().stream()
                .anyMatch(each -> each.isString() && each.text().equals("object"));
    }

    private static Json inResult(Json schema) {
        return root(schema)
                .put(
                        "properties",
                        Json.object().put("result", moved(schema, IN_RESULT)).build())
                .put("required", Json.parse("[\"result\"]"))
                .build();
    }

    private static Json inEither(Json schema) {
        Json reference = Json.object().put("$ref", IN_DEFINITIONS).build();
        Json wrapped = Json.object()
                .put("properties", Json.object().put("result", reference).build())
                .put("required", Json.parse("[\"result\"]"))
                .build();
        return root(schema)
                .put("anyOf", Json.array(List.of(reference, wrapped)))
                .put(
                        "$defs",
                        Json.object()
                                .put("value", moved(schema, IN_DEFINITIONS))
                                .build())
                .build();
    }

    /** A new root; the dialect belongs to the root alone. */
    private static JsonObject root(Json schema) {
        return Json.object().putIfPresent("$schema", schema.member("$schema")).put("type", "object");
    }

    private static Json moved(Json schema, String place) {
        return shifted(Edits.without(schema, "$schema"), place);
    }

    /** The schema with its references to places in itself following it to its new place. */
    private static Json shifted(Json schema, String place) {
        if (schema.isArray()) {
            return Edits.elements(schema, element -> shifted(element, place));
        }
        if (!schema.isObject() || schema.find("$id") != null) {
            return schema; // A schema with an id of its own is the root of its references, wherever it stands.
        }
        Json result = schema;
        for (String name : schema.names()) {
            if (name.equals("$ref") || name.equals("$dynamicRef")) {
                result = Edits.member(result, name, reference -> follow(reference, place));
            } else if (NAMED.contains(name)) {
                result = Edits.member(result, name, schemas -> shiftedNamed(schemas, place));
            } else if (!DATA.contains(name)) {
                result = Edits.member(result, name, inner -> shifted(inner, place));
            }
        }
        return result;
    }

    private static Json shiftedNamed(Json schemas, String place) {
        Json result = schemas;
        for (String name : schemas.names()) {
            result = Edits.member(result, name, inner -> shifted(inner, place));
        }
        return result;
    }

    private static Json follow(Json reference, String place) {
        if (!reference.isString()) {
            return reference;
        }
        String text = reference.text();
        return text.equals("#") || text.startsWith("#/") ? Json.of(place + text.substring(1)) : reference;
    }
}
