package dev.nave.edge.replica;

import dev.nave.hub.Caller;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.transport.http.HttpExchange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request of a legacy client on its way from one node to another: a line that says what it was, then its body as
 * it came. Credentials stay behind; who asks was found out by the first node.
 */
record Parcel(
        Caller caller,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        boolean local,
        byte[] body) {
    static final String PATH = "/replica/1/exchange";

    private static final List<String> HEADERS =
            List.of("Accept", "Content-Type", "Mcp-Session-Id", "MCP-Protocol-Version", "Last-Event-ID");
    private static final List<String> QUERY = List.of("session");

    static Parcel of(HttpExchange http, Caller caller) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            List<String> values = http.headers(name);
            if (!values.isEmpty()) {
                headers.put(name, String.join(", ", values));
            }
        }
        Map<String, String> query = new LinkedHashMap<>();
        QUERY.forEach(name -> http.query(name).ifPresent(value -> query.put(name, value)));
        return new Parcel(caller, http.method(), http.path(), query, headers, http.isLocal(), http.body());
    }

    byte[] toBytes() {
        byte[] head = Json.object()
                .put("caller", Errand.caller(caller))
                .put("method", method)
                .put("path", path)
                .put("query", pairs(query))
                .put("headers", pairs(headers))
                .put("local", local)
                .build()
                .toLine();
        byte[] all = Arrays.copyOf(head, head.length + 1 + body.length);
        all[head.length] = '\n';
        System.arraycopy(body, 0, all, head.length + 1, body.length);
        return all;
    }

    static Optional<Parcel> read(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        return Errand.parse(Arrays.copyOf(bytes, end)).flatMap(head -> {
            Optional<Caller> caller = head.member("caller").flatMap(Errand::caller);
            Optional<String> method = head.string("method");
            Optional<String> path = head.string("path");
            return caller.isEmpty() || method.isEmpty() || path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Parcel(
                            caller.get(),
                            method.get(),
                            path.get(),
                            pairs(head, "query"),
                            pairs(head, "headers"),
                            head.flag("local"),
                            body));
        });
    }

    static Json pairs(Map<String, String> pairs) {
        JsonObject object = Json.object();
        pairs.forEach(object::put);
        return object.build();
    }

    static Map<String, String> pairs(Json json, String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Json object = json.member(name).orElse(Json.EMPTY_OBJECT);
        object.names().forEach(key -> object.string(key).ifPresent(value -> pairs.put(key, value)));
        return pairs;
    }
}
