package dev.nave.hub.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Eventually;
import dev.nave.hub.Exchange;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Health;
import dev.nave.hub.configuration.Isolation;
import dev.nave.hub.configuration.Lifecycle;
import dev.nave.hub.configuration.Restart;
import dev.nave.hub.configuration.Restart.Policy;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a server's life goes on: what it is started for, watched by, stopped for, and when it is left alone. */
final class LifeTest {
    private static final Request CALL = new Request("tools/call", Json.parse("{\"name\":\"deploy\"}"));
    private static final Restart HOPEFUL = new Restart(Policy.ALWAYS, 1_000_000, Duration.ofHours(1));
    private static final Opening KNOWN =
            new Opening(Revision.NEWEST, Json.EMPTY_OBJECT, Json.parse("{\"tools\":{}}"), Optional.empty());

    private final FakeServer server = new FakeServer("files");
    private final List<State> states = new CopyOnWriteArrayList<>();
    private volatile boolean lists = true;
    private volatile boolean watched;
    private volatile Upstream.Lists told = new NoLists();
    private Optional<Opening> known = Optional.empty();
    private Waits waits =
            Waits.defaults().with(Wait.RESTART, Duration.ofMillis(1)).with(Wait.RESTART_MAXIMUM, Duration.ofHours(1));
    private Upstream upstream = started(Lifecycle.defaults());

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aServerIsReadyOnceItWasListedAndTakesCallsBefore() {
        lists = false;
        begin(life(HOPEFUL));
        Eventually.await("the connection", () -> upstream.connection().isPresent());
        assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
        assertThat(upstream.state()).isInstanceOf(State.Starting.class);
        told.listed();
        assertThat(upstream.state()).isInstanceOf(State.Ready.class);
    }

    @Test
    void aServerThatDoesNotListIsDegradedUntilItDoes() {
        lists = false;
        begin(life(HOPEFUL));
        Eventually.await("the connection", () -> upstream.connection().isPresent());
        told.unlisted("it does not list its tools: no");
        assertThat(upstream.state())
                .isInstanceOfSatisfying(State.Degraded.class, degraded -> assertThat(degraded.reason())
                        .contains("tools"));
        assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
        told.listed();
        assertThat(upstream.state()).isInstanceOf(State.Ready.class);
    }

    @Test
    void aProcessThatFailsTooOftenIsLeftAloneAndSaysSo() {
        server.refusal = new ConnectFailure("it exited with code 3", true);
        begin(life(new Restart(Policy.ALWAYS, 4, Duration.ofMinutes(10))));
        Eventually.await("the giving up", () -> upstream.state() instanceof State.Failed);
        assertThat(server.connected).hasValue(4);
        assertThat(upstream.state()).isInstanceOfSatisfying(State.Failed.class, failed -> {
            assertThat(failed.reason()).contains("4 times in a row", "code 3");
            assertThat(failed.next()).isPresent();
        });
        assertThat(text(upstream.serve(CALL, TestExchange.of("alice"))))
                .contains("4 times in a row", "code 3", "again in", "nave restart files");
    }

    @Test
    void aProcessThatWasLeftAloneIsTriedOnceMore() {
        server.refusal = new ConnectFailure("it exited with code 3", true);
        begin(life(new Restart(Policy.ALWAYS, 2, Duration.ofMillis(20))));
        Eventually.await("the giving up", () -> states.stream().anyMatch(State.Failed.class::isInstance));
        server.refusal = null;
        Eventually.await("the server", () -> upstream.state() instanceof State.Ready);
    }

    @Test
    void aRestartByHandForgetsTheFailures() {
        server.refusal = new ConnectFailure("it exited with code 3", true);
        begin(life(new Restart(Policy.ALWAYS, 3, Duration.ofHours(1))));
        Eventually.await("the giving up", () -> upstream.state() instanceof State.Failed);
        upstream.restart();
        Eventually.await("three further tries", () -> server.connected.get() == 6);
        Eventually.await("the giving up again", () -> upstream.state() instanceof State.Failed);
        server.refusal = null;
        upstream.restart();
        Eventually.await("the server", () -> upstream.state() instanceof State.Ready);
    }

    @Test
    void aRemoteServerThatIsAwayIsLookedForWithoutEnd() {
        server.refusal = new ConnectFailure("refused", true);
        waits = waits.with(Wait.RESTART_MAXIMUM, Duration.ofMillis(2));
        upstream.close();
        ServerSettings remote = ServerSettings.of("files", Target.Remote.at(URI.create("http://127.0.0.1:1/mcp")))
                .withWaits(waits)
                .withLife(life(new Restart(Policy.ALWAYS, 2, Duration.ofHours(1))));
        upstream = upstream(remote);
        upstream.start();
        Eventually.await("many tries", () -> server.connected.get() > 10);
        assertThat(states).noneMatch(State.Failed.class::isInstance);
    }

    @Test
    void whatOnlyTheConfigurationMendsCanBeTriedAgainByHand() {
        server.refusal = new ConnectFailure("no such program: fake", false);
        begin(life(HOPEFUL));
        Eventually.await("the failure", () -> upstream.state() instanceof State.Failed);
        server.refusal = null;
        upstream.restart();
        Eventually.await("the server", () -> upstream.state() instanceof State.Ready);
    }

