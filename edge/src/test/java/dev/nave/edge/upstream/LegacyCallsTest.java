package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.nave.hub.Answer;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls of a legacy server over HTTP: what comes on their own streams, elsewhere, late or never. */
class LegacyCallsTest extends LegacySite {
    @Test
    void aQuestionOnTheStreamOfACallIsThatCalls() throws Exception {
        CompletableFuture<Message> answered = new CompletableFuture<>();
        site.script = legacy(visit -> {
            if (visit.message() instanceof Message.Result) {
                answered.complete(visit.message());
                visit.status(202);
                return;
            }
            FakeSite.Stream stream = visit.stream();
            String whose = visit.request().params().string("name").orElse("");
            stream.say(new Message.Request(Id.of(whose), Method.ELICITATION, Json.parse("{\"message\":\"?\"}")));
            answered.get(30, TimeUnit.SECONDS);
            stream.answer("{\"content\":[]}");
        });
        try (Connection connection = connect()) {
            Asker asker = Asker.plain().able(FORMS).answering(question -> {
                assertThat(question.key()).isEqualTo("t");
                return new Answer.Answered(Json.parse("{\"action\":\"decline\"}"));
            });
            assertThat(connection.serve(call(), asker)).isInstanceOf(Reply.Complete.class);
        }
        assertThat(((Message.Result) answered.join()).result().string("action")).contains("decline");
    }

