package dev.nave.protocol.projection;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a task in the form of 2025-11-25 ({@code Task}) and in that of the extension
 * {@code io.modelcontextprotocol/tasks} ({@code DetailedTask}), one to the other. What neither names stays.
 */
public final class TaskForm {
    private static final Map<String, String> TO_EXTENSION = Map.of("ttl", "ttlMs", "pollInterval", "pollIntervalMs");
    private static final Map<String, String> TO_LEGACY = Map.of("ttlMs", "ttl", "pollIntervalMs", "pollInterval");

    private TaskForm() {}

    /** A task of 2025-11-25 in the form of the extension, without what came of it. */
    public static Json toExtension(Json task) {
        Json renamed = renamed(task, TO_EXTENSION);
        // Required there; none means without limit in both.
        return renamed.find("ttlMs") == null
                ? renamed.edit().put("ttlMs", Json.NULL).build()
                : renamed;
    }

    /**
     * A state of the extension as a task of 2025-11-25, which says of what came of it only how it ended: a tool that ran and
     * failed is a failed task there.
     */
    public static Json toLegacy(Json state) {
        Json renamed = renamed(
                Edits.without(state, "resultType", "result", "error", "inputRequests", "requestState", "_meta"),
                TO_LEGACY);
        boolean toolFailed = Optional.ofNullable(state.find("result"))
                .filter(result -> result.flag("isError"))
                .isPresent();
        JsonObject task = renamed.edit();
        if (toolFailed) {
            task.put("status", "failed");
        }
        if (renamed.find("ttl") == null) {
            task.put("ttl", Json.NULL);
        }
        return task.build();
    }

    private static Json renamed(Json object, Map<String, String> names) {
        JsonObject renamed = Json.object();
        object.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
        return renamed.build();
    }
}
