package dev.nave.e2e.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.manifest.ManifestWriter;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.schema.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub publishes of itself, and another hub that it feeds. */
final class PublishedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final String mark = "published-" + UUID.randomUUID();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyServerIsPublishedWithItsEndpointsAndAllThatTheCallerSees() throws Exception {
        Path file = write("first", "");
        try (HubProcess hub = HubProcess.serve(directory, file)) {
            URI place = place(hub);
            HttpResponse<String> got = get(place);
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(new JsonSchema().judge(utf8(ManifestWriter.schema()), utf8(got.body())))
                    .isInstanceOf(Verdict.Fits.class);
            String base = hub.url().replaceFirst("/mcp$", "");
            assertThat(got.body())
                    .contains("\"endpointURL\":\"" + hub.url() + "\"")
                    .contains("\"url\":\"" + base + "/servers/first/mcp\"")
                    .contains("\"url\":\"" + base + "/servers/first/sse\"")
                    .contains("\"url\":\"" + base.replaceFirst("http", "ws") + "/servers/first/ws\"")
                    .contains("\"name\":\"first__echo\"", "\"server\":\"first\"", "\"name\":\"hub__status\"")
                    .doesNotContain("hub__reload", mark);

            String tag = got.headers().firstValue("ETag").orElseThrow();
            String date = got.headers().firstValue("Last-Modified").orElseThrow();
            assertThat(tag).matches("\"[A-Za-z0-9_-]+\"");
            assertThat(get(place, "If-None-Match", "\"other\", W/" + tag).statusCode())
                    .isEqualTo(304);
            assertThat(get(place, "If-None-Match", "*").statusCode()).isEqualTo(304);
            assertThat(get(place, "If-None-Match", "\"other\"", "If-Modified-Since", date)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(place, "If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(place, "If-Modified-Since", "yesterday").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> same = get(place, "If-None-Match", tag);
            assertThat(same.body()).isEmpty();
            assertThat(same.headers().firstValue("ETag")).contains(tag);
            HttpResponse<String> head =
                    send(HttpRequest.newBuilder(place).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("ETag")).contains(tag);
            assertThat(send(HttpRequest.newBuilder(place).POST(HttpRequest.BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(405);

            write("second", "");
            hub.awaitLine(Pattern.compile("added second"));
            assertThat(become(() -> get(place, "If-None-Match", tag, "If-Modified-Since", date)
                            .body()
                            .contains("second__echo")))
                    .isTrue();
            assertThat(get(place, "If-Modified-Since", date).body()).contains("second__echo");
        }
    }

    @Test
    void oneHubFeedsAnotherWhichShowsItsKeyAndLeavesOutWhatIsDenied() throws Exception {
        ApiKeys.Created ops = ApiKeys.create("ops", Set.of(), new SecureRandom());
        String key = ops.secret().reveal();
        String keys = "keys: [{ name: ops, hash: \"" + ops.key().hash() + "\" }]\n";
        Path file = write("first", keys);
        Path consumer = directory.resolve("consumer.yaml");
        try (HubProcess hub = HubProcess.serve(directory, file)) {
            URI place = place(hub);
            HttpResponse<String> refused = get(place);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(get(place, "Authorization", "Bearer " + key).body()).contains("first__echo");

            Files.writeString(consumer, """
                mcpServers:
                  fleet:
                    manifest: %s
                    refresh: 200ms
                    headers: { Authorization: "Bearer ${NO_SUCH_VARIABLE:-%s}" }
                    deny: ["*/hang"]
                """.formatted(place, key));
            try (HubProcess fed = HubProcess.serve(directory, consumer);
                    WebClient client = WebClient.open(fed.url(), Era.MODERN)) {
                assertThat(client.call("fleet__first__echo", "{}").text()).contains(mark + "-first");
                Spelled tools = Spelled.of(client.exchange(Messages.request(Era.MODERN, "9", "tools/list", "")));
                assertThat(tools.text())
                        .contains("\"fleet__first__echo\"", "\"hub__status\"")
                        .doesNotContain("fleet__first__hang", "fleet__hub", key);
                assertThat(client.call("fleet__first__hang", "{}").text()).contains("Unknown tool");
                assertThat(client.call("hub__status", "{}").text())
                        .contains("fleet: ready", "  first: ready", "1 connected, 0 failed, 0 retried")
                        .doesNotContain(place.toString());
                write("second", keys);
                assertThat(become(() ->
                                client.call("fleet__second__echo", "{}").text().contains(mark + "-second")))
                        .isTrue();
                assertThat(get(place(fed)).body()).contains("fleet__second__echo", "/servers/fleet/mcp");
            }
        }
    }

    private Path write(String server, String more) throws IOException {
        List<String> command = LightServer.command(mark + "-" + server);
        return Files.writeString(
                directory.resolve("nave.yaml"),
                more + "mcpServers:\n  " + server + ": { command: sh, args: " + command.subList(1, command.size())
                        + " }\n");
    }

    private static URI place(HubProcess hub) {
        return URI.create(hub.url()).resolve("/.well-known/mcp/manifest.json");
    }

    private HttpResponse<String> get(URI place, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(place).GET();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static boolean become(Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!so.call()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
