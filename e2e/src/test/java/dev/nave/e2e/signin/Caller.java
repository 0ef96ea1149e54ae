package dev.nave.e2e.signin;

import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of either era that calls tools and opens the pages it is asked to open, if it can. */
final class Caller {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CAPABILITIES = "{\"elicitation\":{\"form\":{},\"url\":{}}}";

    private final String url;
    private final Era era;
    private final String key;
    private final Pages pages;
    /** All that was ever answered. */
    final List<String> told = new ArrayList<>();

    /** Opens a page; blocks until the person is done with it. */
    @FunctionalInterface
    interface Pages {
        void open(URI page) throws IOException, InterruptedException;
    }

    private Caller(String url, Era era, String key, Pages pages) {
        this.url = url;
        this.era = era;
        this.key = key;
        this.pages = pages;
    }

    /** One that can open pages. */
    static Caller opening(String url, Era era, String key, Pages pages) {
        return new Caller(url, era, key, pages);
    }

    /** A legacy one that can be asked nothing. */
    static JsonNode callWithoutPages(String url, String tool, String key) throws IOException {
        try (WebClient client = WebClient.openLegacy(url, "{}", key)) {
            return JSON.readTree(client.exchange(Messages.call(Era.LEGACY, client.freshId(), tool, "{}")))
                    .path("result");
        }
    }

    /** Calls a tool; its result. */
    JsonNode call(String tool) throws IOException, InterruptedException {
        JsonNode answer =
                switch (era) {
                    case LEGACY -> legacy(tool);
                    case MODERN -> modern(tool, "");
                };
        return answer.path("result");
    }

    /** The first text of a tool's result. */
    static String text(JsonNode result) {
        return result.path("content").path(0).path("text").asString("");
    }

    private JsonNode legacy(String tool) throws IOException, InterruptedException {
        try (WebClient client = WebClient.openLegacy(url, CAPABILITIES, key);
                Post call = client.send(Messages.call(Era.LEGACY, client.freshId(), tool, "{}"))) {
            while (true) {
                JsonNode message = read(call.message());
                if (!message.path("method").asString("").equals("elicitation/create")) {
                    return message;
                }
                ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
                answer.set("id", message.path("id"));
                answer.putObject("result").put("action", "accept");
                client.send(answer.toString().getBytes(StandardCharsets.UTF_8)).close();
                pages.open(page(message.path("params")));
            }
        }
    }

    private JsonNode modern(String tool, String more) throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("Content-Type", "application/json");
        headers.put("MCP-Protocol-Version", Messages.MODERN);
        headers.put("Mcp-Method", "tools/call");
        headers.put("Mcp-Name", tool);
        if (!key.isEmpty()) {
            headers.put("X-API-Key", key);
        }
        String body = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{},"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"%s",\
            "io.modelcontextprotocol/clientCapabilities":%s}%s}}\
            """.formatted(tool, Messages.MODERN, CAPABILITIES, more);
        JsonNode answer;
        try (Post post = Post.send(url, "POST", headers, List.of(body.getBytes(StandardCharsets.UTF_8)))) {
            answer = read(post.message());
        }
        JsonNode result = answer.path("result");
        if (!result.has("inputRequests")) {
            return answer;
        }
        ObjectNode responses = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> asked : result.path("inputRequests").properties()) {
            pages.open(page(asked.getValue().path("params")));
            responses.putObject(asked.getKey()).put("action", "accept");
        }
        return modern(tool, ",\"inputResponses\":" + responses + ",\"requestState\":" + result.path("requestState"));
    }

    private JsonNode read(Optional<byte[]> message) {
        String text = new String(message.orElseThrow(), StandardCharsets.UTF_8);
        told.add(text);
        return JSON.readTree(text);
    }

    private static URI page(JsonNode params) {
        if (!params.path("mode").asString("").equals("url")) {
            throw new AssertionError("Expected to be asked to open a page, not " + params);
        }
        return URI.create(params.path("url").asString(""));
    }
}
