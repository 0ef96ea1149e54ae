package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions of a server on one pipe that name no call, while several calls are in flight there. */
class UntiedQuestionsTest {
    private static final String FORMS = "{\"elicitation\":{}}";
    private static final Answer YES = new Answer.Answered(Json.parse("{\"action\":\"accept\",\"content\":{}}"));

    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();
    /** Calls the child has got and not answered. */
    private final BlockingQueue<Message.Request> calls = new LinkedBlockingQueue<>();
    /** The hub's own questions whether what it sent has arrived. */
    private final BlockingQueue<Message.Request> pings = new LinkedBlockingQueue<>();
    /** Who was asked what. */
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void aQuestionWaitsUntilOneCallAloneCanHaveAskedItAndIsPutToItsClient() throws Exception {
        try (Connection connection = connect(settings())) {
            InFlight one = begin(connection, "one", client("one"));
            InFlight two = begin(connection, "two", client("two"));
            ask("q");
            ping();
            assertThat(asked).isEmpty();
            answer(two);
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("one q");
            assertThat(((Message.Result) child().next("result")).id()).isEqualTo(Id.of("q"));
            answer(one);
        }
    }

    @Test
    void aCallWhoseClientCannotBeAskedMayHaveAskedAllTheSame() throws Exception {
        try (Connection connection = connect(settings())) {
            InFlight able = begin(connection, "able", client("able"));
            InFlight plain = begin(connection, "plain", Asker.plain());
            ask("q");
            ping();
            answer(able);
            // What the other one asked is its own affair, though its client cannot answer.
            assertThat(((Message.Failure) child().next("error")).code()).isEqualTo(-32601);
            assertThat(asked).isEmpty();
            answer(plain);
        }
    }

    @Test
    void ofCallsThatAllAskTheNewestQuestionIsRefusedSoThatTheOthersBecomeClear() throws Exception {
        try (Connection connection = connect(settings())) {
            InFlight one = begin(connection, "one", client("one"));
            InFlight two = begin(connection, "two", client("two"));
            ask("of one");
            ask("of two");
            Message.Failure refused = (Message.Failure) child().next("error");
            assertThat(refused.id()).isEqualTo(Id.of("of two"));
            assertThat(refused.message()).contains("kept apart").contains("repeated");
            answer(two);
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("one of one");
            assertThat(((Message.Result) child().next("result")).id()).isEqualTo(Id.of("of one"));
            answer(one);
        }
    }

