package dev.nave.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.e2e.scripted.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that fail in the middle of a call, one row each: what the caller gets and after which time, and how long until
 * the server can be used again. Calls of other servers go on all the while, without an error; in the end the hub holds
 * no more than in the beginning.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("it measures")
final class FaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PIPES = List.of("pipe-legacy", "pipe-modern");
    private static final List<String> WEBS = List.of("web-legacy", "web-modern");
    private static final List<String> ALL =
            Stream.concat(PIPES.stream(), WEBS.stream()).toList();

    /** What a caller may get. */
    private static final String DONE = "result: done";

    private static final String AN_ERROR = "error -?\\d+: .+|tool error: .+";
    private static final String NO_TIME = "(error -?\\d+|tool error): .*(?i:within|longer).*";

    /**
     * One row.
     *
     * @param tool what the server does
     * @param outcome what the caller gets, as a pattern
     * @param atMost after which time, generously: these machines are slow
     */
    record Fault(String server, String tool, String outcome, Duration atMost) {
        @Override
        public String toString() {
            return server + ": " + tool;
        }
    }

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> table = new ArrayList<>();
    private HubProcess hub;
    private WebClient client;
    private Bystander bystander;
    private Footprint before;

    static Stream<Fault> faults() {
        return Stream.of(
                        rows(ALL, "slow", DONE, 10),
                        rows(ALL, "slow-with-progress", DONE, 15),
                        rows(ALL, "hang", NO_TIME, 15),
                        rows(ALL, "progress-without-end", NO_TIME, 20),
                        rows(ALL, "junk", DONE, 10),
                        rows(ALL, "flood-of-progress", DONE, 30),
                        rows(ALL, "flood-of-logs", DONE, 30),
                        rows(ALL, "too-large", AN_ERROR, 15),
                        rows(PIPES, "flood-of-stderr", DONE, 30),
                        rows(PIPES, "exit", AN_ERROR, 10),
                        rows(PIPES, "be-killed", AN_ERROR, 10),
                        rows(PIPES, "close-output", AN_ERROR, 10),
                        rows(PIPES, "close-input", AN_ERROR, 15),
                        rows(WEBS, "404", AN_ERROR, 10),
                        rows(WEBS, "401", AN_ERROR, 10),
                        rows(WEBS, "500", AN_ERROR, 10),
                        rows(WEBS, "503", AN_ERROR, 10),
                        rows(WEBS, "html", AN_ERROR, 10),
                        rows(WEBS, "invalid-json", AN_ERROR, 10),
                        rows(WEBS, "empty", AN_ERROR, 10),
                        rows(WEBS, "no-http", AN_ERROR, 10),
                        rows(WEBS, "break-off", AN_ERROR, 10),
                        rows(WEBS, "break-off-in-stream", AN_ERROR, 15),
                        rows(WEBS, "end-of-stream", AN_ERROR, 15),
                        rows(WEBS, "redirect", AN_ERROR, 10))
                .flatMap(Function.identity());
    }

    private static Stream<Fault> rows(List<String> servers, String tool, String outcome, int seconds) {
        return servers.stream().map(server -> new Fault(server, tool, outcome, Duration.ofSeconds(seconds)));
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
        for (Era era : Era.values()) {
            String name = era.name().toLowerCase(Locale.ROOT);
            add(configuration, "web-" + name, opened(new WebServer(FaultyServer.web(era))));
            add(configuration, "pipe-" + name, opened(new PipeServer(FaultyServer.pipe(era))));
            add(configuration, "healthy-web-" + name, opened(new WebServer(FaultyServer.web(era))));
            add(configuration, "healthy-pipe-" + name, opened(new PipeServer(FaultyServer.pipe(era))));
        }
        for (String server : ALL) {
            configuration
                    .serverWait(server, "call", "2s")
                    .serverWait(server, "maximum", "4s")
                    .wait("restart", "100ms");
        }
        configuration.bound("line", 1 << 20).bound("result", 1 << 20).wait("idle", "1h");
        hub = opened(HubProcess.start(directory, configuration));
        client = WebClient.open(hub.url(), Era.MODERN);
        for (String server : ALL) {
            assertThat(outcome(client.call(server + "__echo", "{}"))).isEqualTo("result: echo");
            assertThat(outcome(client.call("healthy-" + server + "__echo", "{}")))
                    .isEqualTo("result: echo");
        }
        bystander = new Bystander(
                client,
                ALL.stream().map(server -> "healthy-" + server + "__echo").toList());
        before = Footprint.of(hub.handle());
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultIsToldToItsCallerAndToNobodyElse(Fault fault) throws Exception {
        long start = System.nanoTime();
        String outcome = outcome(Spelled.of(client.exchange(
                Messages.watchedCall(Era.MODERN, client.freshId(), fault.server() + "__" + fault.tool()))));
        long millis = (System.nanoTime() - start) / 1_000_000;
        String last = "";
        for (long end = start + PATIENCE.toNanos() * 2; System.nanoTime() < end; ) {
            last = outcome(client.call(fault.server() + "__echo", "{}"));
            if (last.equals("result: echo")) {
                break;
            }
        }
        long recovered = (System.nanoTime() - start) / 1_000_000 - millis;
        table.add("%-12s %-22s | %-150s | %6d | %6d"
                .formatted(fault.server(), fault.tool(), shortened(outcome), millis, recovered));
        assertThat(outcome).matches(fault.outcome());
        assertThat(millis).as("milliseconds").isLessThan(fault.atMost().toMillis());
        assertThat(last).as("a call after it").isEqualTo("result: echo");
        assertThat(bystander.errors()).isEmpty();
    }

    @Order(2)
    @Test
    void inTheEndTheHubHoldsNoMoreThanInTheBeginning() throws Exception {
        bystander.end();
        Processes.become(() -> now().isWithin(5, before), PATIENCE);
        Footprint after = now();
        System.out.printf("%-35s | %-150s | %6s | %6s%n", "server and fault", "what the caller gets", "ms", "usable");
        table.forEach(System.out::println);
        System.out.println("meanwhile: " + bystander);
        System.out.println("the hub before: " + before + "; after: " + after);
        assertThat(bystander.errors()).isEmpty();
        assertThat(after.isWithin(30, before))
                .as("%s, before %s", after, before)
                .isTrue();
    }

    private Footprint now() {
        return Footprint.of(hub.handle());
    }

    /** A response as a line of text. */
    private static String outcome(Spelled response) {
        if (response.at("error").isPresent()) {
            return "error " + response.at("error", "code").orElseThrow().text() + ": "
                    + response.at("error", "message").orElseThrow().text();
        }
        String content = response.at("result", "content").map(Spelled::text).orElse("no content");
        String text = content.replaceFirst(".*\"text\":\"", "").replaceFirst("\"}].*", "");
        boolean failed = response.at("result", "isError")
                .filter(flag -> flag.text().equals("true"))
                .isPresent();
        return (failed ? "tool error: " : "result: ") + text;
    }

    private static String shortened(String outcome) {
        return outcome.length() <= 150 ? outcome : outcome.substring(0, 149) + "…";
    }

    private static void add(HubProcess.Configuration configuration, String alias, WebServer server) {
        configuration.http(alias, server.url());
    }

    private static void add(HubProcess.Configuration configuration, String alias, PipeServer server) {
        configuration.stdio(alias, server.command());
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }
}