    @Test
    void aProcessThatEndsInOrderIsStartedAgainOnlyIfItsPolicyIsAlways() {
        begin(life(HOPEFUL));
        ready();
        server.end("it exited with code 0");
        Eventually.await("another start", () -> server.connected.get() == 2);
        begin(life(new Restart(Policy.ON_FAILURE, 10, Duration.ofHours(1))));
        ready();
        server.end("it exited with code 0");
        Eventually.await("the end", () -> upstream.state() instanceof State.Stopped);
        assertThat(text(upstream.serve(CALL, TestExchange.of("alice")))).contains("code 0", "nave restart files");
        upstream.restart();
        ready();
        server.die("it exited with code 1");
        Eventually.await("another start", () -> server.connected.get() == 5);
    }

    @Test
    void aServerThatIsNeverStartedAgainFailsWithItsReason() {
        begin(life(new Restart(Policy.NEVER, 10, Duration.ofHours(1))));
        ready();
        server.die("it exited with code 1");
        Eventually.await("the failure", () -> upstream.state() instanceof State.Failed);
        assertThat(upstream.state().why()).contains("it exited with code 1");
        assertThat(server.connected).hasValue(1);
    }

    @Test
    void aRestartByHandLetsCallsInFlightEndAndOthersWait() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        server.answers = (request, exchange) -> {
            await(answer);
            return new Reply.Complete(Json.EMPTY_OBJECT);
        };
        begin(life(HOPEFUL));
        ready();
        FutureTask<Reply> first = call();
        Eventually.await("the call", () -> server.calls.size() == 1);
        upstream.restart();
        Eventually.await("the stopping", () -> upstream.state() instanceof State.Stopping);
        FutureTask<Reply> second = call();
        assertThat(server.closed).hasValue(0);
        answer.countDown();
        assertThat(first.get()).isInstanceOf(Reply.Complete.class);
        assertThat(second.get()).isInstanceOf(Reply.Complete.class);
        assertThat(server.connected).hasValue(2);
    }

    @Test
    void aServerWhoseProbesFailIsDegradedThenStartedAgain() {
        begin(life(HOPEFUL, new Health(Health.Probe.PROTOCOL, MILLI, MILLI, 3, List.of())));
        ready();
        Eventually.await("a probe", () -> server.probed.get() > 2);
        assertThat(upstream.state()).isInstanceOf(State.Ready.class);
        server.probe = Optional.of("it does not answer when it is probed");
        Eventually.await("the restart", () -> server.connected.get() == 2);
        assertThat(states).anyMatch(State.Degraded.class::isInstance);
        assertThat(states)
                .filteredOn(State.BackingOff.class::isInstance)
                .first()
                .satisfies(state -> assertThat(state.why().orElseThrow()).contains("3 times in a row", "probed"));
    }

    @Test
    void aServerThatIsWellAgainIsReadyAgain() {
        begin(life(HOPEFUL, new Health(Health.Probe.PROTOCOL, MILLI, MILLI, 1_000_000, List.of())));
        ready();
        server.probe = Optional.of("it does not answer when it is probed");
        Eventually.await("the trouble", () -> upstream.state() instanceof State.Degraded);
        server.probe = Optional.empty();
        ready();
        assertThat(server.connected).hasValue(1);
    }

    @Test
    void aServerThatAnswersCallsIsNotEndedForFailingProbes() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        server.answers = (request, exchange) -> {
            await(answer);
            return new Reply.Complete(Json.EMPTY_OBJECT);
        };
        begin(life(HOPEFUL, new Health(Health.Probe.PROTOCOL, MILLI, MILLI, 2, List.of())));
        ready();
        FutureTask<Reply> call = call();
        Eventually.await("the call", () -> server.calls.size() == 1);
        server.probe = Optional.of("it is busy");
        int probed = server.probed.get();
        Eventually.await("many probes", () -> server.probed.get() > probed + 20);
        assertThat(upstream.state()).isInstanceOf(State.Degraded.class);
        server.probe = Optional.empty();
        answer.countDown();
        assertThat(call.get()).isInstanceOf(Reply.Complete.class);
        assertThat(server.connected).hasValue(1);
    }

    /** Callers who give up and call again are no sign of life. */
    @Test
    void aServerThatHangsIsStartedAnewHoweverOftenItIsCalled() {
        hangs(exchange -> Reply.lost(Reply.Ran.UNANSWERED, "nothing came"));
    }

    @Test
    void aServerThatHangsIsStartedAnewHoweverOftenItsCallsAreCancelled() {
        hangs(exchange -> {
            exchange.cancellation().cancel("the client is gone");
            return Reply.failed(-32603, "The call was cancelled");
        });
    }

    private void hangs(Function<Exchange, Reply> end) {
        waits = waits.with(Wait.CALL, MILLI);
        server.answers = (request, exchange) -> {
            LockSupport.parkNanos(MILLI.toNanos());
            return end.apply(exchange);
        };
        begin(life(HOPEFUL, new Health(Health.Probe.PROTOCOL, MILLI, MILLI, 3, List.of())));
        ready();
        server.probe = Optional.of("it does not answer when it is probed");
        Eventually.await("the restart", () -> {
            upstream.serve(CALL, TestExchange.of("alice"));
            return server.connected.get() > 1;
        });
    }

    @Test
    void byDefaultAServerIsAskedOnlyWhenCallsGoUnanswered() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        server.answers = (request, exchange) -> {
            await(answer);
            return new Reply.Complete(Json.EMPTY_OBJECT);
        };
        begin(life(HOPEFUL, new Health(Health.Probe.AUTO, MILLI, MILLI, 3, List.of())));
        ready();
        assertThat(server.probed).hasValue(0);
        FutureTask<Reply> call = call();
        Eventually.await("a probe", () -> server.probed.get() > 0);
        answer.countDown();
        assertThat(call.get()).isInstanceOf(Reply.Complete.class);
    }

    @Test
    void aServerNobodyCallsIsStoppedAndTheNextCallStartsIt() {
        begin(new Lifecycle(false, Optional.of(MILLI), HOPEFUL, Health.defaults(), Isolation.defaults()));
        Eventually.await("the idleness", () -> upstream.state() instanceof State.Idle);
        assertThat(server.closed).hasValue(1);
        assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
        assertThat(server.connected.get()).isGreaterThan(1);
        Eventually.await("the idleness again", () -> upstream.state() instanceof State.Idle);
    }

    @Test
    void whatIsWatchedIsNotStopped() {
        watched = true;
        begin(new Lifecycle(false, Optional.of(MILLI), HOPEFUL, Health.defaults(), Isolation.defaults()));
        ready();
        assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
        assertThat(states).noneMatch(State.Idle.class::isInstance);
        watched = false;
        Eventually.await("the idleness", () -> upstream.state() instanceof State.Idle);
    }

    @Test
    void callsAndIdleStopsThatMeetLoseNothing() throws Exception {
        begin(new Lifecycle(false, Optional.of(MILLI), HOPEFUL, Health.defaults(), Isolation.defaults()));
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            FutureTask<Reply> call = call();
            assertThat(call.get()).as("call " + round).isInstanceOf(Reply.Complete.class);
            if (random.nextBoolean()) {
                Eventually.await("the idleness", () -> upstream.state() instanceof State.Idle);
            }
        }
    }

    @Test
    void aLazyServerThatIsKnownWaitsForItsFirstCall() {
        known = Optional.of(KNOWN);
        begin(new Lifecycle(true, Optional.empty(), HOPEFUL, Health.defaults(), Isolation.defaults()));
        Eventually.await("the idleness", () -> upstream.state() instanceof State.Idle);
        assertThat(upstream.opening()).contains(KNOWN);
        assertThat(server.connected).hasValue(0);
        assertThat(upstream.serve(CALL, TestExchange.of("alice"))).isInstanceOf(Reply.Complete.class);
        assertThat(server.connected).hasValue(1);
    }

    @Test
    void aLazyServerThatNobodyKnowsIsStartedToLearnItsLists() {
        begin(new Lifecycle(true, Optional.empty(), HOPEFUL, Health.defaults(), Isolation.defaults()));
        ready();
    }

    private static final Duration MILLI = Duration.ofMillis(1);

    private static Lifecycle life(Restart restart) {
        return life(restart, Health.defaults());
    }

    private static Lifecycle life(Restart restart, Health health) {
        return new Lifecycle(false, Optional.empty(), restart, health, Isolation.defaults());
    }

    private void begin(Lifecycle life) {
        upstream.close();
        states.clear();
        upstream = started(life);
        upstream.start();
    }

    private Upstream started(Lifecycle life) {
        return upstream(server.settings().withWaits(waits).withLife(life));
    }

    private Upstream upstream(ServerSettings settings) {
        return new Upstream(
                settings,
                known,
                settings.life().lazy() && known.isPresent(),
                FakeServer.connector(List.of(server)),
                new Ear(),
                name -> Optional.empty(),
                Time.SYSTEM,
                new Random(1));
    }

    private void ready() {
        Eventually.await("the server", () -> upstream.state() instanceof State.Ready);
    }

    private FutureTask<Reply> call() {
        FutureTask<Reply> call = new FutureTask<>(() -> upstream.serve(CALL, TestExchange.of("alice")));
        Thread.ofVirtual().start(call);
        return call;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return ((Reply.Failed) reply).failure().message();
    }

    private final class Ear implements Upstream.Listener {
        @Override
        public void stateChanged(State state) {
            states.add(state);
        }

        @Override
        public void connected(Connection connection, Upstream.Lists fare) {
            told = fare;
            if (lists) {
                fare.listed();
            }
        }

        @Override
        public boolean isWatched() {
            return watched;
        }

        @Override
        public void listChanged(ListKind kind) {}

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {}

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {}
    }

    private static final class NoLists implements Upstream.Lists {
        @Override
        public void listed() {}

        @Override
        public void unlisted(String reason) {}
    }
}