    @Test
    void aQuestionThatStaysUnclearIsRefusedAfterTheStatedWaitAndSuchCallsAreKeptApartFromThen() throws Exception {
        try (Connection connection = connect(TestWires.with(settings(), Wait.TIE, Duration.ofMillis(50)))) {
            InFlight one = begin(connection, "t", client("one"));
            InFlight two = begin(connection, "t", client("two"));
            ask("q");
            assertThat(((Message.Failure) child().next("error")).message()).contains("kept apart");

            InFlight three = begin(connection, "t", client("three"));
            assertThat(wires.children).hasSize(2);
            wires.children.get(1).answer(three.request, "{}");
            assertThat(three.reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
            answer(one);
            answer(two);
        }
    }

    @Test
    void whileAQuestionWaitsNewCallsThatMayAskGoElsewhere() throws Exception {
        try (Connection connection = connect(settings())) {
            InFlight one = begin(connection, "one", client("one"));
            InFlight two = begin(connection, "two", client("two"));
            ask("q");
            ping();
            InFlight three = begin(connection, "three", client("three"));
            wires.children.get(1).answer(three.request, "{}");
            assertThat(three.reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
            answer(one);
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("two q");
            answer(two);
        }
    }

    @Test
    void aCallThatEndedIsNotKnownToAskBecauseAnotherDid() throws Exception {
        try (Connection connection = connect(settings())) {
            InFlight asks = begin(connection, "asks", client("one"));
            InFlight innocent = begin(connection, "innocent", client("two"));
            ask("q");
            ping();
            answer(innocent);
            assertThat(child().next("result")).isNotNull();
            answer(asks);
            InFlight again = begin(connection, "innocent", client("two"));
            InFlight more = begin(connection, "other", client("three"));
            assertThat(wires.children).hasSize(1);
            answer(again);
            answer(more);
        }
    }

    @Test
    void aCallGivenUpWhileItMayHaveAskedLeavesItsQuestionToNobodyElse() throws Exception {
        try (Connection connection = connect(settings())) {
            Asker leaving = client("leaving");
            InFlight gone = begin(connection, "one", leaving);
            InFlight stays = begin(connection, "two", client("stays"));
            ask("q");
            ping();
            leaving.cancellation().cancel("the user stopped it");
            assertThat(gone.reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
            assertThat(((Message.Failure) child().next("error")).id()).isEqualTo(Id.of("q"));
            assertThat(asked).isEmpty();
            answer(stays);
        }
    }

    @Test
    void aQuestionUnderWayWhenItsCallIsGivenUpIsNotTakenForThatOfAnother() throws Exception {
        try (Connection connection = connect(settings())) {
            Asker leaving = client("leaving");
            InFlight gone = begin(connection, "one", leaving);
            InFlight stays = begin(connection, "two", client("stays"));
            leaving.cancellation().cancel("the user stopped it");
            assertThat(gone.reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
            // The child has not answered what was sent after the cancellation, so it may not have read that yet.
            Message.Request echo = pings.poll(30, TimeUnit.SECONDS);
            ask("q");
            assertThat(((Message.Failure) child().next("error")).id()).isEqualTo(Id.of("q"));
            assertThat(asked).isEmpty();
            child().answer(echo, "{}");
            ask("r");
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("stays r");
            answer(stays);
        }
    }

    @Test
    void aCallThatComesAfterOneThatWasGivenUpWaitsUntilItsQuestionsAreItsOwn() throws Exception {
        try (Connection connection = connect(settings())) {
            Asker leaving = client("leaving");
            InFlight gone = begin(connection, "one", leaving);
            leaving.cancellation().cancel("the user stopped it");
            assertThat(gone.reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
            Message.Request echo = pings.poll(30, TimeUnit.SECONDS);
            CompletableFuture<InFlight> next = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    next.complete(begin(connection, "two", client("two")));
                } catch (InterruptedException | AssertionError e) {
                    next.completeExceptionally(e);
                }
            });
            ask("late");
            assertThat(child().nextResponse().toJson().raw()).contains("\"late\"", "\"cancel\"");
            child().answer(echo, "{}");
            InFlight two = next.get(30, TimeUnit.SECONDS);
            ask("q");
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("two q");
            answer(two);
        }
    }

    @Test
    void aQuestionOfCallsThatWereAllGivenUpIsCancelled() throws Exception {
        try (Connection connection = connect(settings())) {
            Asker one = client("one");
            Asker two = client("two");
            InFlight first = begin(connection, "one", one);
            InFlight second = begin(connection, "two", two);
            // Neither can be the last: a third one ends by itself.
            InFlight third = begin(connection, "three", client("three"));
            ask("q");
            ping();
            one.cancellation().cancel("stopped");
            first.reply.get(30, TimeUnit.SECONDS);
            answer(third);
            two.cancellation().cancel("stopped");
            second.reply.get(30, TimeUnit.SECONDS);
            Message told = child().nextResponse();
            assertThat(told.toJson().raw()).contains("\"id\":\"q\"");
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void callsOfOneLegacyClientNeedNotBeToldApart() throws Exception {
        try (Connection connection = connect(settings())) {
            Asker one = client("in its call").in("s").answeringOutside(answering("outside"));
            Asker two = client("in its call").in("s").answeringOutside(answering("outside"));
            InFlight first = begin(connection, "one", one);
            InFlight second = begin(connection, "two", two);
            ask("q");
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("outside q");
            assertThat(child().next("result")).isNotNull();
            ask("r");
            assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("outside r");
            assertThat(child().next("result")).isNotNull();
            // And they go on sharing the process.
            InFlight third = begin(connection, "one", client("in its call").in("s"));
            assertThat(wires.children).hasSize(1);
            answer(first);
            answer(second);
            answer(third);
        }
    }

    @Test
    void aClientThatIsAskedForOneOfItsCallsIsLeftAloneOnceAllOfThemWereGivenUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Connection connection = connect(settings())) {
            Asker one = client("-").in("s").answeringOutside(question -> {
                begun.countDown();
                return untilInterrupted();
            });
            Asker two = client("-").in("s");
            InFlight first = begin(connection, "one", one);
            InFlight second = begin(connection, "two", two);
            ask("q");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            one.cancellation().cancel("stopped");
            two.cancellation().cancel("stopped");
            first.reply.get(30, TimeUnit.SECONDS);
            second.reply.get(30, TimeUnit.SECONDS);
            assertThat(child().nextResponse().toJson().raw()).contains("\"action\":\"cancel\"");
        }
    }

    @Test
    void aQuestionTheServerTakesBackIsTakenBackFromItsClientAndNotAnswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Connection connection = connect(settings())) {
            InFlight one = begin(connection, "one", Asker.plain().able(FORMS).answering(question -> {
                begun.countDown();
                Answer answer = untilInterrupted();
                interrupted.countDown();
                return answer;
            }));
            ask("q");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            child().tell(Method.CANCELLED, "{\"requestId\":\"q\",\"reason\":\"never mind\"}");
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            answer(one);
            ping();
            assertThat(child().got).noneMatch(message -> isResponseTo(message, "q"));
        }
    }

