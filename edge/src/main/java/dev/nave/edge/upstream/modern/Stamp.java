package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Exchange;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.protocol.HeaderValue;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.projection.Projection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every modern request says of itself: in its {@code _meta}, and again in its headers (2026-07-28, basic/index). */
final class Stamp {
    static final Revision REVISION = Revision.V2026_07_28;
    private static final Json REVISION_NAME = Json.of(REVISION.wireName());
    private static final Json OF_TASKS = Json.parse("{\"extensions\":{\"" + MetaKey.TASKS_EXTENSION
            + "\":{}},\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}}");
    private static final Projection PROJECTION = Projection.to(REVISION);

    private final Terms terms;

    Stamp(Terms terms) {
        this.terms = terms;
    }

    /** The capabilities this server sees of a call's client. */
    Json capabilities(Exchange exchange) {
        Json declared = PROJECTION.clientCapabilities(exchange.client().capabilities());
        if (terms.settings().interactive() == Interactive.AUTO) {
            return declared;
        }
        return declared.edit()
                .remove("sampling")
                .remove("elicitation")
                .remove("roots")
                .build();
    }

    /** The parameters of a client's request, stamped. */
    Json params(Request request, Exchange exchange, @Nullable Id token) {
        JsonObject meta = meta(request.params().find("_meta"), capabilities(exchange), terms.info(exchange))
                .putIfPresent(
                        MetaKey.LOG_LEVEL,
                        exchange.logLevel().map(LogLevel::wireName).map(Json::of))
                .put(MetaKey.PROGRESS_TOKEN, token == null ? null : token.value());
        List<String> hops = exchange.hops();
        if (!hops.isEmpty()) {
            meta.put(MetaKey.HOPS, Json.array(hops.stream().map(Json::of).toList()));
        }
        JsonObject params = request.params().edit().put("_meta", meta);
        Request.Retry retry = request.retry();
        if (retry != null) {
            params.put("inputResponses", retry.responses()).put("requestState", retry.state());
        }
        return params.build();
    }

    /** The parameters of a request of the hub itself, stamped. */
    Json own(Json params) {
        return params.edit()
                .put("_meta", meta(null, Json.EMPTY_OBJECT, terms.self()))
                .build();
    }

    /** The parameters of a listen to tasks, which are shown as they are: their clients say for themselves what they can do. */
    Json ofTasks(Json params) {
        return params.edit().put("_meta", meta(null, OF_TASKS, terms.self())).build();
    }

    /** The headers that repeat what a request says, save those of its arguments. */
    static Map<String, String> headers(String method, Json params) {
        Map<String, String> headers = new HashMap<>();
        headers.put("MCP-Protocol-Version", REVISION.wireName());
        headers.put("Mcp-Method", method);
        name(method, params).ifPresent(name -> headers.put("Mcp-Name", HeaderValue.encode(name)));
        return headers;
    }

    private static Optional<String> name(String method, Json params) {
        return switch (method) {
            case Method.TOOLS_CALL, Method.PROMPTS_GET -> params.string("name");
            case Method.RESOURCES_READ -> params.string("uri");
            case Method.TASKS_GET, Method.TASKS_UPDATE, Method.TASKS_CANCEL -> params.string("taskId");
            default -> Optional.empty();
        };
    }

    private static JsonObject meta(@Nullable Json given, Json capabilities, Json info) {
        JsonObject meta = given != null && given.isObject() ? given.edit() : Json.object();
        return meta.put(MetaKey.PROTOCOL_VERSION, REVISION_NAME)
                .put(MetaKey.CLIENT_CAPABILITIES, capabilities)
                .put(MetaKey.CLIENT_INFO, info);
    }
}
