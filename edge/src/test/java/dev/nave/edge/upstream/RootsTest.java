package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that ask for roots when a session opens and when they changed, and work where the roots say. */
class RootsTest {
    private static final String ROOTED = "{\"roots\":{\"listChanged\":true}}";

    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();
    /** Where each child works, by its answers to what it asked. */
    private final Map<FakeChild, String> working = new ConcurrentHashMap<>();
    /** What became of the children's questions. */
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final AtomicInteger ids = new AtomicInteger();

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void whileNobodyCanAnswerTheServerIsToldSo() throws Exception {
        try (var _ = connect()) {
            assertThat(next()).contains("-32603").contains("roots/list");
        }
    }

    @Test
    void theFirstCallOfAClientWaitsUntilTheServerKnowsItsRoots() throws Exception {
        try (Connection connection = connect()) {
            next();
            assertThat(workplace(connection, legacy("s", "/a"))).isEqualTo("/a");
            assertThat(workplace(connection, legacy("s", "/never asked again"))).isEqualTo("/a");
            assertThat(wires.children).hasSize(1);
        }
    }

    @Test
    void aModernClientIsAskedDuringItsFirstCall() throws Exception {
        try (Connection connection = connect()) {
            next();
            assertThat(workplace(connection, Asker.plain().able(ROOTED).answering(at("/m"))))
                    .isEqualTo("/m");
        }
    }

    @Test
    void clientsWithRootsOfTheirOwnDoNotShareAProcess() throws Exception {
        try (Connection connection = connect()) {
            next();
            assertThat(workplace(connection, legacy("one", "/one"))).isEqualTo("/one");
            assertThat(workplace(connection, legacy("two", "/two"))).isEqualTo("/two");
            assertThat(workplace(connection, legacy("one", "-"))).isEqualTo("/one");
            assertThat(workplace(connection, Asker.plain().able("{\"sampling\":{}}")))
                    .as("a client that tells no roots is not confined to those of another")
                    .isEqualTo("everywhere");
            assertThat(wires.children).hasSize(3);
        }
    }

    @Test
    void theProcessOfAClientThatEndedGoesToTheNextWithItsRoots() throws Exception {
        try (Connection connection = connect()) {
            next();
            assertThat(workplace(connection, legacy("one", "/one"))).isEqualTo("/one");
            connection.sessionEnded(new Caller("alice", Set.of()), "one");
            assertThat(workplace(connection, legacy("two", "/two"))).isEqualTo("/two");
            assertThat(wires.children).hasSize(1);
        }
    }

    @Test
    void whoUsedTheProcessWithoutRootsAndLeftIsNotInTheWay() throws Exception {
        try (Connection connection = connect()) {
            next();
            assertThat(workplace(connection, Asker.plain().in("one").able("{\"sampling\":{}}")))
                    .isEqualTo("everywhere");
            assertThat(workplace(connection, Asker.plain().in("two").able("{\"sampling\":{}}")))
                    .isEqualTo("everywhere");
            connection.sessionEnded(new Caller("alice", Set.of()), "one");
            connection.sessionEnded(new Caller("alice", Set.of()), "two");
            assertThat(workplace(connection, legacy("three", "/three"))).isEqualTo("/three");
            assertThat(wires.children).hasSize(1);
        }
    }

    @Test
    void changedRootsAreAskedForOutsideAnyCall() throws Exception {
        try (Connection connection = connect()) {
            next();
            Asker client = legacy("s", "/before").answeringOutside(at("/after"));
            assertThat(workplace(connection, client)).isEqualTo("/before");
            next();
            connection.rootsChanged(new Caller("alice", Set.of()), Optional.of("s"));
            assertThat(next()).contains("/after");
            assertThat(workplace(connection, client)).isEqualTo("/after");
        }
    }

    @Test
    void rootsOfAClientThatNeverUsedTheServerAreNotItsBusiness() throws Exception {
        try (Connection connection = connect()) {
            next();
            assertThat(workplace(connection, legacy("s", "/s"))).isEqualTo("/s");
            next();
            connection.rootsChanged(new Caller("alice", Set.of()), Optional.of("other"));
            connection.rootsChanged(new Caller("bob", Set.of()), Optional.of("s"));
            assertThat(workplace(connection, legacy("s", "-"))).isEqualTo("/s");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aClientThatDoesNotTellItsRootsIsServedAllTheSame() throws Exception {
        try (Connection connection = connect()) {
            next();
            Asker silent = Asker.plain().in("s").able(ROOTED).answering(question -> new Answer.Gone("asleep"));
            assertThat(workplace(connection, silent)).isEqualTo("everywhere");
            assertThat(workplace(connection, silent)).isEqualTo("everywhere");
        }
    }

    private static Asker legacy(String session, String root) {
        return Asker.plain().in(session).able(ROOTED).answering(at(root));
    }

    private static Function<Question, Answer> at(String root) {
        return question -> new Answer.Answered(Json.object().put("roots", root).build());
    }

    /** What became of the next question. */
    private String next() throws InterruptedException {
        String said = told.poll(30, TimeUnit.SECONDS);
        assertThat(said).as("an answer to a question").isNotNull();
        return said;
    }

    private static String workplace(Connection connection, Asker asker) {
        Reply reply = connection.serve(new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"pwd\"}")), asker);
        return ((Reply.Complete) reply).result().string("at").orElseThrow();
    }

    private Connection connect() throws Exception {
        wires.script = Scripts.legacy(this::play);
        ServerSettings settings = TestWires.with(TestWires.child(), Era.LEGACY);
        return wires.connect(settings, feed);
    }

    private void play(FakeChild child, Message message) {
        switch (message) {
            case Message.Notification notice -> {
                if ((notice.method().equals(Method.INITIALIZED) && hasRoots(child))
                        || notice.method().equals(Method.ROOTS_CHANGED)) {
                    child.ask("roots-" + ids.incrementAndGet(), Method.ROOTS_LIST, "{}");
                }
            }
            case Message.Request call ->
                child.answer(
                        call,
                        Json.object()
                                .put("at", working.getOrDefault(child, "everywhere"))
                                .build()
                                .raw());
            case Message.Result result -> {
                working.put(child, result.result().string("roots").orElse("nowhere"));
                told.add(result.toJson().raw());
            }
            case Message.Failure failure -> told.add(failure.toJson().raw());
        }
    }

    private static boolean hasRoots(FakeChild child) {
        return child.got.stream()
                .anyMatch(message -> message instanceof Message.Request request
                        && request.params().at("capabilities", "roots").isPresent());
    }
}
