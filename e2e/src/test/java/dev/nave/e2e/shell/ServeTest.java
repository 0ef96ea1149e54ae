package dev.nave.e2e.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nave serve} tells whoever started it, and whoever watches it, of servers that run and one that cannot. */
final class ServeTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void itSaysHowEachServerIsDoingAndWhatToPasteIntoWhichClient() throws Exception {
        try (HubProcess hub = serve(false)) {
            String url = hub.url();
            hub.awaitLine(Pattern.compile("Stop with Ctrl-C"));
            assertThat(hub.output())
                    .containsPattern("(?m)^ +notes +ready +[1-9] tools +2025-11-25 \\(legacy\\) +in \\d+\\.\\d s$")
                    .containsPattern("(?m)^ +files +ready +[1-9] tools +2026-07-28 \\(modern\\) +in \\d+\\.\\d s$")
                    .containsPattern(
                            "(?m)^ +broken +failed +Server .* exited with code 3. It last said \"the disk is full\"."
                                    + " Check .*$")
                    .contains("Nave is ready at " + url)
                    .contains("claude mcp add --transport http nave " + url + "\n")
                    .contains("~/.cursor/mcp.json:   {\"mcpServers\": {\"nave\": {\"url\": \"" + url + "\"}}}\n")
                    .containsPattern("~/.codex/config.toml: \\[mcp_servers.nave\\]\n +url = \"" + url + "\"\n");
        }
    }

    @Test
    void aServerThatIsAwayIsNamedToWhoeverAsks() throws Exception {
        try (HubProcess hub = serve(false)) {
            String status = WebClient.open(hub.url(), Era.MODERN)
                    .call("hub__status", "{}")
                    .text();
            assertThat(status).contains("broken", "failed", "the disk is full");

            assertThat(get(hub, "/healthz").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(hub, "/readyz");
            assertThat(ready.statusCode()).as("an optional server never blocks").isEqualTo(200);
            assertWaitsForTheBroken(ready, "ready", false);
        }
    }

    @Test
    void itIsNotReadyWithoutAServerThatIsRequired() throws Exception {
        try (HubProcess hub = serve(true)) {
            HttpResponse<String> ready = get(hub, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertWaitsForTheBroken(ready, "not ready", true);
            assertThat(get(hub, "/healthz").statusCode()).isEqualTo(200);
            HttpRequest post = HttpRequest.newBuilder(at(hub, "/readyz"))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertThat(HTTP.send(post, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void whatIsInFlightWhenItIsStoppedEndsFirst() throws Exception {
        Path file = Files.writeString(directory.resolve("nave.yaml"), "mcpServers: { clock: { sample: clock } }\n");
        try (HubProcess hub = HubProcess.serve(directory, file)) {
            WebClient client = WebClient.open(hub.url(), Era.MODERN);
            String call = new String(Messages.watchedCall(Era.MODERN, client.freshId(), "clock__wait"), UTF_8);
            try (Post post = client.send(call.replace("\"arguments\":{}", "\"arguments\":{\"seconds\":\"3\"}")
                    .getBytes(UTF_8))) {
                assertThat(post.message()).as("progress").isPresent();
                hub.handle().destroy();
                assertThat(new String(post.response(), UTF_8)).contains("Waited 3 seconds.");
            }
            assertThat(hub.handle().onExit()).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void aHubThatRunsIsAskedByItsAddress() throws Exception {
        Files.writeString(directory.resolve("hello.txt"), "hello there");
        try (HubProcess hub = serve(false)) {
            assertThat(said(0, "ls", "--url", hub.url()))
                    .containsPattern("(?m)^files +ready")
                    .containsPattern("(?m)^broken +failed");
            assertThat(said(0, "tools", "--url", hub.url())).contains("notes__add", "files__read");
            assertThat(said(0, "read", "--url", hub.url(), "files+file:///hello.txt"))
                    .contains("hello there");
        }
    }

    @Test
    void withoutAnyFileItSaysWhatToTry() throws Exception {
        assertThat(said(2, "serve")).contains("nave.yaml", "Try: nave serve");
    }

    /** What a command says that is run in the directory, which ends with this code. */
    private String said(int code, String... arguments) throws Exception {
        Map<String, String> away =
                Map.of("XDG_CONFIG_HOME", directory.resolve("none").toString());
        try (Child nave = HubProcess.nave(directory, away, arguments)) {
            assertThat(nave.awaitEnd(Duration.ofMinutes(2))).as(nave.output()).isEqualTo(code);
            return nave.output();
        }
    }

    private HubProcess serve(boolean required) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("nave.yaml"), """
            mcpServers:
              notes: { sample: notes }
              broken:
                command: sh
                args: [-c, "echo the disk is full >&2; exit 3"]
                restart: never
                required: %s
              files: { sample: files }
            """.formatted(required));
        return HubProcess.serve(directory, file);
    }

    private static void assertWaitsForTheBroken(HttpResponse<String> told, String status, boolean required) {
        Json body = Json.parse(told.body());
        assertThat(body.string("status")).contains(status);
        assertThat(body.member("waitingFor").orElseThrow().elements())
                .singleElement()
                .satisfies(away -> {
                    assertThat(away.string("server")).contains("broken");
                    assertThat(away.flag("required")).isEqualTo(required);
                });
    }

    private static HttpResponse<String> get(HubProcess hub, String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(at(hub, path)).build(), BodyHandlers.ofString());
    }

    private static URI at(HubProcess hub, String path) {
        return URI.create(hub.url()).resolve(path);
    }
}
