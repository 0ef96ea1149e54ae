package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was read once is not read again while its server allows (2026-07-28, server/utilities/caching). */
class HubReadsTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final FakeServer files = new FakeServer("files").has(ListKind.RESOURCES, "file:///a");

    @Test
    void aResourceIsReadAgainOnlyWhenItsTimeIsOver() {
        answering("60000", "private");
        try (TestHub hub = hub()) {
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
            Json again = read(hub, "alice");
            assertThat(text(again)).isEqualTo("1");
            assertThat(again.member("ttlMs").orElseThrow().asLong().orElseThrow())
                    .isBetween(1L, 60_000L);
            assertThat(again.string("cacheScope")).contains("private");
        }
    }

    @Test
    void whatIsKeptIsOnlyForWhomItWasRead() {
        answering("60000", "public");
        try (TestHub hub = hub()) {
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
            assertThat(text(read(hub, "bob"))).isEqualTo("2");
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
        }
    }

    @Test
    void whatMayNotBeKeptIsReadEachTime() {
        answering("0", "private");
        try (TestHub hub = hub()) {
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
            assertThat(text(read(hub, "alice"))).isEqualTo("2");
            assertThat(text(read(hub, "alice"))).isEqualTo("3");
        }
    }

    @Test
    void aLegacyServersReadsAreNotKept() {
        files.revision = Revision.V2025_11_25;
        answering("60000", "private");
        try (TestHub hub = hub()) {
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
            assertThat(text(read(hub, "alice"))).isEqualTo("2");
        }
    }

    @Test
    void aChangeOfTheResourceOrOfTheListOrAnotherConnectionEndsWhatIsKept() {
        answering("60000", "private");
        try (TestHub hub = hub()) {
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
            files.update("file:///other");
            assertThat(text(read(hub, "alice"))).isEqualTo("1");
            files.update("file:///a");
            assertThat(text(read(hub, "alice"))).isEqualTo("2");
            files.change(ListKind.TOOLS);
            assertThat(text(read(hub, "alice"))).isEqualTo("2");
            files.change(ListKind.RESOURCES);
            assertThat(text(read(hub, "alice"))).isEqualTo("3");
            files.die("it crashed");
            Eventually.await("another connection", () -> files.connected.get() == 2);
            Eventually.await("another reading", () -> text(read(hub, "alice")).equals("4"));
        }
    }

    @Test
    void whatChangedWhileItWasReadIsNotKept() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        files.answers = (request, exchange) -> {
            reading.countDown();
            await(go);
            return result("60000", "private");
        };
        try (TestHub hub = hub()) {
            CompletableFuture<Json> first = CompletableFuture.supplyAsync(() -> read(hub, "alice"));
            await(reading);
            files.update("file:///a");
            go.countDown();
            assertThat(text(first.get(30, TimeUnit.SECONDS))).isEqualTo("1");
            assertThat(text(read(hub, "alice"))).isEqualTo("2");
        }
    }

    @Test
    void whatManyWantAtOnceIsReadOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(1);
        files.answers = (request, exchange) -> {
            reading.countDown();
            await(go);
            return result("60000", "private");
        };
        try (TestHub hub = hub()) {
            List<CompletableFuture<String>> all = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                CompletableFuture<String> text = new CompletableFuture<>();
                all.add(text);
                threads.add(Thread.ofVirtual().start(() -> text.complete(text(read(hub, "alice")))));
            }
            await(reading);
            Eventually.await("all to wait", () -> threads.stream()
                    .allMatch(thread -> thread.getState() == Thread.State.WAITING
                            || thread.getState() == Thread.State.TIMED_WAITING));
            go.countDown();
            for (CompletableFuture<String> each : all) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo("1");
            }
        }
    }

    @Test
    void whoeverWaitsForAReaderThatIsCancelledReadsForItself() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        TestExchange leaving = TestExchange.of("alice");
        files.answers = (request, exchange) -> {
            if (exchange.cancellation() == leaving.cancellation()) {
                CountDownLatch cancelled = new CountDownLatch(1);
                exchange.cancellation().onCancel(cancelled::countDown);
                reading.countDown();
                await(cancelled);
                return Reply.failed(-32603, "cancelled");
            }
            return result("60000", "private");
        };
        try (TestHub hub = hub()) {
            Request request = new Request("resources/read", Json.parse("{\"uri\":\"file:///a\"}"));
            CompletableFuture<Reply> first =
                    CompletableFuture.supplyAsync(() -> hub.hub().serve(request, leaving));
            await(reading);
            CompletableFuture<Json> second = CompletableFuture.supplyAsync(() -> read(hub, "alice"));
            leaving.cancellation().cancel("enough");
            assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
            assertThat(text(second.get(30, TimeUnit.SECONDS))).isEqualTo("1");
        }
    }

    @Test
    void aRoundIsNotKeptAndNeitherIsWhatCameOfIt() {
        files.answers = (request, exchange) -> request.retry() == null
                ? new Reply.InputRequired(
                        Json.parse("{\"k\":{\"method\":\"roots/list\"}}"), Json.of("s"), Json.EMPTY_OBJECT)
                : result("60000", "private");
        try (TestHub hub = hub()) {
            for (int i = 1; i <= 2; i++) {
                Reply.InputRequired round = (Reply.InputRequired) serve(hub, null);
                Reply end = serve(hub, new Request.Retry(Json.parse("{\"k\":{\"roots\":[]}}"), round.state()));
                assertThat(text(((Reply.Complete) end).result())).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void errorsAreNotKept() {
        files.answers = (request, exchange) ->
                reads.incrementAndGet() == 1 ? Reply.failed(-32603, "not now") : result("60000", "private");
        try (TestHub hub = hub()) {
            assertThat(serve(hub, null)).isInstanceOf(Reply.Failed.class);
            assertThat(read(hub, "alice")).isNotNull();
        }
    }

    @Test
    void whatIsKeptIsBoundedInNumberAndBytes() {
        Reads few = new Reads(2, 100_000, Time.SYSTEM);
        for (String uri : List.of("a", "b", "c")) {
            keep(few, uri, 10);
        }
        assertThat(few.entries()).isEqualTo(2);
        assertThat(few.find(key("a"))).isInstanceOf(Reads.Found.Missing.class);
        assertThat(few.find(key("c"))).isInstanceOf(Reads.Found.Fresh.class);

        Reads small = new Reads(1_000, 10_000, Time.SYSTEM);
        for (int i = 0; i < 50; i++) {
            keep(small, "u" + i, 1_000);
        }
        assertThat(small.bytes()).isBetween(5_000L, 10_000L);
        keep(small, "large", 5_000);
        assertThat(small.find(key("large"))).isInstanceOf(Reads.Found.Fleeting.class);
        small.outdate("files");
        assertThat(small.bytes()).isZero();
    }

    @Test
    void itsAgeCountsFromWhenItWasAskedFor() {
        long[] now = {0};
        Reads some = new Reads(10, 10_000, new Time() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanos() {
                return now[0];
            }
        });
        Reads.Found.Missing missing = (Reads.Found.Missing) some.find(key("a"));
        now[0] = Duration.ofMillis(300).toNanos();
        some.land(missing.reading(), Json.parse("{\"contents\":[],\"ttlMs\":1000}"));
        now[0] = Duration.ofMillis(400).toNanos();
        assertThat(((Reads.Found.Fresh) some.find(key("a"))).result().raw()).contains("\"ttlMs\":600");
        now[0] = Duration.ofSeconds(1).toNanos();
        assertThat(some.find(key("a"))).isInstanceOf(Reads.Found.Missing.class);
    }

    private static void keep(Reads reads, String uri, int size) {
        Reads.Found.Missing missing = (Reads.Found.Missing) reads.find(key(uri));
        reads.land(
                missing.reading(),
                Json.object().put("ttlMs", 60_000).put("text", "x".repeat(size)).build());
    }

    private static Reads.Key key(String uri) {
        return new Reads.Key("files", "alice", uri, "");
    }

    private void answering(String ttl, String scope) {
        files.answers = (request, exchange) -> result(ttl, scope);
    }

    private Reply result(String ttl, String scope) {
        return new Reply.Complete(Json.parse("{\"contents\":[{\"uri\":\"file:///a\",\"text\":\""
                + reads.incrementAndGet() + "\"}],\"ttlMs\":" + ttl + ",\"cacheScope\":\"" + scope + "\"}"));
    }

    private TestHub hub() {
        TestHub hub = TestHub.started(TestHub.named(NameStyle.PLAIN), files);
        hub.hub().awaitListed(Duration.ofSeconds(30)); // What comes with a connection has come.
        return hub;
    }

    private static Json read(TestHub hub, String principal) {
        Reply reply = hub.hub()
                .serve(
                        new Request("resources/read", Json.parse("{\"uri\":\"file:///a\"}")),
                        TestExchange.of(principal));
        assertThat(reply).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) reply).result();
    }

    private static Reply serve(TestHub hub, Request.@Nullable Retry retry) {
        return hub.hub()
                .serve(
                        new Request("resources/read", Json.parse("{\"uri\":\"file:///a\"}"), retry),
                        TestExchange.of("alice"));
    }

    private static String text(Json result) {
        return result.member("contents")
                .orElseThrow()
                .elements()
                .getFirst()
                .string("text")
                .orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
