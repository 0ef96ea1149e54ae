package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Spelled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real server-filesystem asks its client for roots as it starts, and works where they say. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RootsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Path directory;
    private Path first;
    private Path second;
    private HubProcess.Configuration configuration;

    @BeforeAll
    void prepare(@TempDir Path temporary) throws Exception {
        NodeTools tools = NodeTools.installed();
        directory = temporary;
        Path home = Files.createDirectory(temporary.resolve("configured")).toRealPath();
        first = Files.createDirectory(temporary.resolve("first")).toRealPath();
        second = Files.createDirectory(temporary.resolve("second")).toRealPath();
        Path server = tools.module("@modelcontextprotocol/server-filesystem/dist/index.js");
        configuration = new HubProcess.Configuration("prefix")
                .wait("startBudget", "60s") // For slow machines: the first call waits until the server is there.
                .stdio("files", tools.command(server, home.toString()));
    }

    @Test
    void aLegacyClientsDirectoriesAreItsRootsAndFollowThem() throws Exception {
        Path file = Files.writeString(directory.resolve("nave.json"), configuration.text());
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", file.toString()));
        try (PipeClient client = PipeClient.start(command, directory)) {
            client.write(utf8("""
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{"roots":{"listChanged":true}},"clientInfo":{"name":"rooted","version":"1"}}}\
                """));
            client.await(message -> isAnswer(message, "0"));
            client.write(utf8("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
            awaitTool(client);

            client.write(utf8(call(1, "")));
            tellRoots(client, first);
            assertThat(Spelled.of(client.await(message -> isAnswer(message, "1")))
                            .text())
                    .contains(first.toString());

            client.write(utf8("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}"));
            tellRoots(client, second);
            // The server has its answer, and takes a moment to act on it.
            String directories = "";
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (int id = 2; !directories.contains(second.toString()) && System.nanoTime() < end; id++) {
                String each = Integer.toString(id);
                client.write(utf8(call(id, "")));
                directories = Spelled.of(client.await(message -> isAnswer(message, each)))
                        .text();
            }
            assertThat(directories).contains(second.toString()).doesNotContain(first.toString());
        }
    }

    @Test
    void aModernClientTellsItsRootsInARoundOfItsFirstCall() throws Exception {
        try (HubProcess hub = HubProcess.start(directory, configuration)) {
            Spelled round = post(hub, call(1, modern("")));

            assertThat(round.text()).contains("roots/list").contains("input_required");
            String state = round.string("result", "requestState").orElseThrow();
            String asked = round.at("result", "inputRequests").orElseThrow().text();
            String name = asked.substring(2, asked.indexOf('"', 2));
            String answers =
                    ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"" + name + "\":" + roots(first) + "}";
            assertThat(post(hub, call(2, modern(answers))).text()).contains(first.toString());
            assertThat(post(hub, call(3, modern(""))).text())
                    .as("it is not asked again")
                    .contains(first.toString());
        }
    }

    private static Spelled post(HubProcess hub, String body) throws Exception {
        Map<String, String> headers = Map.of(
                "Accept", "application/json, text/event-stream",
                "Content-Type", "application/json",
                "MCP-Protocol-Version", "2026-07-28",
                "Mcp-Method", "tools/call",
                "Mcp-Name", "files__list_allowed_directories");
        try (Post post = Post.send(hub.url(), "POST", headers, List.of(utf8(body)))) {
            return Spelled.of(post.response());
        }
    }

    private static String modern(String more) {
        return ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{\"roots\":{}}}" + more;
    }

    private static String call(int id, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":"
                + "\"files__list_allowed_directories\",\"arguments\":{}" + more + "}}";
    }

    /** The server may take its time to start on a busy machine: the hub tells when its tools are there. */
    private static void awaitTool(PipeClient client) throws Exception {
        for (int asked = 0; ; asked++) {
            String id = "\"list-" + asked + "\"";
            client.write(utf8("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\"}"));
            if (Spelled.of(client.await(message -> isAnswer(message, id)))
                    .text()
                    .contains("list_allowed_directories")) {
                return;
            }
            client.await(message -> message.string("method").equals(Optional.of("notifications/tools/list_changed")));
        }
    }

    private static void tellRoots(PipeClient client, Path root) throws Exception {
        Spelled question =
                Spelled.of(client.await(message -> message.string("method").equals(Optional.of("roots/list"))));
        client.write(utf8("{\"jsonrpc\":\"2.0\",\"id\":"
                + question.at("id").orElseThrow().text() + ",\"result\":" + roots(root) + "}"));
    }

    private static String roots(Path root) {
        return "{\"roots\":[{\"uri\":\"" + root.toUri() + "\",\"name\":\"root\"}]}";
    }

    private static boolean isAnswer(Spelled message, String id) {
        return message.at("method").isEmpty()
                && message.at("id").map(Spelled::text).filter(id::equals).isPresent();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