    @Test
    void aQuestionTakenBackWhileItWaitsIsPutToNobody() throws Exception {
        try (Connection connection = connect(settings())) {
            InFlight one = begin(connection, "one", client("one"));
            InFlight two = begin(connection, "two", client("two"));
            ask("q");
            child().tell(Method.CANCELLED, "{\"requestId\":\"q\"}");
            ping();
            answer(two);
            ping();
            assertThat(asked).isEmpty();
            answer(one);
            assertThat(child().got).noneMatch(message -> isResponseTo(message, "q"));
        }
    }

    @Test
    void idsOfDifferentTypesAreDifferentQuestions() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Connection connection = connect(settings())) {
            InFlight one = begin(connection, "one", Asker.plain().able(FORMS).answering(question -> {
                begun.countDown();
                await(go);
                return YES;
            }));
            ask("1");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            child().tell(Method.CANCELLED, "{\"requestId\":1}");
            ping();
            go.countDown();
            assertThat(((Message.Result) child().next("result")).id()).isEqualTo(Id.of("1"));
            answer(one);
        }
    }

    /** The child's own round trip: what it said before was heard. */
    private void ping() throws InterruptedException {
        child().ask("ping", Method.PING, "{}");
        Message message = child().nextResponse();
        assertThat(message.toJson().raw()).contains("\"ping\"");
    }

    private static boolean isResponseTo(Message message, String id) {
        return message instanceof Message.Response response && Id.of(id).equals(response.id());
    }

    private void ask(String id) {
        child().ask(id, Method.ELICITATION, "{\"message\":\"whose?\"}");
    }

    private void answer(InFlight call) throws Exception {
        child().answer(call.request, "{}");
        assertThat(call.reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
    }

    private Asker client(String name) {
        return Asker.plain().able(FORMS).answering(answering(name));
    }

    private Function<Question, Answer> answering(String name) {
        return question -> {
            asked.add(name + " " + question.key());
            return YES;
        };
    }

    private static Answer untilInterrupted() {
        try {
            new CountDownLatch(1).await();
            return YES;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Gone("interrupted");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FakeChild child() {
        return wires.children.getFirst();
    }

    private Connection connect(ServerSettings settings) throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.PING)) {
                pings.add(request);
            } else if (message instanceof Message.Request request) {
                calls.add(request);
            }
        });
        return wires.connect(settings, feed);
    }

    private static ServerSettings settings() {
        return TestWires.with(TestWires.child(), Era.LEGACY);
    }

    /** Begins a call and waits until the child has it. */
    private InFlight begin(Connection connection, String tool, Asker asker) throws InterruptedException {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Request request =
                new Request(Method.TOOLS_CALL, Json.object().put("name", tool).build());
        Thread.ofVirtual().start(() -> reply.complete(connection.serve(request, asker)));
        Message.Request got = calls.poll(30, TimeUnit.SECONDS);
        assertThat(got).as("the call of " + tool).isNotNull();
        return new InFlight(got, reply);
    }

    private record InFlight(Message.Request request, CompletableFuture<Reply> reply) {}
}
