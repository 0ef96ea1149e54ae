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
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door to legacy servers, over pipes: whose a question is, and who shares a process with whom. */
class LegacyPipeTest {
    private static final String FORMS = "{\"elicitation\":{}}";
    private static final Answer YES = new Answer.Answered(Json.parse("{\"action\":\"accept\",\"content\":{}}"));

    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();
    /** Calls the child has got and not answered. */
    private final BlockingQueue<Message.Request> calls = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void aCallIsAnsweredAndItsResultIsUntouched() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.answer(request, "{ \"content\" : [], \"x\": 1.0 }");
            }
        });
        try (Connection connection = connect(settings())) {
            Reply reply = connection.serve(call("{\"name\":\"t\",\"arguments\":{\"n\":1e2}}"), Asker.plain());
            assertThat(((Reply.Complete) reply).result().raw()).isEqualTo("{ \"content\" : [], \"x\": 1.0 }");
        }
        Message.Request request = (Message.Request) child(0).next(Method.TOOLS_CALL);
        assertThat(request.params().raw()).isEqualTo("{\"name\":\"t\",\"arguments\":{\"n\":1e2}}");
    }

    @Test
    void progressGoesToItsCallAndWhatDoesNotGrowIsDropped() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                Json token = request.params().at("_meta", "progressToken").orElseThrow();
                child.tell(Method.PROGRESS, "{\"progressToken\":" + token + ",\"progress\":2}");
                child.tell(Method.PROGRESS, "{\"progressToken\":\"nobody\",\"progress\":3}");
                child.tell(Method.MESSAGE, "{\"level\":\"info\",\"data\":\"between\"}");
                child.tell(Method.PROGRESS, "{\"progressToken\":" + token + ",\"progress\":1}");
                child.answer(request, "{}");
            }
        });
        Asker asker = Asker.plain().watching().logging(LogLevel.INFO);
        try (Connection connection = connect(settings())) {
            connection.serve(call("{\"name\":\"t\"}"), asker);
        }
        assertThat(asker.progress).extracting(params -> params.find("progress")).containsExactly(Json.of(2));
        assertThat(asker.logs).hasSize(1);
    }

    @Test
    void theLevelOfTheSessionIsTheLowestAnyoneWanted() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.answer(request, "{}");
            }
        });
        try (Connection connection = connect(settings())) {
            connection.serve(call("{}"), Asker.plain().logging(LogLevel.WARNING));
            connection.serve(call("{}"), Asker.plain().logging(LogLevel.ERROR));
            connection.serve(call("{}"), Asker.plain().logging(LogLevel.DEBUG));
        }
        assertThat(((Message.Request) child(0).next(Method.SET_LEVEL)).params()).hasToString("{\"level\":\"warning\"}");
        assertThat(((Message.Request) child(0).next(Method.SET_LEVEL)).params()).hasToString("{\"level\":\"debug\"}");
    }

    @Test
    void pingIsAnsweredAndUnknownRequestsAreRefused() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        try (var _ = connect(settings())) {
            child(0).ask("p", Method.PING, "{}");
            assertThat(((Message.Result) child(0).next("result")).result()).isEqualTo(Json.EMPTY_OBJECT);
            child(0).ask("u", "sampling/dream", "{}");
            assertThat(((Message.Failure) child(0).next("error")).code()).isEqualTo(-32601);
        }
    }

    @Test
    void aQuestionGoesToTheOnlyCallInFlight() throws Exception {
        wires.script = Scripts.legacy(asking("q1", "{\"message\":\"ok?\",\"_meta\":{\"progressToken\":9}}"));
        BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
        Asker asker = Asker.plain().able(FORMS).answering(question -> {
            asked.add(question);
            return YES;
        });
        try (Connection connection = connect(settings())) {
            assertThat(connection.serve(call("{\"name\":\"t\"}"), asker)).isInstanceOf(Reply.Complete.class);
        }
        assertThat(asked).containsExactly(new Question("q1", Method.ELICITATION, Json.parse("{\"message\":\"ok?\"}")));
        assertThat(((Message.Result) child(0).next("result")).result().string("action"))
                .contains("accept");
    }

    @Test
    void aQuestionOutsideAnyCallIsRefused() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        try (var _ = connect(settings())) {
            child(0).ask("r", Method.ROOTS_LIST, "{}");
            assertThat(((Message.Failure) child(0).next("error")).code()).isEqualTo(-32603);
        }
    }

    @Test
    void aQuestionNobodyAnswersIsCancelledAsItsKindAllows() throws Exception {
        Answer gone = new Answer.Gone("no answer in time");
        assertThat(answerTo(Method.ELICITATION, gone)).contains("\"action\":\"cancel\"");
        assertThat(answerTo(Method.SAMPLING, gone)).contains("\"code\":-1");
        assertThat(answerTo(Method.ROOTS_LIST, gone)).contains("\"code\":-32603");
        assertThat(answerTo(Method.ROOTS_LIST, new Answer.Unsupported("no"))).contains("\"code\":-32601");
        assertThat(answerTo(Method.SAMPLING, new Answer.Refused(-7, "not now", null)))
                .contains("\"code\":-7")
                .contains("not now");
    }

    @Test
    void twoPrincipalsThatCanBeAskedNeverShareAProcess() throws Exception {
        wires.script = Scripts.legacy(keeping());
        try (Connection connection = connect(settings())) {
            CompletableFuture<Reply> alice = serve(connection, Asker.plain().able(FORMS));
            Message.Request first = calls.poll(30, TimeUnit.SECONDS);
            CompletableFuture<Reply> bob =
                    serve(connection, Asker.plain().as("bob").able(FORMS));
            Message.Request second = calls.poll(30, TimeUnit.SECONDS);
            assertThat(wires.children).hasSize(2);
            child(0).answer(first, "{\"of\":\"alice\"}");
            child(1).answer(second, "{\"of\":\"bob\"}");
            assertThat(alice.get(30, TimeUnit.SECONDS)).hasToString("Complete[result={\"of\":\"alice\"}]");
            assertThat(bob.get(30, TimeUnit.SECONDS)).hasToString("Complete[result={\"of\":\"bob\"}]");
        }
        assertThat(child(0).isGone()).isTrue();
        assertThat(child(1).isGone()).isTrue();
    }

    @Test
    void eachProcessReportsTheResourcesThatAreWatchedToThoseWhoseItIs() throws Exception {
        wires.script = Scripts.legacy(keeping());
        try (Connection connection = connect(settings())) {
            CompletableFuture<Reply> alice = serve(connection, Asker.plain().able(FORMS));
            Message.Request first = calls.poll(30, TimeUnit.SECONDS);
            CompletableFuture<Reply> bob =
                    serve(connection, Asker.plain().as("bob").able(FORMS));
            Message.Request second = calls.poll(30, TimeUnit.SECONDS);
            assertThat(connection.watch(Set.of("x:1"))).containsExactly("x:1");
            for (int process = 0; process < 2; process++) {
                Message.Request told = (Message.Request) child(process).next(Method.RESOURCES_SUBSCRIBE);
                assertThat(told.params().string("uri")).contains("x:1");
            }
            child(1).tell(Method.RESOURCE_UPDATED, "{\"uri\":\"x:1\"}");
            assertThat(feed.next("updated")).isEqualTo("updated x:1 for bob");
            child(0).tell(Method.RESOURCE_UPDATED, "{\"uri\":\"x:1\"}");
            assertThat(feed.next("updated")).isEqualTo("updated x:1");
            assertThat(connection.watch(Set.of())).isEmpty();
            assertThat(child(1).next(Method.RESOURCES_UNSUBSCRIBE)).isNotNull();
            child(0).answer(first, "{}");
            child(1).answer(second, "{}");
            alice.get(30, TimeUnit.SECONDS);
            bob.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aProcessThatIsStartedLaterIsAskedForWhatIsWatchedBeforeItsFirstCall() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.answer(request, "{}");
            }
        });
        try (Connection connection = connect(settings())) {
            connection.serve(call("{}"), Asker.plain().able(FORMS));
            connection.watch(Set.of("x:1"));
            connection.serve(call("{}"), Asker.plain().as("bob").able(FORMS));
            assertThat(child(1).got.stream()
                            .filter(Message.Request.class::isInstance)
                            .map(message -> ((Message.Request) message).method()))
                    .containsSubsequence(Method.RESOURCES_SUBSCRIBE, Method.TOOLS_CALL);
        }
    }

    @Test
    void whoCanBeAskedNothingSharesAProcessWithOthersAlike() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.answer(request, "{}");
            }
        });
        try (Connection connection = connect(settings())) {
            connection.serve(call("{}"), Asker.plain());
            connection.serve(call("{}"), Asker.plain().as("bob"));
            assertThat(wires.children).hasSize(1);
            connection.serve(call("{}"), Asker.plain().as("carol").able(FORMS));
            assertThat(wires.children).hasSize(2);
        }
    }

    @Test
    void aServerThatMustNeverAskIsToldSoAndSharedByAll() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.ask("q", Method.ELICITATION, "{\"message\":\"?\"}");
                child.answer(request, "{}");
            }
        });
        try (Connection connection = connect(TestWires.with(settings(), Interactive.NEVER))) {
            connection.serve(call("{}"), Asker.plain().able(FORMS));
            connection.serve(call("{}"), Asker.plain().as("bob").able(FORMS));
            assertThat(wires.children).hasSize(1);
            Message.Request initialize = (Message.Request) child(0).next(Method.INITIALIZE);
            assertThat(initialize.params().find("capabilities")).isEqualTo(Json.EMPTY_OBJECT);
            assertThat(((Message.Failure) child(0).next("error")).code()).isEqualTo(-32601);
        }
    }

    @Test
    void aCallGivenUpIsCancelledAtTheServerAndItsLateAnswerIsNobodys() throws Exception {
        wires.script = Scripts.legacy(keeping());
        try (Connection connection = connect(settings())) {
            Asker asker = Asker.plain();
            CompletableFuture<Reply> call = serve(connection, asker);
            Message.Request first = calls.poll(30, TimeUnit.SECONDS);
            asker.cancellation().cancel("the user stopped it");
            assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
            Message.Notification told = (Message.Notification) child(0).next(Method.CANCELLED);
            assertThat(told.params().find("requestId")).isEqualTo(first.id().value());
            child(0).answer(first, "{}");
            CompletableFuture<Reply> next = serve(connection, Asker.plain());
            child(0).answer(calls.poll(30, TimeUnit.SECONDS), "{\"second\":true}");
            assertThat(next.get(30, TimeUnit.SECONDS)).hasToString("Complete[result={\"second\":true}]");
        }
    }

    @Test
    void aSilentServerIsGivenUpAndTold() throws Exception {
        wires.script = Scripts.legacy(keeping());
        try (Connection connection = connect(TestWires.with(settings(), Wait.CALL, Duration.ofMillis(50)))) {
            Reply.Failed reply = (Reply.Failed) connection.serve(call("{}"), Asker.plain());
            assertThat(reply.failure().message()).contains("waits.call");
            assertThat(child(0).next(Method.CANCELLED)).isNotNull();
        }
    }

    @Test
    void callsOfAChildThatDiesMayHaveRunAndTheConnectionIsLost() throws Exception {
        wires.script = Scripts.legacy(keeping());
        try (Connection connection = connect(settings())) {
            CompletableFuture<Reply> call = serve(connection, Asker.plain());
            assertThat(calls.poll(30, TimeUnit.SECONDS)).isNotNull();
            child(0).lastWords = "panic";
            child(0).die("it ended with status 2");
            Reply.Failed reply = (Reply.Failed) call.get(30, TimeUnit.SECONDS);
            assertThat(reply.ran()).isEqualTo(Reply.Ran.PERHAPS);
            assertThat(feed.next("lost")).contains("status 2").contains("panic");
            Reply.Failed after = (Reply.Failed) connection.serve(call("{}"), Asker.plain());
            assertThat(after.ran()).isEqualTo(Reply.Ran.SURELY_NOT);
        }
    }

    @Test
    void changesAndWatchedResourcesReachTheFeed() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        try (Connection connection = connect(settings())) {
            child(0).tell(Method.TOOLS_CHANGED, "{}");
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
            assertThat(connection.watch(Set.of("x:1", "x:2"))).containsExactlyInAnyOrder("x:1", "x:2");
            assertThat(connection.watch(Set.of("x:2"))).containsExactly("x:2");
            assertThat(((Message.Request) child(0).next(Method.RESOURCES_UNSUBSCRIBE))
                            .params()
                            .string("uri"))
                    .contains("x:1");
            child(0).tell(Method.RESOURCE_UPDATED, "{\"uri\":\"x:2\"}");
            assertThat(feed.next("updated")).isEqualTo("updated x:2");
        }
    }

    @Test
    void changedRootsAreToldToTheSessionsOfTheirCallerAlone() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.answer(request, "{}");
            }
        });
        String roots = "{\"roots\":{\"listChanged\":true}}";
        try (Connection connection = connect(settings())) {
            connection.serve(call("{}"), Asker.plain().able(roots));
            connection.serve(call("{}"), Asker.plain().as("bob").able(roots));
            connection.rootsChanged(new Caller("bob", Set.of()), Optional.empty());
            assertThat(child(1).next(Method.ROOTS_CHANGED)).isNotNull();
            assertThat(child(0).got)
                    .noneMatch(message -> message instanceof Message.Notification notice
                            && notice.method().equals(Method.ROOTS_CHANGED));
        }
    }

    private String answerTo(String method, Answer answer) throws Exception {
        wires.children.clear();
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.ask("q", method, "{}");
                calls.add(request);
            } else if (!(message instanceof Message.Notification)) {
                child.answer(
                        calls.remove(),
                        Json.object().put("said", message.toJson()).build().raw());
            }
        });
        Asker asker = Asker.plain()
                .able("{\"elicitation\":{},\"sampling\":{},\"roots\":{}}")
                .answering(question -> answer);
        try (Connection connection = connect(settings())) {
            return ((Reply.Complete) connection.serve(call("{}"), asker))
                    .result()
                    .raw();
        }
    }

    /** Asks before it answers, and answers once it was told. */
    private FakeChild.Script asking(String id, String params) {
        return (child, message) -> {
            if (message instanceof Message.Request request) {
                calls.add(request);
                child.ask(id, Method.ELICITATION, params);
            } else if (message instanceof Message.Result) {
                child.answer(calls.remove(), "{\"content\":[]}");
            }
        };
    }

    /** Leaves calls to the test. */
    private FakeChild.Script keeping() {
        return (child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.TOOLS_CALL)) {
                calls.add(request);
            }
        };
    }

    private FakeChild child(int index) {
        return wires.children.get(index);
    }

    private Connection connect(ServerSettings settings) throws Exception {
        return wires.connect(settings, feed);
    }

    private static ServerSettings settings() {
        return TestWires.with(TestWires.child(), Era.LEGACY);
    }

    private static CompletableFuture<Reply> serve(Connection connection, Asker asker) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> reply.complete(connection.serve(call("{\"name\":\"t\"}"), asker)));
        return reply;
    }

    private static Request call(String params) {
        return new Request(Method.TOOLS_CALL, Json.parse(params));
    }
}
