package dev.nave.edge.upstream.legacy;

import dev.nave.protocol.json.Json;

/** Whether a tool may be called as a task (2025-11-25, basic/utilities/tasks, "Tool-Level Negotiation"). */
enum TaskSupport {
    /** The default. */
    FORBIDDEN,
    OPTIONAL,
    REQUIRED;

    static TaskSupport of(Json tool) {
        return switch (tool.at("execution", "taskSupport")
                .filter(Json::isString)
                .map(Json::text)
                .orElse("")) {
            case "optional" -> OPTIONAL;
            case "required" -> REQUIRED;
            default -> FORBIDDEN;
        };
    }
}
