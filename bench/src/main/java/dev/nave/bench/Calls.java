package dev.nave.bench;

import dev.nave.bench.Bench.Era;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The requests a load is made of, and the hub they go to. */
final class Calls {
    private static final Json ARGUMENTS = Json.object()
            .put("text", "The quick brown fox jumps over the lazy dog.")
            .build();

    private Calls() {}

    /** Calls of one tool, in a session of its own where the era has sessions. */
    static Load load(URI uri, Era era, String tool) throws IOException, InterruptedException {
        Json params =
                Json.object().put("name", tool).put("arguments", ARGUMENTS).build();
        return switch (era) {
            case LEGACY -> {
                String headers = "MCP-Protocol-Version: 2025-11-25\r\n" + session(uri);
                yield new Load(uri, headers, number -> request(number, Method.TOOLS_CALL, params));
            }
            case MODERN -> modern(uri, Method.TOOLS_CALL, tool, params, Json.EMPTY_OBJECT);
        };
    }

    /**
     * Pairs of calls of a modern client that answers questions.
     *
     * @param second what to add to the parameters of the second call, from the answer to the first
     */
    static Load pairs(URI uri, String tool, UnaryOperator<Json> second) {
        Json params =
                Json.object().put("name", tool).put("arguments", ARGUMENTS).build();
        Json capabilities = Json.object().put("elicitation", Json.EMPTY_OBJECT).build();
        Json stamped = stamped(params, capabilities);
        return modern(uri, Method.TOOLS_CALL, tool, params, capabilities).then(answer -> {
            Json more = second.apply(Json.parse(message(answer)));
            return request(1, Method.TOOLS_CALL, stamped.edit().putAll(more).build());
        });
    }

    /** {@code tools/list} of a modern client. */
    static Load list(URI uri) {
        return modern(uri, Method.TOOLS_LIST, "", Json.EMPTY_OBJECT, Json.EMPTY_OBJECT);
    }

    private static Load modern(URI uri, String method, String name, Json params, Json capabilities) {
        String headers = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\n"
                + (name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n");
        Json stamped = stamped(params, capabilities);
        return new Load(uri, headers, number -> request(number, method, stamped));
    }

    /** The message of an answer, which comes as the last event of a stream when it was long in coming. */
    private static String message(String answer) {
        String data = "data: ";
        int last = answer.lastIndexOf(data);
        return answer.startsWith("{") || last < 0
                ? answer
                : answer.substring(last + data.length()).strip();
    }

    private static Json stamped(Json params, Json capabilities) {
        Json info = Json.object().put("name", "bench").put("version", "1").build();
        Json meta = Json.object()
                .put(MetaKey.PROTOCOL_VERSION, "2026-07-28")
                .put(MetaKey.CLIENT_CAPABILITIES, capabilities)
                .put(MetaKey.CLIENT_INFO, info)
                .build();
        return params.edit().put("_meta", meta).build();
    }

    private static String request(int number, String method, Json params) {
        return new Message.Request(Id.of(number), method, params).toJson().raw();
    }

    /** Opens a legacy session; answers its header as a line, empty when the server has none. */
    static String session(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> opened = client.send(post(uri, """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}\
                """).build(), HttpResponse.BodyHandlers.ofString());
            Optional<String> id = opened.headers().firstValue("Mcp-Session-Id");
            HttpRequest.Builder ready = post(uri, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                    .header("MCP-Protocol-Version", "2025-11-25");
            id.ifPresent(value -> ready.header("Mcp-Session-Id", value));
            client.send(ready.build(), HttpResponse.BodyHandlers.discarding());
            return id.map(value -> "Mcp-Session-Id: " + value + "\r\n").orElse("");
        }
    }

    /** How many tools a modern client is shown. */
    static int listed(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int tools = 0;
            Json params = Json.EMPTY_OBJECT;
            while (true) {
                HttpRequest request = post(uri, request(1, Method.TOOLS_LIST, stamped(params, Json.EMPTY_OBJECT)))
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", Method.TOOLS_LIST)
                        .build();
                Json page = Json.parse(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .member("result")
                        .orElseThrow();
                tools += page.member("tools").orElseThrow().elements().size();
                Optional<String> cursor = page.string("nextCursor");
                if (cursor.isEmpty()) {
                    return tools;
                }
                params = Json.object().put("cursor", cursor.get()).build();
            }
        }
    }

    private static HttpRequest.Builder post(URI uri, String body) {
        return HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** The hub before one server, named {@code fake}. */
    static Path configuration(Optional<URI> url, List<String> command) throws IOException {
        Json server = url.map(
                        place -> Json.object().put("url", place.toString()).build())
                .orElseGet(() -> Json.object()
                        .put("command", command.getFirst())
                        .put(
                                "args",
                                Json.array(
                                        command.stream().skip(1).map(Json::of).toList()))
                        .build());
        Json root = Json.object()
                .put("names", "prefix")
                .put("mcpServers", Json.object().put("fake", server).build())
                .build();
        return Subject.file("bench", root.raw());
    }
}
