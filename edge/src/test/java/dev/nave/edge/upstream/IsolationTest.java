package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Health;
import dev.nave.hub.configuration.Isolation;
import dev.nave.hub.configuration.Isolation.Mode;
import dev.nave.hub.configuration.Lifecycle;
import dev.nave.hub.configuration.Restart;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that keep their callers apart: whose calls meet in one process, and when there is no room. */
final class IsolationTest {
    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();
    /** How often each child was called. */
    private final Map<FakeChild, Integer> counts = new ConcurrentHashMap<>();

    private volatile CountDownLatch answers = new CountDownLatch(0);
    private Duration idle = Duration.ofMinutes(5);

    @AfterEach
    void stop() {
        answers.countDown();
        wires.close();
    }

    @Test
    void eachPrincipalHasAProcessAndWhatItDidThereIsStillThere() throws Exception {
        try (Connection connection = connect(Mode.PER_PRINCIPAL, 16)) {
            assertThat(count(connection, Asker.plain().as("alice").in("one"))).isEqualTo(1);
            assertThat(count(connection, Asker.plain().as("alice").in("two"))).isEqualTo(2);
            assertThat(count(connection, Asker.plain().as("bob"))).isEqualTo(1);
            assertThat(count(connection, Asker.plain().as("alice"))).isEqualTo(3);
            assertThat(wires.children).hasSize(3);
        }
        await("the end of all of them", () -> wires.children.stream().allMatch(FakeChild::isGone));
    }

    @Test
    void eachSessionHasAProcessAndAClientWithoutOneCountsAsItsPrincipal() throws Exception {
        try (Connection connection = connect(Mode.PER_SESSION, 16)) {
            assertThat(count(connection, Asker.plain().as("alice").in("one"))).isEqualTo(1);
            assertThat(count(connection, Asker.plain().as("alice").in("two"))).isEqualTo(1);
            assertThat(count(connection, Asker.plain().as("alice"))).isEqualTo(1);
            assertThat(count(connection, Asker.plain().as("alice"))).isEqualTo(2);
            assertThat(count(connection, Asker.plain().as("bob").in("one"))).isEqualTo(1);
            assertThat(wires.children).hasSize(5);
            connection.sessionEnded(new Caller("alice", Set.of()), "one");
            await(
                    "the end of the session's process",
                    () -> wires.children.get(1).isGone());
            assertThat(count(connection, Asker.plain().as("alice").in("two"))).isEqualTo(2);
            assertThat(count(connection, Asker.plain().as("alice").in("one"))).isEqualTo(1);
        }
    }

