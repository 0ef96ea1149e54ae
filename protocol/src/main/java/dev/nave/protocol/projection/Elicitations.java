package dev.nave.protocol.projection;

import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Questions of {@code elicitation/create}: from 2025-06-18, with richer forms and URLs from 2025-11-25. */
final class Elicitations {
    private Elicitations() {}

    static ProjectedQuestion project(Json params, Revision revision) {
        if (!revision.isAtLeast(Revision.V2025_06_18)) {
            return new ProjectedQuestion.Impossible(
                    "elicitation is part of MCP from 2025-06-18, the client speaks " + revision.wireName());
        }
        boolean url = params.string("mode").orElse("form").equals("url");
        if (revision.isModern()) {
            // The id belongs to a notification that 2026-07-28 does not have.
            return new ProjectedQuestion.Possible(url ? Edits.without(params, "elicitationId") : params);
        }
        if (revision.isAtLeast(Revision.V2025_11_25)) {
            return new ProjectedQuestion.Possible(params);
        }
        if (url) {
            return new ProjectedQuestion.Impossible(
                    "elicitation by URL is part of MCP from 2025-11-25, the client speaks " + revision.wireName());
        }
        return olderForm(Edits.without(params, "mode"));
    }

    private static ProjectedQuestion olderForm(Json params) {
        Json schema = params.find("requestedSchema");
        if (schema == null) {
            return new ProjectedQuestion.Possible(params);
        }
        Json older = Edits.without(schema, "$schema");
        Json properties = older.find("properties");
        if (properties != null) {
            for (String name : properties.names()) {
                Optional<Json> property = properties.member(name).flatMap(Elicitations::olderProperty);
                if (property.isEmpty()) {
                    return new ProjectedQuestion.Impossible("the form's field \"" + name
                            + "\" takes several choices, which is part of MCP from 2025-11-25; the client speaks "
                            + Revision.V2025_06_18.wireName());
                }
                properties = Edits.member(properties, name, was -> property.get());
            }
            Json all = properties;
            older = Edits.member(older, "properties", was -> all);
        }
        Json form = older;
        return new ProjectedQuestion.Possible(Edits.member(params, "requestedSchema", was -> form));
    }

    /** A field in the form of 2025-06-18; nothing when it has none there. */
    private static Optional<Json> olderProperty(Json property) {
        String type = property.string("type").orElse("");
        if (type.equals("array")) {
            return Optional.empty();
        }
        // Up to 2025-06-18 only yes-or-no fields have a default.
        Json older = type.equals("boolean") ? property : Edits.without(property, "default");
        return Optional.of(titledChoice(older, "oneOf")
                .or(() -> titledChoice(older, "anyOf"))
                .orElse(older));
    }

    /** {@code oneOf} constants with titles as {@code enum} and {@code enumNames}. */
    private static Optional<Json> titledChoice(Json property, String member) {
        List<Json> choices = property.member(member).map(Json::elements).orElse(List.of());
        if (choices.isEmpty() || choices.stream().anyMatch(choice -> choice.find("const") == null)) {
            return Optional.empty();
        }
        List<Json> values = choices.stream()
                .map(choice -> choice.member("const").orElseThrow())
                .toList();
        List<Json> names = choices.stream()
                .map(choice ->
                        choice.member("title").or(() -> choice.member("const")).orElseThrow())
                .toList();
        JsonObject edit = property.edit().remove(member);
        return Optional.of(edit.put("enum", Json.array(values))
                .put("enumNames", Json.array(names))
                .build());
    }
}
