package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks of a server of 2025-11-25 in the form of the extension, over a pipe. */
class LegacyTasksTest {
    private static final String ABLE =
            "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}},\"elicitation\":{},\"sampling\":{}}";
    private static final Json FORM = Json.parse("""
        {"message":"Sure?","requestedSchema":{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}}\
        """);
    private static final String YES = "{\"action\":\"accept\",\"content\":{\"ok\":true}}";

    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();
    private final TaskChild server = new TaskChild();

    LegacyTasksTest() {
        wires.script = server;
    }

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void aCallOfAClientThatTakesTasksBecomesOne() throws Exception {
        try (Connection connection = connect(settings())) {
            Reply reply = connection.serve(call("may"), able());
            assertThat(reply).isInstanceOfSatisfying(Reply.Task.class, task -> assertThat(task.result())
                    .isEqualTo(Json.parse("""
                        {"taskId":"t1","status":"working","createdAt":"2026-01-01T00:00:00Z",\
                        "lastUpdatedAt":"2026-01-01T00:00:00Z","ttlMs":60000,"pollIntervalMs":50,\
                        "_meta":{"io.modelcontextprotocol/model-immediate-response":"soon"}}\
                        """)));
            assertThat(server.asked.remove().params().raw()).isEqualTo("{\"name\":\"may\",\"task\":{}}");
        }
    }

    @Test
    void aToolThatTakesNoTasksAndAClientThatTakesNoneMakeNone() throws Exception {
        try (Connection connection = connect(settings())) {
            Json asking = Json.parse("{\"name\":\"never\",\"task\":{}}");
            assertThat(connection.serve(new Request(Method.TOOLS_CALL, asking), able()))
                    .isInstanceOf(Reply.Complete.class);
            assertThat(server.asked.remove().params().find("task")).isNull();
            assertThat(connection.serve(call("may"), Asker.plain())).isInstanceOf(Reply.Complete.class);
            assertThat(server.statuses).isEmpty();
        }
    }

