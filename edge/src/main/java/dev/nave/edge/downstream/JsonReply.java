package dev.nave.edge.downstream;

import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers an HTTP request with one message, or with none. */
public final class JsonReply {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private JsonReply() {}

    /** Answers with this message as {@code application/json}. */
    public static void send(HttpExchange http, int status, Message message) {
        send(http, status, Map.of(), message);
    }

    /** As {@link #send(HttpExchange, int, Message)}, with further headers. */
    public static void send(HttpExchange http, int status, Map<String, String> headers, Message message) {
        Map<String, String> all = JSON;
        if (!headers.isEmpty()) {
            all = new LinkedHashMap<>(headers);
            all.putAll(JSON);
        }
        http.respond(status, all, message.toBytes());
    }

    /** Answers 202: the notification or response was taken. */
    public static void accepted(HttpExchange http) {
        http.respond(202, Map.of(), new byte[0]);
    }
}