    @Test
    void theHubsOwnProcessIsListedAndServesNobody() throws Exception {
        try (Connection connection = connect(Mode.PER_PRINCIPAL, 16)) {
            connection.serve(new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), Asker.plain());
            assertThat(wires.children).hasSize(1);
            count(connection, Asker.plain());
            assertThat(counts).containsEntry(wires.children.getFirst(), 0);
        }
    }

    @Test
    void whenThereIsNoRoomTheCallFailsAndSaysWhatToDo() throws Exception {
        try (Connection connection = connect(Mode.PER_PRINCIPAL, 2)) {
            count(connection, Asker.plain().as("alice"));
            count(connection, Asker.plain().as("bob"));
            assertThat(text(call(connection, Asker.plain().as("carol"))))
                    .contains("'files'", "2 callers", "isolation.most", "5 min");
            assertThat(count(connection, Asker.plain().as("alice"))).isEqualTo(2);
        }
    }

    @Test
    void onePrincipalCannotTakeAllTheRoomWithItsSessions() throws Exception {
        try (Connection connection = connect(Mode.PER_SESSION, 64)) {
            for (int session = 0; session < 16; session++) {
                count(connection, Asker.plain().as("alice").in("session-" + session));
            }
            assertThat(text(call(connection, Asker.plain().as("alice").in("another"))))
                    .contains("16 of your sessions");
            assertThat(count(connection, Asker.plain().as("bob").in("one"))).isEqualTo(1);
        }
    }

    @Test
    void aProcessThatNobodyCallsIsEndedAndItsRoomIsFree() throws Exception {
        idle = Duration.ofMillis(50);
        try (Connection connection = connect(Mode.PER_PRINCIPAL, 1)) {
            count(connection, Asker.plain().as("alice"));
            await("the end of an idle process", () -> wires.children.get(1).isGone());
            assertThat(count(connection, Asker.plain().as("bob"))).isEqualTo(1);
            assertThat(wires.children.getFirst().isGone()).isFalse();
        }
    }

    @Test
    void aProcessInUseIsNotEndedForBeingIdle() throws Exception {
        idle = Duration.ofMillis(30);
        answers = new CountDownLatch(1);
        try (Connection connection = connect(Mode.PER_PRINCIPAL, 1)) {
            FutureTask<Reply> call =
                    new FutureTask<>(() -> call(connection, Asker.plain().as("alice")));
            Thread.ofVirtual().start(call);
            await("the call", () -> counts.size() == 1);
            assertThat(text(call(connection, Asker.plain().as("bob")))).contains("1 callers");
            LockSupport.parkNanos(idle.multipliedBy(4).toNanos());
            assertThat(wires.children.get(1).isGone()).isFalse();
            answers.countDown();
            assertThat(call.get()).isInstanceOf(Reply.Complete.class);
        }
    }

    @Test
    void aProcessThatDiesIsReplacedByTheNextCallAndConcernsNobodyElse() throws Exception {
        try (Connection connection = connect(Mode.PER_PRINCIPAL, 16)) {
            count(connection, Asker.plain().as("alice"));
            count(connection, Asker.plain().as("bob"));
            wires.children.get(1).die("killed");
            await("the end", () -> wires.children.get(1).isGone());
            await("another process", () -> answered(connection, Asker.plain().as("alice")));
            assertThat(count(connection, Asker.plain().as("bob"))).isEqualTo(2);
            assertThat(feed.has("lost")).isFalse();
        }
    }

    @Test
    void whatAProcessSaysIsForItsCallerAlone() throws Exception {
        try (Connection connection = connect(Mode.PER_SESSION, 16)) {
            count(connection, Asker.plain().as("alice").in("one"));
            wires.children.get(1).tell(Method.MESSAGE, "{\"level\":\"info\",\"data\":\"x\"}");
            assertThat(feed.next("said")).isEqualTo("said alice one notifications/message");
        }
    }

    private Connection connect(Mode mode, int most) throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                int count = counts.merge(child, request.method().equals(Method.TOOLS_CALL) ? 1 : 0, Integer::sum);
                Thread.ofVirtual().start(() -> {
                    await(answers);
                    child.answer(request, "{\"content\":[],\"count\":" + count + "}");
                });
            }
        });
        Lifecycle life = new Lifecycle(
                false,
                Optional.empty(),
                Restart.defaults(),
                Health.defaults(),
                new Isolation(mode, OptionalInt.of(most)));
        ServerSettings settings =
                TestWires.with(TestWires.child(), Wait.IDLE, idle).withLife(life);
        Connection connection = wires.connect(settings, feed);
        counts.clear();
        return connection;
    }

    private static Reply call(Connection connection, Asker asker) {
        return connection.serve(new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"count\"}")), asker);
    }

    private static boolean answered(Connection connection, Asker asker) {
        return call(connection, asker) instanceof Reply.Complete;
    }

    /** The how manieth call of its process it was. */
    private static long count(Connection connection, Asker asker) {
        Reply reply = call(connection, asker);
        assertThat(reply).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) reply)
                .result()
                .member("count")
                .orElseThrow()
                .asLong()
                .orElseThrow();
    }

    private static String text(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return ((Reply.Failed) reply).failure().message();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited 30 s for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}
