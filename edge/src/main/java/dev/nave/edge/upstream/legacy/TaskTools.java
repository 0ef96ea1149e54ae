package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Request;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Which tools of a server may be called as tasks, as far as it listed them. Safe for many threads. */
final class TaskTools {
    private final Supplier<Opening> opening;
    private final Map<String, TaskSupport> known = new ConcurrentHashMap<>();

    /** {@code opening} is how the server introduced itself last. */
    TaskTools(Supplier<Opening> opening) {
        this.opening = opening;
    }

    /** Whether the server takes calls of tools as tasks at all. */
    boolean declared() {
        return opening.get()
                .capabilities()
                .at("tasks", "requests", "tools", "call")
                .isPresent();
    }

    /** Whether a request asks to be a task. */
    boolean isAsked(Request request) {
        return request.method().equals(Method.TOOLS_CALL) && request.params().find("task") != null;
    }

    boolean canCancel() {
        return opening.get().capabilities().at("tasks", "cancel").isPresent();
    }

    boolean knows(String tool) {
        return known.containsKey(tool);
    }

    TaskSupport of(String tool) {
        return known.getOrDefault(tool, TaskSupport.FORBIDDEN);
    }

    /** Learns from a page of {@code tools/list}; what a tool says of tasks counts for nothing where the server takes none. */
    Json learn(Json page) {
        Json tools = page.find("tools");
        if (tools == null) {
            return page;
        }
        if (declared()) {
            tools.elements()
                    .forEach(tool -> tool.string("name").ifPresent(name -> known.put(name, TaskSupport.of(tool))));
            return page;
        }
        if (!page.mentions("\"execution\"")) {
            return page;
        }
        List<Json> bare = tools.elements().stream()
                .map(tool -> tool.find("execution") == null
                        ? tool
                        : tool.edit().remove("execution").build())
                .toList();
        return page.edit().put("tools", Json.array(bare)).build();
    }
}
