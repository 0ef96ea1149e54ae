package dev.nave.samples;

import dev.nave.protocol.json.Json;
import java.util.List;

/**
 * A tool of a sample.
 *
 * @param schema of its arguments, JSON Schema 2020-12
 * @param readOnly whether it changes nothing
 */
record Tool(String name, String description, Json schema, boolean readOnly, Work work) {
    /** What the tool does; blocks as long as it takes. */
    @FunctionalInterface
    interface Work {
        Json run(Json arguments, Call call) throws InterruptedException;
    }

    Json entry() {
        return Json.object()
                .put("name", name)
                .put("description", description)
                .put("inputSchema", schema)
                .put("annotations", Json.object().put("readOnlyHint", readOnly).build())
                .build();
    }

    static Json text(String text) {
        return Json.object().put("content", Json.array(List.of(block(text)))).build();
    }

    static Json problem(String text) {
        return text(text).edit().put("isError", true).build();
    }

    private static Json block(String text) {
        return Json.object().put("type", "text").put("text", text).build();
    }

    /** A schema of an object with string properties, all of them required. */
    static Json taking(String... properties) {
        var members = Json.object();
        for (String property : properties) {
            members.put(property, Json.object().put("type", "string").build());
        }
        return Json.object()
                .put("type", "object")
                .put("properties", members.build())
                .put(
                        "required",
                        Json.array(List.of(properties).stream().map(Json::of).toList()))
                .build();
    }
}
