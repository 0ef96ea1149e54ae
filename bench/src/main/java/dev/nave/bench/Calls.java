package dev.nave.bench;

import dev.nave.bench.Bench.Era;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The requests a load is made of, and the hub they go to. */
final class Calls {
    private static final String TEXT = "The quick brown fox jumps over the lazy dog.";

    private Calls() {}

    /** Calls of one tool, in a session of its own where the era has sessions. */
    static Load load(URI uri, Era era, String tool) throws IOException, InterruptedException {
        String arguments = "\"name\":\"" + tool + "\",\"arguments\":{\"text\":\"" + TEXT + "\"}";
        return switch (era) {
            case LEGACY ->
                new Load(
                        uri,
                        "MCP-Protocol-Version: 2025-11-25\r\n" + session(uri),
                        number -> "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/call\",\"params\":{"
                                + arguments + "}}");
            case MODERN ->
                new Load(
                        uri,
                        "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n",
                        number -> "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/call\",\"params\":{"
                                + arguments + "," + meta() + "}}");
        };
    }

    /** {@code tools/list} of a modern client. */
    static Load list(URI uri) {
        return new Load(
                uri,
                "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/list\r\n",
                number -> "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/list\",\"params\":{" + meta()
                        + "}}");
    }

    private static String meta() {
        return "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}";
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
        return Hop.file("bench", ".json", root.raw());
    }

    /** The command that serves a configuration on any free port. */
    static List<String> hub(Path configuration) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Subject.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.nave.app.Nave"));
        command.addAll(List.of("serve", configuration.toString(), "--http", "127.0.0.1:0"));
        return command;
    }
}
