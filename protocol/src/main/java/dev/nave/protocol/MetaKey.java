package dev.nave.protocol;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of {@code _meta} the protocol reserves (2026-07-28, basic/index, "Per-request metadata"). */
public final class MetaKey {
    public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    public static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    public static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    public static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    public static final String RELATED_TASK = "io.modelcontextprotocol/related-task";
    public static final String PROGRESS_TOKEN = "progressToken";
    /** The tasks extension, as it stands among the extensions of a peer. */
    public static final String TASKS_EXTENSION = "io.modelcontextprotocol/tasks";
    /** MCP Apps, as they stand among the extensions of a peer. */
    public static final String APPS_EXTENSION = "io.modelcontextprotocol/ui";
    /** What a client that shows apps says there, as JSON (MCP Apps, "Capability Negotiation"). */
    public static final String APPS_SETTINGS = "{\"mimeTypes\":[\"text/html;profile=mcp-app\"]}";
    /** Nave's own, on requests between nested hubs: the ids of the hubs passed, outermost first, an array of strings. */
    public static final String HOPS = "dev.nave/hops";
    /** Nave's own, on entries of lists between nested hubs: the ids of the hubs an entry came through, innermost first. */
    public static final String PATH = "dev.nave/path";
    /** Each hop's own business: never carried from one hop to the next. */
    private static final List<String> OF_ONE_HOP =
            List.of(PROTOCOL_VERSION, CLIENT_CAPABILITIES, CLIENT_INFO, LOG_LEVEL, PROGRESS_TOKEN, HOPS);

    private MetaKey() {}

    /** A request's {@code _meta} without what is one hop's own; itself when there is none of it, null when nothing is left. */
    public static @Nullable Json ofAllHops(Json meta) {
        if (!meta.isObject()) {
            return meta;
        }
        JsonObject kept = meta.edit();
        for (String name : OF_ONE_HOP) {
            if (meta.find(name) != null) {
                kept.remove(name);
            }
        }
        Json rest = kept.build();
        return rest.equals(meta) || rest.hasMembers() ? rest : null;
    }
}
