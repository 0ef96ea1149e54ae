package dev.nave.edge.replica;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests as clients of both eras write them, and what came back. */
public final class Posts {
    private Posts() {}

    /** A modern request in order, headers and all. */
    public static MemoryExchange modern(String id, String method, Json params) {
        Json meta = Json.object()
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .put("io.modelcontextprotocol/clientCapabilities", Json.parse("{\"elicitation\":{}}"))
                .put("io.modelcontextprotocol/logLevel", "warning")
                .put("progressToken", id)
                .build();
        MemoryExchange http = post(request(
                        id, method, params.edit().put("_meta", meta).build()))
                .with("MCP-Protocol-Version", "2026-07-28")
                .with("Mcp-Method", method);
        params.string("name").ifPresent(name -> http.with("Mcp-Name", name));
        return http;
    }

    /** A modern request that brings answers back. */
    public static MemoryExchange retry(String id, String method, Json params, Json responses, Json state) {
        return modern(
                id,
                method,
                params.edit()
                        .put("inputResponses", responses)
                        .put("requestState", state)
                        .build());
    }

    /** The opening of a legacy session. */
    public static MemoryExchange initialize() {
        return post(request(
                "0",
                "initialize",
                Json.parse("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"elicitation\":{}},"
                        + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}")));
    }

    /** A message of a legacy session. */
    public static MemoryExchange legacy(String session, Json message) {
        return post(message).with("Mcp-Session-Id", session).with("MCP-Protocol-Version", "2025-11-25");
    }

    /** A GET or DELETE of a legacy session. */
    public static MemoryExchange other(String method, String session) {
        return new MemoryExchange(method, "/mcp", new byte[0])
                .with("Accept", "text/event-stream")
                .with("Mcp-Session-Id", session);
    }

    public static Json request(String id, String method, Json params) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .build();
    }

    public static Json notification(String method, Json params) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put("params", params)
                .build();
    }

    /** A client's answer to a question it was sent. */
    public static Json response(Json question, Json result) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("id", question.member("id").orElseThrow())
                .put("result", result)
                .build();
    }

    private static MemoryExchange post(Json body) {
        return new MemoryExchange("POST", "/mcp", body.toBytes())
                .with("Content-Type", "application/json")
                .with("Accept", "application/json, text/event-stream");
    }

    /** All messages that came, to the end; fewer when the connection broke. */
    public static List<Json> messages(MemoryExchange http) {
        List<Json> messages = new ArrayList<>();
        Json message = next(http);
        while (message != null) {
            messages.add(message);
            message = http.isStream() ? next(http) : null;
        }
        return messages;
    }

    /** The next message; null at the end, or when the connection broke. */
    public static @Nullable Json next(MemoryExchange http) {
        try {
            http.awaitHead();
            if (!http.isStream()) {
                byte[] body = http.answer();
                return body.length == 0 ? null : Json.parse(new String(body, StandardCharsets.UTF_8));
            }
            SentEvent event = http.nextEvent();
            while (event != null && event.data().length == 0) {
                event = http.nextEvent();
            }
            return event == null ? null : Json.parse(new String(event.data(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            return null;
        }
    }

    /** The last message, which answers a request; a JSON null when the connection broke before. */
    public static Json answer(MemoryExchange http) {
        List<Json> messages = messages(http);
        return messages.isEmpty() ? Json.NULL : messages.getLast();
    }

    /** The code of an error; 0 for a result. */
    public static long code(Json answer) {
        return answer.at("error", "code").map(Json::asDouble).orElse(0.0).longValue();
    }

    /** Whether a tool says that it failed. */
    public static boolean isToolError(Json answer) {
        return answer.member("result").filter(result -> result.flag("isError")).isPresent();
    }

    /** What a round wants the request to be brought back with; nothing when it is no round. */
    public static Optional<Json> state(Json answer) {
        return answer.at("result", "requestState");
    }

    /** An answer to each question of a round. */
    public static Json accept(Json answer, Json content) {
        JsonObject responses = Json.object();
        Json accepted =
                Json.object().put("action", "accept").put("content", content).build();
        answer.at("result", "inputRequests")
                .orElse(Json.EMPTY_OBJECT)
                .names()
                .forEach(key -> responses.put(key, accepted));
        return responses.build();
    }
}
