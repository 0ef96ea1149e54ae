package dev.nave.edge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Caller ALICE = new Caller("key:alice", Set.of());
    private static final Caller BOB = new Caller("key:bob", Set.of());
    private static final String EVERYTHING = "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}}";
    private static final Question NAME = new Question(
            null,
            "elicitation/create",
            Json.parse("{\"message\":\"Name?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":"
                    + "{\"type\":\"string\"}},\"required\":[\"name\"]}}"));
    private static final Question ROOTS = new Question("r1", "roots/list", Json.EMPTY_OBJECT);

    private final FakeTime time = new FakeTime();
    private Bounds bounds = Bounds.defaults();
    /** How long questions are gathered; a test that gathers some sets it long and lets the time pass. */
    private Duration window = Duration.ofMillis(1);

    @Test
    void aQuestionEndsTheVisitWithARoundAndTheAnswerBringsTheCallOn() {
        Conversations house = house();
        Server server = asking(NAME);
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        assertThat(round.requests().names()).containsExactly("k1");
        assertThat(round.requests().at("k1", "params", "message")).contains(Json.of("Name?"));
        assertThat(house.parked()).isEqualTo(1);
        Visit back = house.visit(server, ALICE, party(), answer(round, "{\"k1\":" + accept("Ada") + "}"));
        assertThat(text(back)).isEqualTo("[" + accept("Ada") + "]");
        assertThat(house.parked()).isZero();
    }

    @Test
    void aKeyOfTheServersOwnIsKept() {
        Reply.InputRequired round = round(house().visit(asking(ROOTS), ALICE, party(), call(null)));
        assertThat(round.requests().names()).containsExactly("r1");
    }

    @Test
    void questionsAskedTogetherReachTheClientInOneRound() {
        window = Duration.ofSeconds(10);
        Conversations house = house();
        CountDownLatch asked = new CountDownLatch(1);
        Server server = together(asked, NAME, ROOTS);
        Visit visit = house.visit(server, ALICE, party(), call(null));
        begin(visit);
        await(asked);
        time.pass(window);
        Reply.InputRequired round = round(visit);
        assertThat(round.requests().names()).containsExactlyInAnyOrder("k1", "r1");
        Visit back = house.visit(
                server, ALICE, party(), answer(round, "{\"r1\":{\"roots\":[]},\"k1\":" + accept("Ada") + "}"));
        assertThat(text(back)).isEqualTo("[" + accept("Ada") + ", {\"roots\":[]}]");
    }

    @Test
    void whatIsNotAnsweredIsAskedAgainAndWhatNobodyAskedIsIgnored() {
        window = Duration.ofSeconds(10);
        Conversations house = house();
        CountDownLatch asked = new CountDownLatch(1);
        Server server = together(asked, NAME, ROOTS);
        Visit visit = house.visit(server, ALICE, party(), call(null));
        begin(visit);
        await(asked);
        time.pass(window);
        Reply.InputRequired first = round(visit);
        Visit again =
                house.visit(server, ALICE, party(), answer(first, "{\"r1\":{\"roots\":[]},\"other\":{\"roots\":[]}}"));
        time.pass(window);
        Reply.InputRequired second = round(again);
        assertThat(second.requests().names()).containsExactly("k1");
        assertThat(second.state()).isNotEqualTo(first.state());
        Visit back = house.visit(server, ALICE, party(), answer(second, "{\"k1\":{\"action\":\"decline\"}}"));
        assertThat(text(back)).isEqualTo("[{\"action\":\"decline\"}, {\"roots\":[]}]");
    }

    @Test
    void aFormFilledInWrongIsAskedAgainAndNeverReachesTheServer() {
        Conversations house = house();
        Server server = asking(NAME);
        Reply.InputRequired first = round(house.visit(server, ALICE, party(), call(null)));
        Reply.InputRequired second = round(house.visit(
                server, ALICE, party(), answer(first, "{\"k1\":{\"action\":\"accept\",\"content\":{\"name\":5}}}")));
        assertThat(second.requests().names()).containsExactly("k1");
        Visit back = house.visit(server, ALICE, party(), answer(second, "{\"k1\":" + accept("Ada") + "}"));
        assertThat(text(back)).isEqualTo("[" + accept("Ada") + "]");
    }

    @Test
    void severalRoundsFollowEachOther() {
        Conversations house = house();
        Server server = asking(NAME, ROOTS, NAME);
        Reply.InputRequired first = round(house.visit(server, ALICE, party(), call(null)));
        Reply.InputRequired second =
                round(house.visit(server, ALICE, party(), answer(first, "{\"k1\":" + accept("Ada") + "}")));
        Reply.InputRequired third =
                round(house.visit(server, ALICE, party(), answer(second, "{\"r1\":{\"roots\":[]}}")));
        assertThat(third.requests().names()).containsExactly("k2");
        Visit back = house.visit(server, ALICE, party(), answer(third, "{\"k2\":" + accept("Bea") + "}"));
        assertThat(text(back)).isEqualTo("[" + accept("Ada") + ", {\"roots\":[]}, " + accept("Bea") + "]");
    }

    @Test
    void answersSentTwiceGetTheSameRoundAgain() {
        Conversations house = house();
        Server server = asking(NAME, ROOTS);
        Reply.InputRequired first = round(house.visit(server, ALICE, party(), call(null)));
        Request answers = answer(first, "{\"k1\":" + accept("Ada") + "}");
        Reply.InputRequired second = round(house.visit(server, ALICE, party(), answers));
        assertThat(round(house.visit(server, ALICE, party(), answers))).isEqualTo(second);
        Visit back = house.visit(server, ALICE, party(), answer(second, "{\"r1\":{\"roots\":[]}}"));
        assertThat(text(back)).isEqualTo("[" + accept("Ada") + ", {\"roots\":[]}]");
    }

    @Test
    void answersSentTwiceGetTheSameEndAgain() {
        Conversations house = house();
        Server server = asking(NAME);
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        Request answers = answer(round, "{\"k1\":" + accept("Ada") + "}");
        Reply first = end(house.visit(server, ALICE, party(), answers));
        assertThat(end(house.visit(server, ALICE, party(), answers))).isEqualTo(first);
    }

    @Test
    void otherAnswersToARoundThatIsOverAreRefused() {
        Conversations house = house();
        Server server = asking(NAME, ROOTS);
        Reply.InputRequired first = round(house.visit(server, ALICE, party(), call(null)));
        Reply.InputRequired second =
                round(house.visit(server, ALICE, party(), answer(first, "{\"k1\":" + accept("Ada") + "}")));
        assertThat(code(house.visit(server, ALICE, party(), answer(first, "{\"k1\":" + accept("Eve") + "}"))))
                .isEqualTo(-32602);
        assertThat(text(house.visit(server, ALICE, party(), answer(second, "{\"r1\":{\"roots\":[]}}"))))
                .contains("Ada");
    }

    @Test
    void whoSendsTheSameAnswersWhileTheyAreServedTakesThePlaceOfTheFirst() {
        Conversations house = house();
        CountDownLatch hold = new CountDownLatch(1);
        Server server = (request, exchange) -> {
            Answer answer = exchange.ask(NAME);
            await(hold);
            return done(List.of(answer));
        };
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        Request answers = answer(round, "{\"k1\":" + accept("Ada") + "}");
        Visit first = house.visit(server, ALICE, party(), answers);
        Visit second = house.visit(server, ALICE, party(), answers);
        assertThat(first.next(Duration.ofSeconds(30))).isInstanceOf(Visit.Notice.Left.class);
        first.leave();
        hold.countDown();
        assertThat(text(second)).contains("Ada");
    }

    @Test
    void aStateIsForItsOwnPrincipalAndItsOwnCallAlone() {
        Conversations house = house();
        Server server = asking(NAME);
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        Request.Retry retry = new Request.Retry(Json.parse("{\"k1\":" + accept("Eve") + "}"), round.state());
        Server never = (request, exchange) -> Reply.failed(-32602, "reached the server as a state of its own");
        assertThat(code(house.visit(never, BOB, party(), call(retry)))).isEqualTo(-32602);
        Request other = new Request("tools/call", Json.parse("{\"name\":\"other\"}"), retry);
        assertThat(code(house.visit(server, ALICE, party(), other))).isEqualTo(-32602);
        assertThat(house.parked()).isEqualTo(1);
    }

    @Test
    void aStateThatIsNotItsOwnGoesOnToTheServer() {
        Request.Retry retry = new Request.Retry(Json.EMPTY_OBJECT, Json.of("the server's"));
        CompletableFuture<Request> seen = new CompletableFuture<>();
        Server server = (request, exchange) -> {
            seen.complete(request);
            return done(List.of());
        };
        end(house().visit(server, ALICE, party(), call(retry)));
        assertThat(seen.join().retry()).isEqualTo(retry);
    }

    @Test
    void aClientThatNeverComesBackEndsTheCallAndIsToldSoWhenItDoes() {
        Conversations house = house();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        Server server = (request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            answer.complete(exchange.ask(NAME));
            await(cancelled);
            return done(List.of());
        };
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        time.pass(Duration.ofSeconds(56));
        house.wake();
        assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Answer.Gone.class);
        await(cancelled);
        assertThat(house.parked()).isZero();
        Reply late = end(house.visit(server, ALICE, party(), answer(round, "{\"k1\":" + accept("Ada") + "}")));
        assertThat(late).isInstanceOfSatisfying(Reply.Complete.class, complete -> assertThat(
                        complete.result().flag("isError"))
                .isTrue());
    }

    @Test
    void aCallOfAnotherNodeIsExpiredForAReadAndAnErrorOfTheToolForACall() {
        Seals seals = new Seals(List.of(new byte[32]), new SecureRandom(), time);
        Reply.InputRequired round = round(house("one", seals).visit(asking(NAME), ALICE, party(), call(null)));
        Reply reply = end(house("two", seals)
                .visit(asking(NAME), ALICE, party(), answer(round, "{\"k1\":" + accept("Ada") + "}")));
        assertThat(reply).isInstanceOfSatisfying(Reply.Complete.class, complete -> assertThat(
                        complete.result().flag("isError"))
                .isTrue());
    }

    @Test
    void aServerThatGoesOnWithoutItsAnswerLeavesTheEndForWhoComesBack() {
        Conversations house = house();
        CompletableFuture<Thread> asker = new CompletableFuture<>();
        CountDownLatch withdrawn = new CountDownLatch(1);
        Server server = (request, exchange) -> {
            Thread asking = Thread.ofVirtual().start(() -> {
                Answer gone = exchange.ask(NAME);
                assertThat(gone).isInstanceOf(Answer.Gone.class);
                withdrawn.countDown();
            });
            asker.complete(asking);
            await(withdrawn);
            return done(List.of());
        };
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        asker.join().interrupt();
        await(withdrawn);
        assertThat(text(house.visit(server, ALICE, party(), answer(round, "{}"))))
                .isEqualTo("[]");
    }

    @Test
    void aClientThatLeavesEndsTheCallAndOneThatWasAnsweredDoesNot() {
        Conversations house = house();
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        Server server = (request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            Answer answer = exchange.ask(NAME);
            await(hold);
            return done(List.of(answer));
        };
        Visit first = house.visit(server, ALICE, party(), call(null));
        Reply.InputRequired round = round(first);
        first.leave();
        assertThat(cancelled.getCount()).isEqualTo(1);
        Visit second = house.visit(server, ALICE, party(), answer(round, "{\"k1\":" + accept("Ada") + "}"));
        second.leave();
        await(cancelled);
        assertThat(second.next(Duration.ofSeconds(30))).isInstanceOf(Visit.Notice.Left.class);
        hold.countDown();
    }

    @Test
    void aClientIsNotAskedWhatItCannotAnswerAndIsToldWhyTheCallFailed() {
        Server server = (request, exchange) -> {
            Answer answer = exchange.ask(ROOTS);
            assertThat(answer).isInstanceOf(Answer.Unsupported.class);
            return Reply.failed(-32603, "no roots");
        };
        Reply reply = end(house().visit(server, ALICE, party("{\"sampling\":{}}"), call(null)));
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(-32021);
            assertThat(failed.failure().data()).isEqualTo(Json.parse("{\"requiredCapabilities\":{\"roots\":{}}}"));
        });
    }

    @Test
    void noPrincipalParksMoreCallsThanItMay() {
        bounds = bounds.with(Bound.PARKED_PER_PRINCIPAL, 1);
        Conversations house = house();
        round(house.visit(asking(NAME), ALICE, party(), call(null)));
        Reply second = end(house.visit(asking(NAME), ALICE, party(), call(null)));
        assertThat(second).isInstanceOfSatisfying(Reply.Complete.class, complete -> assertThat(
                        complete.result().raw())
                .contains("Gone"));
        round(house.visit(asking(NAME), BOB, party(), call(null)));
        assertThat(house.parked()).isEqualTo(2);
    }

    @Test
    void aCallAsksNoMoreOftenThanItMay() {
        bounds = bounds.with(Bound.ROUNDS, 1);
        Conversations house = house();
        Server server = asking(NAME, NAME);
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        assertThat(text(house.visit(server, ALICE, party(), answer(round, "{\"k1\":" + accept("Ada") + "}"))))
                .contains("Gone");
    }

    @Test
    void whileParkedOnlyTheLastProgressIsKeptAndLogsWaitForTheNextRound() {
        Conversations house = house();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Server server = (request, exchange) -> {
            Thread.ofVirtual().start(() -> {
                await(asked);
                for (int i = 1; i <= 5; i++) {
                    exchange.progress(Json.parse("{\"progress\":" + i + "}"));
                }
                exchange.log(Json.parse("{\"level\":\"error\",\"data\":\"a\"}"));
                exchange.log(Json.parse("{\"level\":\"debug\",\"data\":\"b\"}"));
                told.countDown();
            });
            Answer answer = exchange.ask(NAME);
            return done(List.of(answer));
        };
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        asked.countDown();
        await(told);
        Visit back = house.visit(server, ALICE, party(), answer(round, "{\"k1\":" + accept("Ada") + "}"));
        assertThat(next(back)).isEqualTo(new Visit.Notice.Progress(Json.parse("{\"progress\":5}")));
        assertThat(next(back)).isInstanceOfSatisfying(Visit.Notice.Log.class, log -> assertThat(
                        log.params().string("data"))
                .contains("a"));
        assertThat(text(back)).contains("Ada");
    }

    @Test
    void aCallThatTakesLongerThanAnyMayIsEnded() {
        Conversations house = house();
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Server server = (request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(cancelled);
            return done(List.of());
        };
        Visit visit = house.visit(server, ALICE, party(), call(null));
        begin(visit);
        await(begun);
        time.pass(Duration.ofHours(1));
        assertThat(code(visit)).isEqualTo(-32603);
        await(cancelled);
    }

    @Test
    void aServerThatWantsAPageOpenedFirstIsCalledAgainOnceTheUserAgreed() {
        AtomicInteger calls = new AtomicInteger();
        Server server = (request, exchange) -> calls.incrementAndGet() == 1 ? urlRequired() : done(List.of());
        Conversations house = house();
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        assertThat(round.requests().raw())
                .isEqualTo("{\"u1\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\","
                        + "\"message\":\"Sign in\",\"url\":\"https://example.com/in\"}}}");
        assertThat(house.parked()).isZero();
        assertThat(text(house.visit(server, ALICE, party(), answer(round, "{\"u1\":{\"action\":\"accept\"}}"))))
                .isEqualTo("[]");
        assertThat(calls).hasValue(2);
    }

    @Test
    void aUserWhoDoesNotAgreeToAPageGetsAnErrorOfTheTool() {
        AtomicInteger calls = new AtomicInteger();
        Server server = (request, exchange) -> {
            calls.incrementAndGet();
            return urlRequired();
        };
        Conversations house = house();
        Reply.InputRequired round = round(house.visit(server, ALICE, party(), call(null)));
        Reply.InputRequired again = round(house.visit(server, ALICE, party(), answer(round, "{}")));
        Reply reply = end(house.visit(server, ALICE, party(), answer(again, "{\"u1\":{\"action\":\"decline\"}}")));
        assertThat(reply).isInstanceOfSatisfying(Reply.Complete.class, complete -> assertThat(
                        complete.result().flag("isError"))
                .isTrue());
        assertThat(calls).hasValue(1);
    }

    @Test
    void aPageIsNotShownToAClientThatCannotOpenOne() {
        Reply reply = end(
                house().visit((request, exchange) -> urlRequired(), ALICE, party("{\"elicitation\":{}}"), call(null)));
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> assertThat(
                        failed.failure().data())
                .isEqualTo(Json.parse("{\"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}}")));
    }

    private Conversations house() {
        return house("here", new Seals(List.of(), new SecureRandom(), time));
    }

    private Conversations house(String node, Seals seals) {
        Waits waits = Waits.defaults().with(Wait.ANSWER, Duration.ofSeconds(55));
        return new Conversations(
                new Conversations.Settings(node, waits, bounds, window, Duration.ofMinutes(1)),
                seals,
                new JsonSchema(),
                () -> UUID.randomUUID().toString(),
                time);
    }

    private static Server asking(Question... questions) {
        return (request, exchange) ->
                done(List.of(questions).stream().map(exchange::ask).toList());
    }

    /** Asks all at once, each on a thread of its own, and tells when all of them wait for their answer. */
    private static Server together(CountDownLatch asked, Question... questions) {
        return (request, exchange) -> {
            List<Thread> threads = new ArrayList<>();
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (Question question : questions) {
                CompletableFuture<Answer> answer = new CompletableFuture<>();
                answers.add(answer);
                threads.add(Thread.ofVirtual().start(() -> answer.complete(exchange.ask(question))));
            }
            while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
            asked.countDown();
            return done(answers.stream().map(CompletableFuture::join).toList());
        };
    }

    private static Reply done(List<Answer> answers) {
        List<String> texts = answers.stream()
                .map(answer -> answer instanceof Answer.Answered(Json result) ? result.raw() : answer.toString())
                .toList();
        return new Reply.Complete(Json.object().put("answers", texts.toString()).build());
    }

    private static Reply urlRequired() {
        return new Reply.Failed(new dev.nave.hub.Failure(
                -32042,
                "open it",
                Json.parse("{\"elicitations\":[{\"mode\":\"url\",\"elicitationId\":\"e\",\"message\":\"Sign in\","
                        + "\"url\":\"https://example.com/in\"}]}")));
    }

    private static Party party() {
        return party(EVERYTHING);
    }

    private static Party party(String capabilities) {
        Client client = new Client(Revision.NEWEST, Json.EMPTY_OBJECT, Json.parse(capabilities));
        return new Party(client, Optional.of(LogLevel.WARNING), true, List.of());
    }

    private static Request call(Request.@Nullable Retry retry) {
        return new Request("tools/call", Json.parse("{\"name\":\"t\"}"), retry);
    }

    private static Request answer(Reply.InputRequired round, String responses) {
        return call(new Request.Retry(Json.parse(responses), round.state()));
    }

    private static String accept(String name) {
        return "{\"action\":\"accept\",\"content\":{\"name\":\"" + name + "\"}}";
    }

    /** The call runs; its client waits for nothing yet. */
    private static void begin(Visit visit) {
        assertThat(visit.next(Duration.ZERO)).isInstanceOf(Visit.Notice.Silence.class);
    }

    /** The next notice; the clock is looked at often, since the test may have put it forward. */
    private static Visit.Notice next(Visit visit) {
        while (true) {
            Visit.Notice notice = visit.next(Duration.ofMillis(20));
            if (!(notice instanceof Visit.Notice.Silence)) {
                return notice;
            }
        }
    }

    private static Reply end(Visit visit) {
        Visit.Notice notice = next(visit);
        assertThat(notice).isInstanceOf(Visit.Notice.Ended.class);
        return ((Visit.Notice.Ended) notice).reply();
    }

    private static Reply.InputRequired round(Visit visit) {
        Reply reply = end(visit);
        assertThat(reply).isInstanceOf(Reply.InputRequired.class);
        return (Reply.InputRequired) reply;
    }

    private static String text(Visit visit) {
        Reply reply = end(visit);
        assertThat(reply).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) reply).result().string("answers").orElse("none");
    }

    private static int code(Visit visit) {
        Reply reply = end(visit);
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return ((Reply.Failed) reply).failure().code();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
