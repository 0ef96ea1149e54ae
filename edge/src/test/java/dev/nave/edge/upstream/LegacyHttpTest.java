package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.nave.hub.Answer;
import dev.nave.hub.Caller;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.secret.Template;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.SentEvent;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door to legacy servers, over HTTP (2025-11-25, basic/transports; 2024-11-05 for HTTP+SSE). */
class LegacyHttpTest {
    private static final String FORMS = "{\"elicitation\":{}}";

    private final TestWires wires = new TestWires();
    private final FakeSite site = new FakeSite();
    private final HeardFeed feed = new HeardFeed();
    private final AtomicInteger sessions = new AtomicInteger();
    /** Standing streams, in the order in which they were opened. */
    private final BlockingQueue<FakeSite.Stream> standing = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
        site.close();
    }

    @Test
    void aServerThatKnowsNoDiscoveryIsInitialised() throws Exception {
        site.script = legacy(visit -> visit.fail(400, -32000, "Bad Request: Server not initialized", null));
        try (Connection connection = wires.connect(TestWires.remote(site.url()), feed)) {
            assertThat(connection.opening().revision().wireName()).isEqualTo("2025-06-18");
        }
        assertThat(site.next(Method.DISCOVER)).isNotNull();
        assertThat(site.next(Method.INITIALIZED).http().header("Mcp-Session-Id"))
                .contains("s1");
    }

    @Test
    void everyRequestNamesSessionAndRevisionAndTheSessionIsEnded() throws Exception {
        site.script = legacy(visit -> visit.answer("{\"content\":[]}"));
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain())).isInstanceOf(Reply.Complete.class);
        }
        FakeSite.Visit call = site.next(Method.TOOLS_CALL);
        assertThat(call.http().header("Mcp-Session-Id")).contains("s2");
        assertThat(call.http().header("MCP-Protocol-Version")).contains("2025-06-18");
        assertThat(call.http().header("Accept")).contains("application/json, text/event-stream");
        assertThat(site.next("DELETE")).isNotNull();
        assertThat(site.next("DELETE")).isNotNull();
    }

    @Test
    void eachPrincipalAndEachOfItsSessionsHasASessionOfItsOwn() throws Exception {
        site.script = legacy(visit -> visit.answer(Json.object()
                .put("in", visit.http().header("Mcp-Session-Id").orElse(""))
                .build()
                .raw()));
        try (Connection connection = connect()) {
            Set<String> seen = new HashSet<>();
            seen.add(connection.serve(call(), Asker.plain().in("a")).toString());
            seen.add(connection.serve(call(), Asker.plain().in("b")).toString());
            seen.add(connection.serve(call(), Asker.plain().as("bob").in("a")).toString());
            seen.add(connection.serve(call(), Asker.plain().in("a").able(FORMS)).toString());
            assertThat(seen).hasSize(4);
            assertThat(seen)
                    .contains(connection.serve(call(), Asker.plain().in("a")).toString());
        }
    }

    @Test
    void whatAClientCannotDoIsNotDeclaredForIt() throws Exception {
        site.script = legacy(visit -> visit.answer("{}"));
        try (Connection connection = connect()) {
            site.next(Method.INITIALIZE);
            connection.serve(
                    call(),
                    Asker.plain().able("{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{\"tools\":{}}}"));
            Json capabilities = site.next(Method.INITIALIZE)
                    .request()
                    .params()
                    .member("capabilities")
                    .orElseThrow();
            // 2025-06-18 knows no sub-capabilities, and strict readers refuse them.
            assertThat(capabilities).isEqualTo(Json.parse("{\"sampling\":{},\"elicitation\":{}}"));
        }
    }

    @Test
    void aSessionThatEndedIsOpenedAgainOnceAndTheCallResent() throws Exception {
        site.script = legacy(visit -> {
            if (visit.http().header("Mcp-Session-Id").orElse("").equals("s2")) {
                visit.fail(404, -32001, "Session not found", null);
            } else {
                visit.answer("{\"content\":[]}");
            }
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain())).isInstanceOf(Reply.Complete.class);
        }
        assertThat(sessions).hasValue(3);
    }

    @Test
    void theHubsOwnSessionIsOpenedAgainAndWatchesAgain() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        site.script = legacy(visit -> {
            if (visit.name().equals(Method.RESOURCES_SUBSCRIBE)) {
                visit.answer("{}");
            } else if (lists.incrementAndGet() == 1) {
                visit.status(404);
            } else {
                visit.answer("{\"tools\":[]}");
            }
        });
        try (Connection connection = connect()) {
            assertThat(connection.watch(Set.of("x:1"))).containsExactly("x:1");
            Request list = new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            assertThat(connection.serve(list, Asker.plain())).isInstanceOf(Reply.Complete.class);
            assertThat(feed.next("updated")).isEqualTo("updated x:1");
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
        }
        assertThat(feed.has("lost")).isFalse();
    }

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
    void whenAClientEndsItsSessionSoDoesItsSessionHere() throws Exception {
        site.script = legacy(visit -> visit.answer("{}"));
        try (Connection connection = connect()) {
            connection.serve(call(), Asker.plain().in("mine"));
            connection.sessionEnded(new Caller("alice", Set.of()), "mine");
            assertThat(site.next("DELETE").http().header("Mcp-Session-Id")).contains("s2");
        }
    }

    @Test
    void aServerOf2024IsReachedOverItsStreamOfEvents() throws Exception {
        Older older = new Older("/messages");
        site.script = older;
        try (Connection connection = wires.connect(TestWires.remote(site.url()), feed)) {
            assertThat(connection.serve(call(), Asker.plain()))
                    .isEqualTo(new Reply.Complete(Json.parse("{\"old\":true}")));
        }
    }

    @Test
    void anEndpointOnAnotherOriginIsRefused() {
        site.script = new Older("http://127.0.0.2:1/messages");
        ServerSettings settings = ServerSettings.of(
                "files", new Target.Remote(Template.of(site.url().toString()), Map.of(), Target.Wire.SSE));
        assertThatThrownBy(() -> wires.connect(settings, feed))
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isFalse())
                .hasMessageContaining("another origin");
    }

    @Test
    void aServerNobodyReachesIsWorthTryingAgain() {
        ServerSettings nowhere = TestWires.remote(URI.create("http://127.0.0.1:1/mcp"));
        assertThatThrownBy(() -> wires.connect(nowhere, feed))
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isTrue())
                .hasMessageContaining("127.0.0.1:1");
    }

    private Connection connect() throws Exception {
        return wires.connect(TestWires.with(TestWires.remote(site.url()), Era.LEGACY), feed);
    }

    /** Opens sessions s1, s2, …; the hub's own is the first. Calls are the test's. */
    private FakeSite.Script legacy(FakeSite.Script rest) {
        return visit -> {
            switch (visit.name()) {
                case Method.INITIALIZE ->
                    visit.answer(Map.of("Mcp-Session-Id", "s" + sessions.incrementAndGet()), Scripts.INITIALIZED);
                case Method.INITIALIZED, Method.CANCELLED, "DELETE" -> visit.status(202);
                case Method.SET_LEVEL -> visit.answer("{}");
                case "GET" -> {
                    if (visit.http().header("Last-Event-ID").isPresent()) {
                        rest.take(visit);
                    } else {
                        standing.add(visit.stream());
                    }
                }
                default -> rest.take(visit);
            }
        };
    }

    private static Request call() {
        return new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"t\"}"));
    }

    /** A server of HTTP+SSE: answers come on the stream that a GET opened. */
    private static final class Older implements FakeSite.Script {
        private final String endpoint;
        private final List<FakeSite.Stream> streams = new CopyOnWriteArrayList<>();

        Older(String endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void take(FakeSite.Visit visit) {
            if (visit.name().equals("GET")) {
                FakeSite.Stream opened = visit.stream();
                streams.add(opened);
                opened.send(new SentEvent(
                        null, "endpoint", null, FakeSite.utf8(endpoint + "?session=" + (streams.size() - 1))));
                return;
            }
            if (!visit.http().path().equals("/messages")) {
                visit.status(405);
                return;
            }
            visit.status(202);
            if (visit.message() instanceof Message.Request request) {
                String result = request.method().equals(Method.INITIALIZE)
                        ? Scripts.INITIALIZED.replace("2025-06-18", "2024-11-05")
                        : "{\"old\":true}";
                int session = Integer.parseInt(visit.http().query("session").orElseThrow());
                streams.get(session).say(new Message.Result(request.id(), Json.parse(result)));
            }
        }
    }
}
