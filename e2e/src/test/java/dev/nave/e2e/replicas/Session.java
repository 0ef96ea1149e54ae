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

/** A legacy client with one session, whose messages may each reach another hub. */
final class Session implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String id;
    private String lastHub;

    private Session(String id, String hub) {
        this.id = id;
        this.lastHub = hub;
    }

    static Session open(String hub) throws IOException {
        try (Post opening =
                post(hub, "", new String(Messages.initialize("0", "{\"elicitation\":{}}"), StandardCharsets.UTF_8))) {
            opening.response();
            return new Session(opening.header("Mcp-Session-Id").orElseThrow(), hub);
        }
    }

    /**
     * Calls a tool at one hub and answers each question, with its own message, at the hub whose turn it is.
     *
     * @return the text of the result
     */
    String call(String hub, String tool, List<String> answering) throws IOException {
        lastHub = hub;
        List<String> turns = new ArrayList<>(answering);
        String call = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\"}}";
        try (Post stream = post(hub, id, call)) {
            for (Optional<byte[]> message = stream.message(); message.isPresent(); message = stream.message()) {
                JsonNode told = JSON.readTree(message.get());
                if (told.has("result") || told.has("error")) {
                    return told.path("result")
                            .path("content")
                            .path(0)
                            .path("text")
                            .asString(told.toString());
                }
                if (told.path("method").asString("").equals("elicitation/create")) {
                    answer(turns.removeFirst(), told);
                }
            }
        }
        throw new IOException("The stream ended without a response");
    }

    private void answer(String hub, JsonNode question) throws IOException {
        String response = "{\"jsonrpc\":\"2.0\",\"id\":" + question.path("id")
                + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":"
                + question.path("params").path("message") + "}}}";
        try (Post told = post(hub, id, response)) {
            if (told.status() != 202) {
                throw new IOException("Expected 202 for an answer, got " + told.status());
            }
        }
    }

    private static Post post(String hub, String session, String body) throws IOException {
        return Post.send(hub, "POST", headers(session), List.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> headers(String session) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("Content-Type", "application/json");
        if (!session.isEmpty()) {
            headers.put("MCP-Protocol-Version", Messages.LEGACY);
            headers.put("Mcp-Session-Id", session);
        }
        return headers;
    }

    @Override
    public void close() throws IOException {
        try (Post delete = Post.send(lastHub, "DELETE", headers(id), List.of())) {
            if (delete.status() != 200) {
                throw new IOException("Expected 200 for DELETE, got " + delete.status());
            }
        }
    }
}
