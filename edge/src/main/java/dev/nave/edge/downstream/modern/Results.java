package dev.nave.edge.downstream.modern;

import dev.nave.hub.ListKind;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as the modern wire wants them: typed, signed by the hub, with hints for caches. */
final class Results {
    private static final String UPSTREAM_INFO = "dev.nave/serverInfo";
    private static final Json COMPLETE = Json.of("complete");

    private Results() {}

    /** A result of this type; the hub's own {@code serverInfo} takes the place of a server's, which is kept beside it. */
    static Json of(String type, Json result, Json serverInfo) {
        return result.edit()
                .put("resultType", type)
                .put("_meta", meta(result.find("_meta"), serverInfo))
                .build();
    }

    /** A final result; what may be cached says for how long (2026-07-28, server/utilities/caching). */
    static Json complete(String method, Json result, Json serverInfo) {
        JsonObject edit =
                result.edit().put("resultType", COMPLETE).put("_meta", meta(result.find("_meta"), serverInfo));
        if (ListKind.ofMethod(method).isPresent() || method.equals(Method.RESOURCES_READ)) {
            if (result.find("ttlMs") == null) {
                edit.put("ttlMs", 0);
            }
            if (result.find("cacheScope") == null) {
                edit.put("cacheScope", "private");
            }
        }
        if (method.equals(Method.TOOLS_LIST) && result.mentions("\"execution\"")) {
            edit.put("tools", withoutExecution(result));
        }
        return edit.build();
    }

    private static JsonObject meta(@Nullable Json meta, Json serverInfo) {
        if (meta == null || !meta.isObject()) {
            return Json.object().put(MetaKey.SERVER_INFO, serverInfo);
        }
        Json theirs = meta.find(MetaKey.SERVER_INFO);
        JsonObject edit = meta.edit().put(MetaKey.SERVER_INFO, serverInfo);
        if (theirs != null && !theirs.equals(serverInfo)) {
            edit.put(UPSTREAM_INFO, theirs);
        }
        return edit;
    }

    /** The member is of 2025-11-25 alone: tasks are an extension now, which a tool does not announce. */
    private static @Nullable Json withoutExecution(Json result) {
        Json tools = result.find("tools");
        if (tools == null) {
            return null;
        }
        List<Json> edited = tools.elements().stream()
                .map(tool -> tool.find("execution") == null
                        ? tool
                        : tool.edit().remove("execution").build())
                .toList();
        return Json.array(edited);
    }
}
