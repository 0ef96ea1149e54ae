package dev.nave.hub.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Deadline;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Trust;
import dev.nave.hub.configuration.ToolRule;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class UpstreamTest {
    private static final Request READ = new Request("resources/read", Json.parse("{\"uri\":\"file:///a\"}"));
    private static final Request CALL = new Request("tools/call", Json.parse("{\"name\":\"deploy\"}"));

    private final FakeServer server = new FakeServer("files");
    private final List<State> states = new CopyOnWriteArrayList<>();

    @Test
    void aCallWaitsForAServerThatStarts() throws Exception {
        server.open = new CountDownLatch(1);
        try (Upstream upstream = started(settings())) {
            FutureTask<Reply> call = new FutureTask<>(() -> upstream.serve(READ, TestExchange.of("alice")));
            Thread.ofVirtual().start(call);
            Eventually.await("the connecting", () -> server.connected.get() == 1);
            server.open.countDown();
            assertThat(call.get()).isInstanceOf(Reply.Complete.class);
        }
    }

    @Test
    void aCallThatIsCancelledWaitsNoLonger() throws Exception {
        server.open = new CountDownLatch(1);
        try (Upstream upstream = started(settings())) {
            TestExchange exchange = TestExchange.of("alice");
            FutureTask<Reply> call = new FutureTask<>(() -> upstream.serve(READ, exchange));
            Thread.ofVirtual().start(call);
            exchange.cancellation().cancel("enough");
            assertThat(call.get()).isInstanceOf(Reply.Failed.class);
        }
    }

    @Test
    void aServerThatFailedForGoodIsNamedWithItsReasonAndWhatToDo() {
        server.refusal = new ConnectFailure("no such program: fake", false);
        try (Upstream upstream = started(settings())) {
            upstream.awaitSettled(Deadline.in(Duration.ofSeconds(30), Time.SYSTEM));
            assertThat(text(upstream.serve(READ, TestExchange.of("alice"))))
                    .contains("'files'", "no such program: fake.", "nave check");
            assertThat(server.connected).hasValue(1);
        }
    }

    @Test
    void aServerThatIsTriedAgainLaterThanAnybodyWaitsFailsAtOnce() {
        server.refusal = new ConnectFailure("refused", true);
        Waits waits = settings()
                .waits()
                .with(Wait.RESTART, Duration.ofHours(1))
                .with(Wait.RESTART_MAXIMUM, Duration.ofHours(1));
        try (Upstream upstream = started(with(waits))) {
            Eventually.await("the failure", () -> upstream.state() instanceof State.BackingOff);
            assertThat(text(upstream.serve(READ, TestExchange.of("alice"))))
                    .contains("failed once", "refused", "again in");
        }
    }

    @Test
    void aServerThatFailsIsTriedUntilItIsThere() {
        server.refusal = new ConnectFailure("refused", true);
        try (Upstream upstream = started(settings())) {
            Eventually.await("several tries", () -> server.connected.get() >= 3);
            server.refusal = null;
            Eventually.await("the server", () -> upstream.state() instanceof State.Ready);
            assertThat(states).hasAtLeastOneElementOfType(State.BackingOff.class);
        }
    }

    @Test
    void aLostServerIsConnectedAgainAndWhatIsSafeIsRepeatedOnce() {
        AtomicInteger tries = new AtomicInteger();
        server.answers = (request, exchange) -> tries.incrementAndGet() == 1 ? die() : done();
        try (Upstream upstream = started(settings())) {
            assertThat(upstream.serve(READ, TestExchange.of("alice"))).isEqualTo(done());
            assertThat(server.connected).hasValue(2);
            assertThat(tries).hasValue(2);
        }
    }

    @Test
    void aSecondLossIsNotRepeated() {
        server.answers = (request, exchange) -> die();
        try (Upstream upstream = started(settings())) {
            assertThat(upstream.serve(READ, TestExchange.of("alice"))).isInstanceOf(Reply.Failed.class);
            assertThat(server.calls).hasSize(2);
        }
    }

    @Test
    void aToolThatMayHaveRunIsNotRepeatedAndItsOutcomeIsCalledUnknown() {
        server.answers = (request, exchange) -> die();
        try (Upstream upstream = started(settings())) {
            assertThat(text(upstream.serve(CALL, TestExchange.of("alice")))).contains("'files'", "not known", "killed");
            assertThat(server.calls).hasSize(1);
        }
    }

    @Test
    void aToolThatSurelyNeverRanIsRepeated() {
        AtomicInteger tries = new AtomicInteger();
        server.answers = (request, exchange) ->
                tries.incrementAndGet() == 1 ? Reply.lost(Reply.Ran.SURELY_NOT, "session is gone") : done();
        try (Upstream upstream = started(settings())) {
            assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isEqualTo(done());
        }
    }

    @Test
    void aToolTheOperatorVouchesForIsRepeated() {
        AtomicInteger tries = new AtomicInteger();
        server.answers = (request, exchange) -> tries.incrementAndGet() == 1 ? die() : done();
        try (Upstream upstream = started(trusting(Trust.IDEMPOTENT))) {
            assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isEqualTo(done());
        }
    }

    @Test
    void whatAToolSaysOfItselfCountsOnlyWhenTheOperatorBelievesIt() {
        AtomicInteger tries = new AtomicInteger();
        server.answers = (request, exchange) -> tries.incrementAndGet() == 1 ? die() : done();
        try (Upstream upstream = started(trusting(Trust.ANNOTATIONS))) {
            assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isEqualTo(done());
        }
        tries.set(0);
        try (Upstream upstream = started(settings())) {
            assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isInstanceOf(Reply.Failed.class);
        }
    }

    @Test
    void anAnswerThatIsAFailureIsAnAnswer() {
        server.answers = (request, exchange) -> Reply.failed(-32603, "cannot");
        try (Upstream upstream = started(settings())) {
            assertThat(upstream.serve(READ, TestExchange.of("alice"))).isEqualTo(Reply.failed(-32603, "cannot"));
            assertThat(server.calls).hasSize(1);
        }
    }

    @Test
    void closingEndsTheConnectingToo() {
        server.open = new CountDownLatch(1);
        Upstream upstream = started(settings());
        Eventually.await("the connecting", () -> server.connected.get() == 1);
        upstream.close();
        assertThat(upstream.state()).isInstanceOf(State.Stopped.class);
        assertThat(text(upstream.serve(READ, TestExchange.of("alice")))).contains("stopping");
    }

    private Reply die() {
        server.die("killed");
        return Reply.lost(Reply.Ran.PERHAPS, "killed");
    }

    private static Reply done() {
        return new Reply.Complete(Json.EMPTY_OBJECT);
    }

    private static String text(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return ((Reply.Failed) reply).failure().message();
    }

    private ServerSettings settings() {
        Waits waits = Waits.defaults()
                .with(Wait.RESTART, Duration.ofMillis(1))
                .with(Wait.RESTART_MAXIMUM, Duration.ofMillis(5));
        return with(waits);
    }

    private ServerSettings with(Waits waits) {
        ServerSettings all = server.settings();
        return new ServerSettings(
                all.name(), all.target(), true, false, all.names(), all.interactive(), all.tools(), waits, all.era());
    }

    private ServerSettings trusting(Trust trust) {
        ServerSettings all = settings();
        return new ServerSettings(
                all.name(),
                all.target(),
                true,
                false,
                all.names(),
                all.interactive(),
                List.of(new ToolRule("dep*", Set.of(), Optional.of(trust))),
                all.waits(),
                all.era());
    }

    private Upstream started(ServerSettings settings) {
        Json idempotent = Json.parse("{\"name\":\"deploy\",\"annotations\":{\"idempotentHint\":true}}");
        Upstream upstream = new Upstream(
                settings,
                Optional.empty(),
                false,
                FakeServer.connector(List.of(server)),
                new Ear(),
                name -> Optional.of(idempotent),
                Time.SYSTEM,
                new Random(1));
        upstream.start();
        return upstream;
    }

    private final class Ear implements Upstream.Listener {
        @Override
        public void stateChanged(State state) {
            states.add(state);
        }

        @Override
        public void connected(Connection connection, Upstream.Lists lists) {
            lists.listed();
        }

        @Override
        public void listChanged(ListKind kind) {}

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {}

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {}
    }
}
