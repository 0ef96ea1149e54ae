package dev.nave.e2e.secrets;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BiConsumer;

/** A client of 2025-11-25 that hands on every answer as it came, headers and all. */
final class PlainClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final BiConsumer<String, String> heard;
    private final String session;

    private PlainClient(String url, BiConsumer<String, String> heard, String session) {
        this.url = url;
        this.heard = heard;
        this.session = session;
    }

    /**
     * Shakes hands.
     *
     * @param heard told of each request and its answer
     */
    static PlainClient open(String url, BiConsumer<String, String> heard) throws IOException, InterruptedException {
        PlainClient opening = new PlainClient(url, heard, "");
        String session =
                opening.post("""
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                    "capabilities":{},"clientInfo":{"name":"plain","version":"1"}}}\
                    """).headers().firstValue("Mcp-Session-Id").orElseThrow();
        PlainClient open = new PlainClient(url, heard, session);
        open.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return open;
    }

    String tools() throws IOException, InterruptedException {
        return post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}").body();
    }

    String call(String tool) throws IOException, InterruptedException {
        return post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":{}}}")
                .body();
    }

    /** Asks for a page of the hub. */
    void get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url).resolve(path))
                .timeout(PATIENCE)
                .build();
        hear("GET " + path, client.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return hear("the answer to " + body, client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> hear(String what, HttpResponse<String> response) {
        heard.accept(what, response.statusCode() + " " + response.headers().map() + " " + response.body());
        return response;
    }
}
