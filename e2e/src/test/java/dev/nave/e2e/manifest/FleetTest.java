package dev.nave.e2e.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.faults.Processes;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five servers of mixed transports that somebody publishes, two of them broken, behind one entry of a client. */
@SuppressWarnings("try") // The publisher is closed in the midst.
final class FleetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern RETRIED = Pattern.compile("\"retried\":(\\d+)");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final String mark = "fleet-" + UUID.randomUUID();

    @Test
    void clientsThatShareItHearOfEachChangeAndKeepTheLastGoodOneWhenThePublisherGoes() throws Exception {
        try (HubProcess other = HubProcess.serve(directory, elsewhere());
                WebServer web = new WebServer(new Script(Era.MODERN));
                Publisher publisher = new Publisher()) {
            String nave = other.url().replaceFirst("/mcp$", "");
            String five = """
                {"name": "http", "transport": "streamable-http", "url": "%s"},
                {"name": "events", "transport": "sse", "url": "%s/servers/a/sse"},
                {"name": "socket", "transport": "websocket", "url": "%s/servers/b/ws"},
                {"name": "gone", "transport": "sse", "url": "http://127.0.0.1:%d/sse"},
                {"name": "nothing", "transport": "streamable-http", "url": "%s/nothing/here"}
                """.formatted(web.url(), nave, nave.replaceFirst("http", "ws"), freePort(), nave);
            publisher.publish("{\"servers\": [" + five + "]}", Publisher.Mood.DATED);
            String[] options = {"--refresh-interval", "200ms", "--namespace-style", "dot"};
            try (PipeClient one = start(publisher.url(), options);
                    PipeClient two = start(publisher.url(), options)) {
                Client first = one.in(Era.LEGACY);
                Client second = two.in(Era.LEGACY);
                until(() -> status(first).contains("\"connected\":3,\"failed\":2"));
                int retried = retried(first);
                until(() -> retried(first) > retried);
                assertThat(first.call("http.echo", "{}").text()).contains("echo");
                assertThat(second.call("events.echo", "{}").text()).contains(mark + "-a");
                assertThat(second.call("socket.echo", "{}").text()).contains(mark + "-b");
                until(() -> publisher.answered(all -> all.contains(304)));

                publisher.publish(
                        "{\"servers\": [" + five + ",{\"name\": \"late\", \"url\": \"" + web.url() + "\"}]}",
                        Publisher.Mood.DATED);
                for (PipeClient each : List.of(one, two)) {
                    each.await(message ->
                            message.string("method").equals(Optional.of("notifications/tools/list_changed")));
                }
                until(() -> status(second).contains("\"connected\":4,\"failed\":2"));
                assertThat(second.call("late.echo", "{}").text()).contains("echo");

                for (Publisher.Mood mood :
                        List.of(Publisher.Mood.SHAPELESS, Publisher.Mood.ELSEWHERE, Publisher.Mood.CUT)) {
                    publisher.become(mood);
                    String expected =
                            switch (mood) {
                                case SHAPELESS -> "lists no servers: expected";
                                case ELSEWHERE -> "is elsewhere (HTTP 302): give the URL it redirects to";
                                default -> "cannot be fetched";
                            };
                    until(() -> status(first).contains(expected));
                    assertThat(first.call("late.echo", "{}").text()).contains("echo");
                }
                publisher.leave();
                until(() -> status(second).contains("the manifest cannot be fetched"));
                assertThat(second.call("late.echo", "{}").text()).contains("echo");
                until(() -> status(first).contains("\"connected\":4,\"failed\":2"));
            }
            assertThat(check(publisher.url(), "dot"))
                    .contains("gone", "Cannot connect", "4 connected, 2 failed", "the manifest cannot be fetched")
                    .endsWith("exit 1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JUNK | is not JSON",
                "SHAPELESS | lists no servers: expected a list or a mapping 'servers'",
                "ELSEWHERE | is elsewhere (HTTP 302): give the URL it redirects to",
                "ENDLESS | bytes",
                "BROKEN | was answered with HTTP 500"
            })
    void aManifestThatIsNoneIsNamedWithWhatWasExpected(Publisher.Mood mood, String expected) throws Exception {
        try (Publisher publisher = new Publisher()) {
            publisher.become(mood);
            assertThat(check(publisher.url(), "prefix")).contains(expected).endsWith("exit 1");
        }
    }

    private Path elsewhere() throws IOException {
        StringBuilder yaml = new StringBuilder("mcpServers:\n");
        for (String name : List.of("a", "b")) {
            List<String> command = LightServer.command(mark + "-" + name);
            yaml.append("  %s: { command: sh, args: %s }%n".formatted(name, command.subList(1, command.size())));
        }
        return Files.writeString(directory.resolve("elsewhere.yaml"), yaml.toString());
    }

    private PipeClient start(String url, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "XDG_STATE_HOME=" + directory.resolve("state")));
        command.addAll(HubProcess.command());
        command.addAll(List.of("stdio", "--manifest-url", url));
        command.addAll(List.of(options));
        return PipeClient.start(command, directory);
    }

    private String check(String url, String style) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", "--manifest-url", url, "--namespace-style", style, "--healthcheck"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.strip() + "\nexit " + process.waitFor();
    }

    private static String status(Client client) throws IOException, InterruptedException {
        return client.call("hub.status", "{}")
                .at("result", "structuredContent")
                .map(Spelled::text)
                .orElse("");
    }

    private static int retried(Client client) throws IOException, InterruptedException {
        Matcher count = RETRIED.matcher(status(client));
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What has to become so. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void until(Condition condition) {
        assertThat(Processes.become(
                        () -> {
                            try {
                                return condition.holds();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        PATIENCE))
                .isTrue();
    }
}
