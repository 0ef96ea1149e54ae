package dev.nave.edge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.hub.Answer;
import dev.nave.hub.Chain;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Rounds;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one hub, and clients whose messages reach now the one and now the other. */
class ReplicasTest {
    private static final Json CALL = Json.parse("{\"name\":\"t\"}");
    private static final String[] QUESTIONS = {"first", "second"};

    private final TestCallers callers = new TestCallers();
    private final MemoryNetwork network = new MemoryNetwork();
    private final Seals seals = new Seals(List.of(new byte[32]), new SecureRandom(), Time.SYSTEM);
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final FakeEndpoint endpoint =
            new FakeEndpoint(Chain.of(this::serve, new Rounds("server", seals, Duration.ofMinutes(10), 1 << 16)));
    private final List<TestNode> nodes = new ArrayList<>();
    private final TestNode one = node("one:1", Bounds.defaults());
    private final TestNode other = node("other:1", Bounds.defaults());

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
    }

    @Test
    void answersThatReachTheWrongNodeAreTakenToTheCall() {
        Json first = call(one);
        Json second = retry(other, "alice", first, "Ada");
        List<Json> last = Posts.messages(send(one, "alice", back(second, "Bea")));
        assertThat(last.getLast().at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(runs).hasValue(1);
    }

    @Test
    void progressAndLogMessagesComeAlong() {
        Json first = call(one);
        List<Json> told = Posts.messages(send(other, "alice", back(first, "Ada")));
        assertThat(told).hasSize(3);
        assertThat(told.get(0).at("params", "progressToken")).contains(Json.of("7"));
        assertThat(told.get(1).at("params", "data")).contains(Json.of("half"));
        assertThat(Posts.state(told.get(2))).isPresent();
    }

    @Test
    void aClientThatLeavesTheOtherNodeEndsTheCall() throws InterruptedException {
        Json second = retry(one, "alice", call(one), "Ada");
        MemoryExchange waiting = send(other, "alice", back(second, "wait"));
        assertIsProgress(Posts.next(waiting));
        waiting.leave();
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theSameAnswersAtBothNodesGetTheSame() {
        Json first = call(one);
        Json second = retry(other, "alice", first, "Ada");
        assertThat(retry(one, "alice", first, "Ada").member("result")).isEqualTo(second.member("result"));
        assertThat(retry(other, "alice", first, "Ada").member("result")).isEqualTo(second.member("result"));
        assertThat(Posts.code(retry(other, "alice", first, "Eve"))).isEqualTo(-32602);
    }

    @Test
    void neitherAStrangerNorAnotherCallGetsIn() {
        Json first = call(one);
        assertThat(Posts.code(retry(other, "bob", first, "Ada"))).isEqualTo(-32602);
        Json responses = Posts.accept(first, named("Ada"));
        Json state = Posts.state(first).orElseThrow();
        MemoryExchange another = Posts.retry("7", "tools/call", Json.parse("{\"name\":\"u\"}"), responses, state);
        assertThat(Posts.code(Posts.answer(send(other, "alice", another)))).isEqualTo(-32602);
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void aCallWhoseNodeIsGoneIsNotRepeated() {
        Json first = call(one);
        one.kill();
        Json answer = retry(other, "alice", first, "Ada");
        assertThat(Posts.isToolError(answer)).isTrue();
        assertThat(answer.toString()).contains("is gone, and the call was not repeated");
        assertThat(runs).hasValue(1);
    }

    @Test
    void whatIsNoToolFailsWithItsNode() {
        Json first = Posts.answer(send(one, "alice", Posts.modern("7", "prompts/get", CALL)));
        one.kill();
        MemoryExchange back = Posts.retry(
                "7",
                "prompts/get",
                CALL,
                Posts.accept(first, named("Ada")),
                Posts.state(first).orElseThrow());
        assertThat(Posts.code(Posts.answer(send(other, "alice", back)))).isEqualTo(-32603);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aNodeThatGoesWhileItsClientWaitsElsewhereIsToldOf() {
        Json second = retry(one, "alice", call(one), "Ada");
        MemoryExchange waiting = send(other, "alice", back(second, "wait"));
        assertIsProgress(Posts.next(waiting));
        one.kill();
        assertThat(Posts.isToolError(Posts.answer(waiting))).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCallThatMayBeRepeatedIsMadeAgainAndNobodyIsAskedTwice() {
        endpoint.repeatable("t");
        Json second = retry(other, "alice", call(one), "Ada");
        one.kill();
        Json last = retry(other, "alice", second, "Bea");
        assertThat(last.at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(runs).hasValue(2);
    }

    @Test
    void aCallMadeAgainGoesOnInRounds() {
        endpoint.repeatable("t");
        Json first = call(one);
        one.kill();
        Json second = retry(other, "alice", first, "Ada");
        assertThat(second.at("result", "inputRequests").orElseThrow().toString())
                .contains("second");
        assertThat(retry(other, "alice", first, "Ada").member("result")).isEqualTo(second.member("result"));
        assertThat(retry(other, "alice", second, "Bea").at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(runs).hasValue(2);
    }

    @Test
    void answersForALostCallAreNotTakenToTheOneThatIsMadeInItsPlace() {
        endpoint.repeatable("t");
        Json first = call(one);
        Json second = retry(one, "alice", first, "Ada");
        one.kill();
        Json another = retry(other, "alice", first, "Eve");
        assertThat(retry(other, "alice", second, "Bea").at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(retry(other, "alice", another, "Cora").at("result", "answers"))
                .contains(Json.of("Eve, Cora"));
        assertThat(runs).hasValue(3);
    }

    @Test
    void aCallWithMoreAnswersThanAStateCarriesIsNotMadeAgain() {
        endpoint.repeatable("t");
        TestNode frugal = node("frugal:1", Bounds.defaults().with(Bound.JOURNAL_BYTES, 10));
        Json second = retry(frugal, "alice", call(frugal), "Ada");
        frugal.kill();
        assertThat(Posts.isToolError(retry(other, "alice", second, "Bea"))).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void whoHasOtherKeysIsNoNode() {
        Json first = call(one);
        one.kill();
        Seals foreign = new Seals(List.of(), new SecureRandom(), Time.SYSTEM);
        node("one:1", foreign, Bounds.defaults());
        assertThat(Posts.isToolError(retry(other, "alice", first, "Ada"))).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aLegacySessionIsServedByTheNodeThatOpenedIt() {
        String session = open(one);
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        Json first = nextQuestion(call);
        Json second = answer(one, session, first, "Ada", call);
        answer(other, session, second, "Bea", null);
        assertThat(Posts.answer(call).at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(other.legacy().openSessions()).isZero();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aLegacyCallIsCancelledAndItsSessionEndedFromTheOtherNode() throws InterruptedException {
        String session = open(one);
        MemoryExchange call = send(one, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        nextQuestion(call);
        Json cancel = Posts.notification("notifications/cancelled", Json.parse("{\"requestId\":\"1\"}"));
        assertThat(status(send(other, "alice", Posts.legacy(session, cancel)))).isEqualTo(202);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(status(send(other, "alice", Posts.other("DELETE", session)))).isEqualTo(200);
        assertThat(one.legacy().openSessions()).isZero();
        Json ping = Posts.request("2", "ping", Json.EMPTY_OBJECT);
        assertThat(status(send(other, "alice", Posts.legacy(session, ping)))).isEqualTo(404);
    }

    @Test
    void aLegacyCallWhoseStreamBrokeIsResumedThroughTheOtherNode() throws Exception {
        String session = open(one);
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        call.awaitHead();
        String place =
                Objects.requireNonNull(Objects.requireNonNull(call.nextEvent()).id());
        Json first = nextQuestion(call);
        call.leave();
        MemoryExchange resumed =
                send(other, "alice", Posts.other("GET", session).with("Last-Event-ID", place));
        assertThat(nextQuestion(resumed)).isEqualTo(first);
        Json second = answer(other, session, first, "Ada", resumed);
        answer(one, session, second, "Bea", null);
        assertThat(Posts.answer(resumed).at("result", "answers")).contains(Json.of("Ada, Bea"));
    }

    @Test
    void aLegacySessionWhoseNodeIsGoneIsTakenUpByTheOther() {
        String session = open(one);
        one.kill();
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        Json second = answer(other, session, nextQuestion(call), "Ada", call);
        answer(other, session, second, "Bea", null);
        assertThat(Posts.answer(call).at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(other.legacy().openSessions()).isOne();
    }

    @Test
    void aLegacyCallThatGoesWithItsNodeFailsAndIsNotRepeated() {
        String session = open(one);
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        nextQuestion(call);
        one.kill();
        Json answer = Posts.answer(call);
        assertThat(answer.member("id")).contains(Json.of("1"));
        assertThat(Posts.isToolError(answer)).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aLegacySessionIsNobodyElsesAtTheOtherNodeEither() {
        String session = open(one);
        Json ping = Posts.request("2", "ping", Json.EMPTY_OBJECT);
        assertThat(status(send(other, "bob", Posts.legacy(session, ping)))).isEqualTo(404);
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void aStreamOfTheOldestWireIsPostedToThroughTheOtherNode() throws Exception {
        MemoryExchange stream =
                send(one, "alice", new MemoryExchange("GET", "/sse", new byte[0]).with("Accept", "text/event-stream"));
        stream.awaitHead();
        String address = new String(Objects.requireNonNull(stream.nextEvent()).data(), StandardCharsets.UTF_8);
        assertThat(address).startsWith("/messages?session=");
        MemoryExchange opening = new MemoryExchange(
                        "POST", "/messages", Posts.initialize().body())
                .withQuery("session", address.substring(address.indexOf('=') + 1))
                .with("Content-Type", "application/json");
        assertThat(status(send(other, "alice", opening))).isEqualTo(202);
        assertThat(Objects.requireNonNull(Posts.next(stream)).at("result", "protocolVersion"))
                .contains(Json.of("2025-11-25"));
    }

    // The server: two questions, one after the other; whoever answers "wait" is made to wait.

    private Reply serve(Request request, Exchange exchange) {
        runs.incrementAndGet();
        exchange.cancellation().onCancel(cancelled::countDown);
        List<String> answers = new ArrayList<>();
        for (String text : QUESTIONS) {
            if (!(exchange.ask(question(text)) instanceof Answer.Answered(Json answer))) {
                return Reply.failed(-32000, "nobody answered");
            }
            answers.add(answer.at("content", "name").map(Json::text).orElse("none"));
            exchange.progress(Json.parse("{\"progress\":" + answers.size() + "}"));
            exchange.log(Json.parse("{\"level\":\"error\",\"data\":\"half\"}"));
            if (answers.contains("wait")) {
                await(cancelled);
            }
        }
        return new Reply.Complete(
                Json.object().put("answers", String.join(", ", answers)).build());
    }

    private static Question question(String text) {
        return new Question(
                null,
                "elicitation/create",
                Json.parse("{\"message\":\"" + text + "\",\"requestedSchema\":{\"type\":\"object\","
                        + "\"properties\":{\"name\":{\"type\":\"string\"}}}}"));
    }

    // The clients.

    private Json call(TestNode node) {
        return Posts.answer(send(node, "alice", Posts.modern("7", "tools/call", CALL)));
    }

    private MemoryExchange back(Json round, String name) {
        Json state = Posts.state(round).orElseThrow(() -> new AssertionError("no round: " + round));
        return Posts.retry("7", "tools/call", CALL, Posts.accept(round, named(name)), state);
    }

    private Json retry(TestNode node, String caller, Json round, String name) {
        return Posts.answer(send(node, caller, back(round, name)));
    }

    private String open(TestNode node) {
        MemoryExchange opening = send(node, "alice", Posts.initialize());
        assertThat(status(opening)).isEqualTo(200);
        return opening.answerHeader("Mcp-Session-Id").orElseThrow();
    }

    private static Json nextQuestion(MemoryExchange stream) {
        Json message = Posts.next(stream);
        while (message != null && !message.string("method").orElse("").equals("elicitation/create")) {
            message = Posts.next(stream);
        }
        return Objects.requireNonNull(message, "expected a question");
    }

    /** Answers a question; the next one on the stream, if there is one to look at. */
    private Json answer(TestNode node, String session, Json question, String name, @Nullable MemoryExchange stream) {
        Json result = Json.object()
                .put("action", "accept")
                .put("content", named(name))
                .build();
        assertThat(status(send(node, "alice", Posts.legacy(session, Posts.response(question, result)))))
                .isEqualTo(202);
        return stream == null ? Json.NULL : nextQuestion(stream);
    }

    private MemoryExchange send(TestNode node, String caller, MemoryExchange http) {
        return node.take(callers.of(caller, http));
    }

    /** The call runs, and its client waits: anything else would be its answer. */
    private static void assertIsProgress(@Nullable Json message) {
        Optional<String> method = Optional.ofNullable(message).flatMap(known -> known.string("method"));
        assertThat(method).as("%s", message).contains("notifications/progress");
    }

    private static int status(MemoryExchange http) {
        try {
            http.awaitHead();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return http.status();
    }

    private static Json named(String name) {
        return Json.object().put("name", name).build();
    }

    private TestNode node(String authority, Bounds bounds) {
        return node(authority, seals, bounds);
    }

    private TestNode node(String authority, Seals keys, Bounds bounds) {
        Waits waits = Waits.defaults().with(Wait.ANSWER, Duration.ofMinutes(5));
        TestNode node = new TestNode(
                authority,
                network,
                endpoint,
                callers,
                keys,
                waits,
                bounds,
                Duration.ZERO,
                Duration.ofMinutes(1),
                new JsonSchema(),
                Time.SYSTEM);
        nodes.add(node);
        return node;
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
