package dev.nave.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.PipeServer;
import dev.nave.e2e.scripted.Post;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.e2e.scripted.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that leave in the middle of a call. For a modern one that cancels it, and its server is told; a legacy one may
 * come back for what it missed (2025-11-25, basic/transports, "Resumability and Redelivery").
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientGoneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMES = 10;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, Script> scripts = new TreeMap<>();
    private final BlockingQueue<Long> toldAt = new LinkedBlockingQueue<>();
    private final Semaphore goOn = new Semaphore(0);
    private HubProcess hub;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
        for (Era era : Era.values()) {
            String web = "web-" + era.name().toLowerCase(Locale.ROOT);
            String pipe = "pipe-" + era.name().toLowerCase(Locale.ROOT);
            scripts.put(web, script(era));
            scripts.put(pipe, script(era));
            configuration.http(web, opened(new WebServer(scripts.get(web))).url());
            configuration.stdio(pipe, opened(new PipeServer(scripts.get(pipe))).command());
        }
        hub = opened(HubProcess.start(directory, configuration));
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /** Half of the times, since some are the machine's. */
    @ParameterizedTest
    @ValueSource(strings = {"web-modern", "web-legacy", "pipe-modern", "pipe-legacy"})
    void aServerIsToldThatAModernClientHasGone(String server) throws Exception {
        List<Long> millis = new ArrayList<>();
        WebClient client = WebClient.open(hub.url(), Era.MODERN);
        for (int i = 0; i < TIMES; i++) {
            int calls = calls(server, "watch").size();
            Post post = client.send(Messages.call(Era.MODERN, client.freshId(), server + "__watch", "{}"));
            awaitCalls(server, calls + 1);
            long gone = System.nanoTime();
            post.close();
            Long told = toldAt.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(told).as("the server is told").isNotNull();
            millis.add((told - gone) / 1_000_000);
        }
        millis.sort(null);
        System.out.printf("%s is told that a client has gone after %s ms%n", server, millis);
        assertThat(millis.get(TIMES / 2)).isLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-modern", "web-legacy", "pipe-modern", "pipe-legacy"})
    void aLegacyClientComesBackForWhatItMissed(String server) throws Exception {
        Script script = script(server);
        WebClient client = WebClient.open(hub.url(), Era.LEGACY);
        byte[] request = Messages.watchedCall(Era.LEGACY, client.freshId(), server + "__finish");
        int calls = calls(server, "finish").size();
        int cancelled = script.received(message -> message.method().equals("notifications/cancelled"))
                .size();
        String last;
        try (Post post = client.send(request)) {
            assertThat(post.message()).as("progress").isPresent();
            last = post.lastEventId();
            assertThat(last).as("an event's id").isNotEmpty();
        }
        goOn.release();
        try (Post resumed = client.resume(last)) {
            assertThat(resumed.status()).isEqualTo(200);
            assertThat(Spelled.of(resumed.response()).text()).contains("\"text\":\"finished\"");
        }
        assertThat(calls(server, "finish")).hasSize(calls + 1);
        assertThat(script.received(message -> message.method().equals("notifications/cancelled")))
                .hasSize(cancelled);
        client.close();
    }

    @Test
    void aClientThatEndsItsSessionGivesUpItsCall() throws Exception {
        WebClient client = WebClient.open(hub.url(), Era.LEGACY);
        int calls = calls("pipe-legacy", "watch").size();
        Post post = client.send(Messages.call(Era.LEGACY, client.freshId(), "pipe-legacy__watch", "{}"));
        awaitCalls("pipe-legacy", calls + 1);
        client.close();
        assertThat(toldAt.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("the server is told")
                .isNotNull();
        post.close();
    }

    private void awaitCalls(String server, int count) throws InterruptedException {
        script(server).await(message -> calls(server, "watch").size() >= count, PATIENCE);
    }

    private List<Received> calls(String server, String tool) {
        return script(server).received(call -> call.tool().equals(tool));
    }

    private Script script(String server) {
        return Objects.requireNonNull(scripts.get(server));
    }

    private Script script(Era era) {
        return new Script(era)
                .tool("watch", call -> {
                    call.awaitGone(PATIENCE);
                    toldAt.add(System.nanoTime());
                })
                .tool("finish", call -> {
                    Spelled token = call.message()
                            .at("params", "_meta", "progressToken")
                            .orElseThrow();
                    call.tell("notifications/progress", "{\"progressToken\":" + token.text() + ",\"progress\":1}");
                    goOn.acquire();
                    call.result(Script.text("finished"));
                });
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }
}