    @Test
    void aPingOnTheStreamOfACallIsAnsweredByTheHub() throws Exception {
        CompletableFuture<Message> answered = new CompletableFuture<>();
        site.script = legacy(visit -> {
            if (visit.message() instanceof Message.Response) {
                answered.complete(visit.message());
                visit.status(202);
                return;
            }
            FakeSite.Stream stream = visit.stream();
            stream.say(new Message.Request(Id.of("there?"), Method.PING, Json.EMPTY_OBJECT));
            answered.get(30, TimeUnit.SECONDS);
            stream.answer("{\"content\":[]}");
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain())).isInstanceOf(Reply.Complete.class);
        }
        assertThat(answered.join()).isEqualTo(new Message.Result(Id.of("there?"), Json.EMPTY_OBJECT));
    }

    @Test
    void aStreamThatIsClosedBeforeTheAnswerIsTakenUpWhereItWasLeft() throws Exception {
        CompletableFuture<FakeSite.Visit> call = new CompletableFuture<>();
        site.script = legacy(visit -> {
            if (visit.name().equals("GET")) {
                new FakeSite.Stream(visit.http().openStream(Map.of()), call.get(30, TimeUnit.SECONDS))
                        .answer("{\"resumed\":true}");
                return;
            }
            call.complete(visit);
            FakeSite.Stream stream = visit.stream();
            stream.prime("event-7", Duration.ofMillis(10));
            stream.end();
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain()))
                    .isEqualTo(new Reply.Complete(Json.parse("{\"resumed\":true}")));
        }
        assertThat(site.visits.stream().flatMap(visit -> visit.http().header("Last-Event-ID").stream()))
                .containsExactly("event-7");
    }

    @Test
    void aChangedListOnTheStreamOfACallIsHeardAllTheSame() throws Exception {
        site.script = legacy(visit -> {
            FakeSite.Stream stream = visit.stream();
            stream.tell(Method.TOOLS_CHANGED, "{}");
            stream.answer("{}");
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain())).isInstanceOf(Reply.Complete.class);
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
        }
    }

    @Test
    void aStreamTakenUpAgainIsLeftWhenTheCallIsGivenUp() throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        site.script = legacy(visit -> {
            FakeSite.Stream stream = visit.stream();
            if (visit.name().equals("GET")) {
                visit.http().onGone(left::countDown);
                back.countDown();
                return;
            }
            stream.prime("event-1", Duration.ofMillis(1));
            stream.end();
        });
        Asker asker = Asker.plain();
        try (Connection connection = connect()) {
            Thread caller = Thread.ofVirtual().start(() -> connection.serve(call(), asker));
            assertThat(back.await(30, TimeUnit.SECONDS)).isTrue();
            asker.cancellation().cancel("enough");
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aStreamWithoutIdsThatEndsEarlyLosesItsCall() throws Exception {
        site.script = legacy(visit -> visit.stream().end());
        try (Connection connection = connect()) {
            Reply.Failed reply = (Reply.Failed) connection.serve(call(), Asker.plain());
            assertThat(reply.ran()).isEqualTo(Reply.Ran.PERHAPS);
        }
    }

    @Test
    void whatComesOnTheStandingStreamFindsItsWay() throws Exception {
        CompletableFuture<Message> answered = new CompletableFuture<>();
        CountDownLatch called = new CountDownLatch(1);
        site.script = legacy(visit -> {
            if (visit.message() instanceof Message.Result) {
                answered.complete(visit.message());
                visit.status(202);
                return;
            }
            called.countDown();
            answered.get(30, TimeUnit.SECONDS);
            visit.answer("{}");
        });
        try (Connection connection = connect()) {
            FakeSite.Stream house = standing.poll(30, TimeUnit.SECONDS);
            house.tell(Method.PROMPTS_CHANGED, "{}");
            assertThat(feed.next("changed")).isEqualTo("changed PROMPTS");

            Asker asker = Asker.plain()
                    .in("mine")
                    .able(FORMS)
                    .answering(question -> new Answer.Answered(Json.parse("{\"action\":\"accept\"}")));
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> reply.complete(connection.serve(call(), asker)));
            FakeSite.Stream own = standing.poll(30, TimeUnit.SECONDS);
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
            own.say(new Message.Request(Id.of(1), Method.ELICITATION, Json.parse("{\"message\":\"?\"}")));
            assertThat(reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
            own.tell(Method.MESSAGE, "{\"level\":\"info\",\"data\":1}");
            assertThat(feed.next("said")).isEqualTo("said alice mine notifications/message");
        }
    }

    @Test
    void aCallWhoseClientIsAskedOnItsStreamLeavesItsSessionToOthers() throws Exception {
        CompletableFuture<Message> answered = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        Set<String> used = ConcurrentHashMap.newKeySet();
        site.script = legacy(visit -> {
            if (visit.message() instanceof Message.Result) {
                answered.complete(visit.message());
                visit.status(202);
                return;
            }
            used.add(visit.http().header("Mcp-Session-Id").orElse("none"));
            if (asked.getCount() == 1) {
                FakeSite.Stream stream = visit.stream();
                stream.say(new Message.Request(Id.of(1), Method.ELICITATION, Json.parse("{\"message\":\"?\"}")));
                answered.get(30, TimeUnit.SECONDS);
                stream.answer("{\"content\":[]}");
            } else {
                visit.answer("{\"quick\":true}");
            }
        });
        CountDownLatch agreed = new CountDownLatch(1);
        Asker asker = Asker.plain().able(FORMS).answering(question -> {
            asked.countDown();
            await(agreed);
            return new Answer.Answered(Json.parse("{\"action\":\"decline\"}"));
        });
        try (Connection connection = connect()) {
            CompletableFuture<Reply> first = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> first.complete(connection.serve(call(), asker)));
            await(asked);
            assertThat(connection.serve(call(), asker).toString()).contains("quick");
            agreed.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
        }
        assertThat(used).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerThatComesElsewhereEndsACallWhosePostHangs() throws Exception {
        CompletableFuture<FakeSite.Visit> called = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(1);
        site.script = legacy(visit -> {
            visit.http().onGone(left::countDown);
            called.complete(visit);
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        });
        try (Connection connection = connect()) {
            FakeSite.Stream house = standing.poll(30, TimeUnit.SECONDS);
            assertThat(house).isNotNull();
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            Asker asker = Asker.plain().in("mine");
            Thread.ofVirtual().start(() -> reply.complete(connection.serve(call(), asker)));
            FakeSite.Stream own = standing.poll(30, TimeUnit.SECONDS);
            Id id = called.get(30, TimeUnit.SECONDS).request().id();
            own.tell(
                    Method.PROGRESS,
                    Json.object()
                            .put("progressToken", id.value())
                            .put("progress", 1)
                            .build()
                            .raw());
            own.say(new Message.Result(id, Json.parse("{\"from\":\"elsewhere\"}")));
            assertThat(reply.get(30, TimeUnit.SECONDS).toString()).contains("elsewhere");
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServerThatSaysNothingForTooLongIsToldThatTheCallIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        site.script = legacy(visit -> {
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
            visit.answer("{}");
        });
        ServerSettings hasty = TestWires.with(
                TestWires.with(TestWires.remote(site.url()), Era.LEGACY), Wait.CALL, Duration.ofMillis(300));
        try (Connection connection = wires.connect(hasty, feed)) {
            Reply reply = connection.serve(call(), Asker.plain());
            assertThat(reply.toString()).contains("within 300 ms");
            assertThat(site.next(Method.CANCELLED)).isNotNull();
            over.countDown();
        }
    }

    @Test
    void aCallGivenUpIsCancelledByANotificationForADisconnectIsNone() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        site.script = legacy(visit -> {
            called.countDown();
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
            visit.answer("{}");
        });
        Asker asker = Asker.plain();
        try (Connection connection = connect()) {
            Thread caller = Thread.ofVirtual().start(() -> connection.serve(call(), asker));
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
            asker.cancellation().cancel("enough");
            FakeSite.Visit call = site.next(Method.TOOLS_CALL);
            assertThat(site.next(Method.CANCELLED).message())
                    .asInstanceOf(type(Message.Notification.class))
                    .satisfies(told -> assertThat(told.params().find("requestId"))
                            .isEqualTo(call.request().id().value()));
            assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
            over.countDown();
        }
    }

    @Test
    void aServerThatNamesItsQuestionsHasACallToASessionWhileItAsks() throws Exception {
        CountDownLatch agreed = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(3);
        Map<String, BlockingQueue<FakeSite.Visit>> answers = new ConcurrentHashMap<>();
        Set<String> used = ConcurrentHashMap.newKeySet();
        site.script = legacy(visit -> {
            String session = visit.http().header("Mcp-Session-Id").orElse("none");
            BlockingQueue<FakeSite.Visit> own = answers.computeIfAbsent(session, any -> new LinkedBlockingQueue<>());
            if (visit.message() instanceof Message.Result) {
                own.add(visit);
                visit.status(202);
                return;
            }
            FakeSite.Stream stream = visit.stream();
            stream.say(new Message.Request(Id.of("name"), Method.ELICITATION, Json.parse("{\"message\":\"?\"}")));
            assertThat(own.poll(30, TimeUnit.SECONDS)).isNotNull();
            used.add(session);
            stream.answer("{\"content\":[]}");
        });
        Asker quick = Asker.plain().able(FORMS).answering(question -> declined(asked));
        Asker slow = Asker.plain().able(FORMS).answering(question -> {
            Answer answer = declined(asked);
            await(agreed);
            return answer;
        });
        try (Connection connection = connect()) {
            connection.serve(call(), quick);
            connection.serve(call(), quick); // The same id again: it is a name.
            assertThat(used).hasSize(1);
            CompletableFuture<Reply> first = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> first.complete(connection.serve(call(), slow)));
            await(asked);
            CompletableFuture<Reply> second = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> second.complete(connection.serve(call(), quick)));
            assertThat(second.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
            agreed.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Complete.class);
        }
        assertThat(used).hasSize(2);
    }

    private static Answer declined(CountDownLatch asked) {
        asked.countDown();
        return new Answer.Answered(Json.parse("{\"action\":\"decline\"}"));
    }
}
