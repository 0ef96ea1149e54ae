package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Spelled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that nothing was configured for is started anew: sessions of legacy clients go on. */
final class RestartTest {
    private static final Map<String, String> HEADERS = Map.of(
            "Accept", "application/json, text/event-stream",
            "Content-Type", "application/json");

    @TempDir
    private Path directory;

    @Test
    void aSessionGoesOnAfterARestartAndADeadOneStaysDead() throws Exception {
        Path file = Files.writeString(directory.resolve("nave.json"), new HubProcess.Configuration("prefix").text());
        String session;
        try (HubProcess hub = HubProcess.serve(directory, file);
                Post opening = Post.send(hub.url(), "POST", HEADERS, List.of(Messages.initialize("1", "{}")))) {
            session = opening.header("Mcp-Session-Id").orElseThrow();
        }
        try (HubProcess hub = HubProcess.serve(directory, file)) {
            assertThat(list(hub, session)).isEqualTo(200);
            assertThat(list(hub, session.substring(1))).isEqualTo(404);
        }
        Path other = Files.copy(file, directory.resolve("other.json"));
        try (HubProcess hub = HubProcess.serve(directory, other)) {
            assertThat(list(hub, session))
                    .as("the session of a hub with another configuration")
                    .isEqualTo(404);
        }
    }

    private static int list(HubProcess hub, String session) throws Exception {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.put("Mcp-Session-Id", session);
        headers.put("MCP-Protocol-Version", Messages.LEGACY);
        byte[] request = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}".getBytes(StandardCharsets.UTF_8);
        try (Post post = Post.send(hub.url(), "POST", headers, List.of(request))) {
            int status = post.status();
            if (status == 200) {
                assertThat(Spelled.of(post.response()).at("result", "tools")).isPresent();
            }
            return status;
        }
    }
}