    @Test
    void whatToolsSayOfTasksCountsForNothingWhereTheServerDeclaresNone() throws Exception {
        server.tasks = "{\"list\":{}}";
        try (Connection connection = connect(settings())) {
            Reply.Complete tools =
                    (Reply.Complete) connection.serve(new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), Asker.plain());
            assertThat(tools.result().raw()).contains("\"must\"").doesNotContain("execution");
            assertThat(connection.serve(call("must"), able())).isInstanceOf(Reply.Complete.class);
            assertThat(connection.serve(get("t1"), able())).isInstanceOf(Reply.Failed.class);
        }
    }

    @Test
    void whatCameOfATaskIsPartOfItsState() throws Exception {
        try (Connection connection = connect(settings())) {
            connection.serve(call("may"), able());
            server.statuses.put("t1", "completed");
            CompletableFuture<Reply> got = later(connection, get("t1"), able());
            server.end(child(), server.result(), "completed", "{\"content\":[],\"structuredContent\":{\"n\":1.0}}");
            Json state = state(got);
            assertThat(state.string("status")).contains("completed");
            assertThat(state.find("result"))
                    .isEqualTo(Json.parse("{\"content\":[],\"structuredContent\":{\"n\":1.0}}"));
        }
    }

    @Test
    void aToolThatFailedCompletesItsTaskAndAnErrorFailsIt() throws Exception {
        try (Connection connection = connect(settings())) {
            connection.serve(call("may"), able());
            connection.serve(call("must"), able());
            server.statuses.put("t1", "failed");
            server.statuses.put("t2", "failed");
            CompletableFuture<Reply> failed = later(connection, get("t1"), able());
            server.end(child(), server.result(), "failed", "{\"content\":[],\"isError\":true}");
            assertThat(state(failed).string("status")).contains("completed");
            CompletableFuture<Reply> broken = later(connection, get("t2"), able());
            child().fail(server.result(), -32603, "it broke down");
            Json state = state(broken);
            assertThat(state.string("status")).contains("failed");
            assertThat(state.find("error")).isEqualTo(Json.parse("{\"code\":-32603,\"message\":\"it broke down\"}"));
        }
    }

    @Test
    void aTasksQuestionsAreHeardAndAnsweredByItsClientWhenItComesBy() throws Exception {
        try (Connection connection = connect(settings())) {
            connection.serve(call("must"), able());
            server.statuses.put("t1", "input_required");
            CompletableFuture<Reply> got = later(connection, get("t1"), able());
            Message.Request held = server.result();
            TaskChild.ask(child(), "sure", "t1", Method.ELICITATION, FORM);
            Json state = state(got);
            assertThat(state.string("status")).contains("input_required");
            assertThat(state.at("inputRequests", "sure", "params")).contains(FORM);
            // Seen again as long as it is open; what does not fit leaves it open.
            connection.serve(update("t1", "{\"sure\":{\"action\":\"accept\",\"content\":{}}}"), able());
            assertThat(state(later(connection, get("t1"), able())).at("inputRequests", "sure"))
                    .isPresent();
            assertThat(connection.serve(update("t1", "{\"sure\":" + YES + ",\"other\":{}}"), able()))
                    .isEqualTo(new Reply.Complete(Json.EMPTY_OBJECT));
            Message.Result answer = (Message.Result) child().next("result");
            assertThat(answer.result().find("content")).isEqualTo(Json.parse("{\"ok\":true}"));
            assertThat(answer.result().at("_meta", "io.modelcontextprotocol/related-task", "taskId"))
                    .contains(Json.of("t1"));
            server.end(child(), held, "completed", "{\"content\":[]}");
            assertThat(state(later(connection, get("t1"), able())).string("status"))
                    .contains("completed");
        }
    }

    @Test
    void untilItsFirstQuestionIsThereATaskIsAtWork() throws Exception {
        try (Connection connection = connect(settings())) {
            connection.serve(call("must"), able());
            server.statuses.put("t1", "input_required");
            Json state = state(later(connection, get("t1"), able()));
            assertThat(state.string("status")).contains("working");
            assertThat(state.find("inputRequests")).isNull();
        }
    }

    @Test
    void aClientThatTakesNoTasksGetsTheResultInsideItsCall() throws Exception {
        BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
        Asker asker = Asker.plain().able("{\"elicitation\":{}}").watching().answering(question -> {
            asked.add(question);
            return new Answer.Answered(Json.parse(YES));
        });
        try (Connection connection = connect(settings())) {
            CompletableFuture<Reply> reply = later(connection, call("must"), asker);
            Message.Request result = server.result();
            Json token =
                    server.asked.remove().params().at("_meta", "progressToken").orElseThrow();
            child().tell(Method.PROGRESS, "{\"progressToken\":" + token + ",\"progress\":1}");
            TaskChild.ask(child(), "sure", "t1", Method.ELICITATION, FORM);
            assertThat(((Message.Result) child().next("result")).result().string("action"))
                    .contains("accept");
            server.end(child(), result, "completed", "{\"content\":[]}");
            assertThat(reply.get(30, TimeUnit.SECONDS)).isEqualTo(new Reply.Complete(Json.parse("{\"content\":[]}")));
            assertThat(asked).containsExactly(new Question("sure", Method.ELICITATION, FORM));
            assertThat(asker.progress).hasSize(1);
        }
    }

    @Test
    void aCallGivenUpCancelsTheTaskInsideIt() throws Exception {
        Asker asker = Asker.plain();
        try (Connection connection = connect(settings())) {
            CompletableFuture<Reply> reply = later(connection, call("must"), asker);
            server.result();
            asker.cancellation().cancel("enough");
            assertThat(reply.get(30, TimeUnit.SECONDS)).isInstanceOf(Reply.Failed.class);
            assertThat(((Message.Request) child().next(Method.TASKS_CANCEL))
                            .params()
                            .string("taskId"))
                    .contains("t1");
        }
    }

    @Test
    void cancellingIsAcknowledgedEvenWhenTheTaskIsOverAndRefusedForTasksNobodyKnows() throws Exception {
        Reply acknowledged = new Reply.Complete(Json.EMPTY_OBJECT);
        try (Connection connection = connect(settings())) {
            connection.serve(call("may"), able());
            assertThat(connection.serve(of(Method.TASKS_CANCEL, "t1"), able())).isEqualTo(acknowledged);
            assertThat(server.statuses).containsEntry("t1", "cancelled");
            assertThat(connection.serve(of(Method.TASKS_CANCEL, "t1"), able())).isEqualTo(acknowledged);
            assertThat(connection.serve(of(Method.TASKS_CANCEL, "t9"), able()))
                    .isInstanceOfSatisfying(
                            Reply.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo(-32602));
        }
    }

    @Test
    void theOpenQuestionsOfACancelledTaskAreTakenBack() throws Exception {
        try (Connection connection = connect(settings())) {
            connection.serve(call("may"), able());
            server.statuses.put("t1", "input_required");
            CompletableFuture<Reply> got = later(connection, get("t1"), able());
            server.result();
            TaskChild.ask(child(), "sure", "t1", Method.ELICITATION, FORM);
            state(got);
            connection.serve(of(Method.TASKS_CANCEL, "t1"), able());
            assertThat(((Message.Result) child().next("result")).result().string("action"))
                    .contains("cancel");
        }
    }

    @Test
    void anUnknownTaskIsNobodysAndUpdatesOfItAreRefused() throws Exception {
        try (Connection connection = connect(settings())) {
            assertThat(connection.serve(get("t9"), able())).isInstanceOf(Reply.Failed.class);
            assertThat(connection.serve(update("t9", "{}"), able())).isInstanceOf(Reply.Failed.class);
        }
    }

    @Test
    void aTaskThatWasNotMadeHereIsFoundAtTheServerAndHeardToo() throws Exception {
        server.statuses.put("t7", "input_required");
        try (Connection connection = connect(settings())) {
            CompletableFuture<Reply> got = later(connection, get("t7"), able());
            server.result();
            TaskChild.ask(child(), "sure", "t7", Method.ELICITATION, FORM);
            assertThat(state(got).at("inputRequests", "sure")).isPresent();
        }
    }

    @Test
    void whatTheServerSaysOfATasksStatusIsAReasonToAskForIt() throws Exception {
        try (Connection connection = connect(settings())) {
            assertThat(connection.watchTasks(Set.of("t1"))).isEmpty();
            child().tell(Method.TASK_STATUS, "{\"taskId\":\"t1\",\"status\":\"completed\"}");
            assertThat(feed.next("task")).isEqualTo("task t1 -");
        }
    }

    @Test
    void thereAreNoMoreTasksOfOnePrincipalThanMayBe() throws Exception {
        Bounds bounds = Bounds.defaults().with(Bound.TASKS_PER_PRINCIPAL, 1);
        try (Connection connection = wires.connector(bounds).connect(settings(), feed)) {
            assertThat(connection.serve(call("may"), able())).isInstanceOf(Reply.Task.class);
            assertThat(connection.serve(call("may"), able())).isInstanceOf(Reply.Failed.class);
            assertThat(connection.serve(call("may"), able().as("bob"))).isInstanceOf(Reply.Task.class);
        }
    }

    @Test
    void aTaskNobodyComesBackForIsLetGo() throws Exception {
        Bounds bounds = Bounds.defaults().with(Bound.TASKS_PER_PRINCIPAL, 1);
        ServerSettings settings = TestWires.with(
                TestWires.with(settings(), Wait.TASK_IDLE, Duration.ofMillis(1)), Wait.IDLE, Duration.ofMillis(20));
        try (Connection connection = wires.connector(bounds).connect(settings, feed)) {
            connection.serve(call("may"), able());
            Reply reply = connection.serve(call("may"), able());
            for (int i = 0; i < 1_500 && !(reply instanceof Reply.Task); i++) {
                Thread.sleep(20); // The sweep says nothing to anybody.
                reply = connection.serve(call("may"), able());
            }
            assertThat(reply).isInstanceOf(Reply.Task.class);
        }
    }

    private static Json state(CompletableFuture<Reply> reply) throws Exception {
        Reply got = reply.get(30, TimeUnit.SECONDS);
        assertThat(got).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) got).result();
    }

    private FakeChild child() {
        return wires.children.getFirst();
    }

    private Connection connect(ServerSettings settings) throws Exception {
        return wires.connect(settings, feed);
    }

    private static ServerSettings settings() {
        return TestWires.with(TestWires.child(), Era.LEGACY);
    }

    private static Asker able() {
        return Asker.plain().able(ABLE);
    }

    private static Request call(String tool) {
        return new Request(Method.TOOLS_CALL, Json.object().put("name", tool).build());
    }

    private static Request get(String id) {
        return of(Method.TASKS_GET, id);
    }

    private static Request of(String method, String id) {
        return new Request(method, Json.object().put("taskId", id).build());
    }

    private static Request update(String id, String responses) {
        return new Request(
                Method.TASKS_UPDATE,
                Json.object()
                        .put("taskId", id)
                        .put("inputResponses", Json.parse(responses))
                        .build());
    }

    private static CompletableFuture<Reply> later(Connection connection, Request request, Asker asker) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> reply.complete(connection.serve(request, asker)));
        return reply;
    }
}
