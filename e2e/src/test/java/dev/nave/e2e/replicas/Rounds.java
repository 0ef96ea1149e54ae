package dev.nave.e2e.replicas;

import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Post;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A modern client that answers questions, and may send each message to another hub. */
final class Rounds {
    private static final JsonMapper JSON = new JsonMapper();

    private final String tool;

    Rounds(String tool) {
        this.tool = tool;
    }

    /** Calls the tool; what comes back. */
    Outcome call(String url) throws IOException {
        return send(url, "");
    }

    /** Comes back with this answer to each question of a round. */
    Outcome answer(String url, Outcome round, String name) throws IOException {
        JsonNode result = round.last().path("result");
        ObjectNode responses = JSON.createObjectNode();
        for (String key : result.path("inputRequests").propertyNames()) {
            ObjectNode answer = responses.putObject(key).put("action", "accept");
            answer.putObject("content").put("name", name);
        }
        return send(url, ",\"inputResponses\":" + responses + ",\"requestState\":" + result.path("requestState"));
    }

    private Outcome send(String url, String more) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("Content-Type", "application/json");
        headers.put("MCP-Protocol-Version", Messages.MODERN);
        headers.put("Mcp-Method", "tools/call");
        headers.put("Mcp-Name", tool);
        String body = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{},"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"%s","progressToken":"p",\
            "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}%s}}\
            """.formatted(tool, Messages.MODERN, more);
        List<JsonNode> told = new ArrayList<>();
        try (Post post = Post.send(url, "POST", headers, List.of(body.getBytes(StandardCharsets.UTF_8)))) {
            for (Optional<byte[]> message = post.message(); message.isPresent(); message = post.message()) {
                told.add(JSON.readTree(message.get()));
            }
        }
        return new Outcome(told);
    }

    /** All a request was told. */
    record Outcome(List<JsonNode> told) {
        JsonNode last() {
            return told.getLast();
        }

        /** What the questions of a round say; empty when it is none. */
        String asked() {
            return last().path("result").path("inputRequests").toString();
        }

        /** The text of the tool's result. */
        String text() {
            return last().path("result").path("content").path(0).path("text").asString("");
        }

        boolean isToolError() {
            return last().path("result").path("isError").asBoolean(false);
        }
    }
}
