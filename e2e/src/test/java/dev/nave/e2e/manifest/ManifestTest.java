package dev.nave.e2e.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that starts its servers gets all of a fleet that is published elsewhere, as it is at each moment. */
@SuppressWarnings("try") // Servers are closed in the midst, and a wait for the end of calls may be interrupted.
final class ManifestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final String mark = "manifest-" + UUID.randomUUID();

    @Test
    void everyWireIsServedTheBrokenAreNamedAndRefreshesTakeAndLeaveServersUnderCalls() throws Exception {
        try (HubProcess other = HubProcess.serve(directory, elsewhere());
                WebServer modern = new WebServer(new Script(Era.MODERN));
                WebServer old = new WebServer(new Script(Era.LEGACY));
                Publisher publisher = new Publisher()) {
            String nave = other.url().replaceFirst("/mcp$", "");
            String good = """
                {"name": "modern", "url": "%s", "type": "streamable-http"},
                {"name": "events", "endpoints": [{"transport": "sse", "url": "%s/servers/a/sse"}]},
                {"name": "socket", "url": "%s/servers/b/ws"},
                {"name": "nave", "url": "%s", "headers": {"X-Tenant": "acme"}}
                """.formatted(modern.url(), nave, nave.replaceFirst("http", "ws"), other.url());
            String broken = """
                {"name": "gone", "url": "http://127.0.0.1:%d/mcp"},
                {"name": "refused", "url": "%s/nothing/here"},
                {"name": "program", "command": "sh", "args": ["-c", "touch %s/never"]}
                """.formatted(freePort(), nave, directory);
            String leaving = "{\"name\": \"old\", \"transport\": \"http\", \"url\": \"" + old.url() + "\"}";
            publisher.publish("{\"servers\": [" + good + "," + broken + "," + leaving + "]}");
            Path log = directory.resolve("hub.log");
            try (PipeClient hub = start(publisher, "--refresh-interval", "150ms", "--log-file", log.toString())) {
                Client client = hub.in(Era.MODERN);
                until(
                        () -> tools(client),
                        tools -> tools.containsAll(
                                List.of("modern__echo", "events__echo", "socket__echo", "nave__a__echo", "old__echo")));
                for (String server : List.of("modern", "old")) {
                    assertThat(client.call(server + "__echo", "{}").text()).contains("\"echo\"");
                }
                for (String tool : List.of("events__echo", "nave__a__echo")) {
                    assertThat(client.call(tool, "{}").text()).contains(mark + "-a");
                }
                assertThat(client.call("socket__echo", "{}").text()).contains(mark + "-b");
                until(() -> status(client), status -> status.contains("\"connected\":5,\"failed\":2"));
                // Between two tries a server that is broken has its reason, during one it has none.
                until(
                        () -> client.call("hub__status", "{}").text(),
                        text -> text.contains("gone: backing off")
                                && text.contains("refused: backing off")
                                && text.contains("got /nothing/here"));
                assertThat(client.call("hub__status", "{}").text())
                        .contains("server 'program' is a program")
                        .containsPattern("5 connected, 2 failed, \\d+ retried");

                try (Calling calling = new Calling(client, "nave__a__echo", mark + "-a")) {
                    for (int round = 0; round < 5; round++) {
                        String name = "late" + round;
                        publisher.publish("{\"servers\": [" + good + ",{\"name\": \"" + name + "\", \"url\": \""
                                + modern.url() + "\"}]}");
                        until(
                                () -> tools(client),
                                tools -> tools.contains(name + "__echo") && !tools.contains("old__echo"));
                    }
                    assertThat(calling.wrong()).isEmpty();
                    assertThat(calling.made()).isPositive();
                }
                assertThat(client.call("old__echo", "{}").text()).contains("Unknown tool");

                assertThat(become(() -> publisher.answered(all -> all.contains(304))))
                        .isTrue();
                for (Publisher.Mood mood :
                        List.of(Publisher.Mood.JUNK, Publisher.Mood.BROKEN, Publisher.Mood.ENDLESS)) {
                    publisher.become(mood);
                    assertThat(become(() -> publisher.answered(all -> all.size() > 1)))
                            .as(mood.name())
                            .isTrue();
                    until(() -> status(client), status -> status.contains("\"trouble\":\"the manifest "));
                    assertThat(client.call("late4__echo", "{}").text()).contains("\"echo\"");
                }
                publisher.become(Publisher.Mood.GOOD);
                until(() -> status(client), status -> !status.contains("\"trouble\""));
            }
            assertThat(Files.readString(log))
                    .contains(
                            "Server gone of fleet is backing off",
                            "added late0; removed",
                            "was answered with HTTP 500");
            assertThat(directory.resolve("never")).doesNotExist();
        }
    }

    @Test
    void aHubStartsWithTheLastGoodManifestWhileThePublisherIsAwayAndSaysHowItsConnectionsAre() throws Exception {
        String url;
        try (WebServer modern = new WebServer(new Script(Era.MODERN))) {
            int port;
            try (Publisher publisher = new Publisher()) {
                port = publisher.port();
                publisher.publish("{\"mcpServers\": {\"modern\": {\"url\": \"" + modern.url() + "\"}}}");
                assertThat(check(publisher.url()))
                        .contains("modern", modern.url(), "ready", "1 connected, 0 failed")
                        .endsWith("exit 0");
            }
            url = "http://127.0.0.1:" + port + "/.well-known/mcp/manifest.json";
            assertThat(check(url))
                    .contains("modern", "ready", "the manifest cannot be fetched")
                    .endsWith("exit 0");
        }
        assertThat(check(url))
                .contains("modern", "0 connected, 1 failed", "Cannot connect")
                .endsWith("exit 1");
    }

    @Test
    void onlyWhatIsAllowedIsThereAndNoOtherOriginLearnsTheKey() throws Exception {
        try (Publisher publisher = new Publisher();
                Publisher stranger = new Publisher();
                WebServer modern =
                        new WebServer(new Script(Era.MODERN).tool("erase", call -> call.result("{\"content\":[]}")))) {
            publisher.publish("""
                {"servers": {
                  "here": {"url": "/mcp"},
                  "there": {"url": "http://127.0.0.1:%d/mcp", "headers": {"X-Home": "${env:HOME}", "X-Plain": "yes"}},
                  "told": {"url": "http://127.0.0.1:%d/told"},
                  "modern": "%s"
                }}
                """.formatted(stranger.port(), stranger.port(), modern.url()));
            try (PipeClient hub = start(
                    publisher,
                    "--header",
                    "X-Key: secret-of-the-publisher",
                    "--server-header",
                    "told=X-Key: another",
                    "--deny",
                    "*/erase")) {
                Client client = hub.in(Era.MODERN);
                until(() -> tools(client), tools -> tools.contains("modern__echo") && !tools.contains("modern__erase"));
                assertThat(client.call("modern__erase", "{}").text()).contains("Unknown tool");
                assertThat(become(() -> stranger.asked().size() > 3)).isTrue();
                assertThat(publisher.asked()).allSatisfy(headers -> assertThat(headers.getFirst("X-Key"))
                        .isEqualTo("secret-of-the-publisher"));
                assertThat(stranger.asked())
                        .allSatisfy(headers -> {
                            assertThat(headers.getFirst("X-Home")).isNull();
                            assertThat(headers.getFirst("X-Key")).isIn(null, "another");
                        })
                        .anySatisfy(headers ->
                                assertThat(headers.getFirst("X-Plain")).isEqualTo("yes"))
                        .anySatisfy(
                                headers -> assertThat(headers.getFirst("X-Key")).isEqualTo("another"));
                assertThat(client.call("hub__status", "{}").text())
                        .contains("wants a header 'X-Home' that refers to a value");
            }
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

    private PipeClient start(Publisher publisher, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "XDG_STATE_HOME=" + directory.resolve("state")));
        command.addAll(HubProcess.command());
        command.addAll(List.of("stdio", "--manifest-url", publisher.url()));
        command.addAll(List.of(options));
        return PipeClient.start(command, directory);
    }

    private String check(String url) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", "--manifest-url", url, "--healthcheck"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return said.strip() + "\nexit " + process.waitFor();
    }

    private static List<String> tools(Client client) throws IOException, InterruptedException {
        byte[] request = Messages.request(Era.MODERN, client.freshId(), "tools/list", "");
        String all = Spelled.of(client.exchange(request)).text();
        List<String> names = new ArrayList<>();
        var matcher = java.util.regex.Pattern.compile("\"name\":\"([^\"]+)\"").matcher(all);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String status(Client client) throws IOException, InterruptedException {
        return client.call("hub__status", "{}")
                .at("result", "structuredContent")
                .map(Spelled::text)
                .orElse("");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static <T> void until(Callable<T> look, java.util.function.Predicate<T> so) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        T seen = look.call();
        while (!so.test(seen)) {
            assertThat(System.nanoTime()).as("in time, last seen: " + seen).isLessThan(end);
            Thread.sleep(20);
            seen = look.call();
        }
    }

    private static boolean become(Callable<Boolean> so) throws Exception {
        until(so, is -> is);
        return true;
    }

    /** Calls one tool without a pause until it is closed. */
    private static final class Calling implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger made = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();

        Calling(Client client, String tool, String expected) {
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    while (!over.get()) {
                        try {
                            String answer = client.call(tool, "{}").text();
                            made.incrementAndGet();
                            if (!answer.contains(expected)) {
                                wrong.add(answer);
                            }
                        } catch (IOException | InterruptedException e) {
                            wrong.add(e.toString());
                        }
                    }
                }));
            }
        }

        List<String> wrong() {
            return List.copyOf(wrong);
        }

        int made() {
            return made.get();
        }

        @Override
        public void close() {
            over.set(true);
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
