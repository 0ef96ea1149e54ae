package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks as a client of 2025-11-25 has them, of an endpoint that has them in the form of the extension. */
class TaskCallsTest {
    private static final String TASKS =
            "{\"tools\":{},\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}},"
                    + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    private static final String FORMS = "{\"elicitation\":{\"form\":{}},\"sampling\":{}}";
    private static final String RELATED = "{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"h1.t\"}}";

    private final LegacyFixture fixture = new LegacyFixture();
    /** What the endpoint says of its task, without its id and times. */
    private final AtomicReference<String> state = new AtomicReference<>("\"status\":\"working\"");

    /** How many answers the task does not take. */
    private final AtomicInteger refusals = new AtomicInteger();

    private final BlockingQueue<String> methods = new LinkedBlockingQueue<>();

    TaskCallsTest() {
        fixture.endpoint.capabilities = Json.parse(TASKS);
        fixture.endpoint.tool =
                Optional.of(Json.parse("{\"name\":\"dig\",\"execution\":{\"taskSupport\":\"optional\"}}"));
        fixture.endpoint.answer(this::serve);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theCapabilityIsOfferedAsItsRevisionHasIt() {
        assertThat(fixture.initialize(LegacyFixture.ALICE, "2025-11-25", "{}")
                        .answer()
                        .at("result", "capabilities"))
                .contains(
                        Json.parse("{\"tools\":{},\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}}"));
        assertThat(fixture.initialize(LegacyFixture.ALICE, "2025-06-18", "{}")
                        .answer()
                        .at("result", "capabilities"))
                .contains(Json.parse("{\"tools\":{}}"));
    }

    @Test
    void aCallThatAsksForATaskGetsOne() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        Json answer =
                fixture.call(session, "{\"name\":\"dig\",\"task\":{\"ttl\":5}}").answer();
        assertThat(answer.find("result"))
                .isEqualTo(Json.parse(
                        "{\"task\":{\"taskId\":\"h1.t\",\"status\":\"working\",\"ttl\":9,\"pollInterval\":50}}"));
        Request served = fixture.endpoint.served.getFirst();
        assertThat(served.params().raw()).isEqualTo("{\"name\":\"dig\",\"task\":{\"ttl\":5}}");
    }

    @Test
    void aToolThatMayNotBeATaskIsNotCalledAsOne() {
        fixture.endpoint.tool = Optional.of(Json.parse("{\"name\":\"dig\"}"));
        String session = fixture.session(Revision.V2025_11_25, "{}");
        assertThat(fixture.call(session, "{\"name\":\"dig\",\"task\":{}}")
                        .answer()
                        .at("error", "code"))
                .contains(Json.of(-32601));
        assertThat(fixture.endpoint.served).isEmpty();
    }

    @Test
    void whereNoneAreOfferedATaskIsIgnoredAndItsMethodsAreUnknown() {
        fixture.endpoint.capabilities = Json.parse("{\"tools\":{}}");
        fixture.endpoint.answer("{\"content\":[]}");
        for (Revision revision : new Revision[] {Revision.V2025_06_18, Revision.V2025_11_25}) {
            String session = fixture.session(revision, "{}");
            assertThat(fixture.call(session, "{\"name\":\"dig\",\"task\":{}}")
                            .answer()
                            .find("result"))
                    .isEqualTo(Json.parse("{\"content\":[]}"));
            assertThat(fixture.endpoint.served.getLast().params().raw()).isEqualTo("{\"name\":\"dig\"}");
            assertThat(fixture.request(session, "2", "tasks/get", "{\"taskId\":\"h1.t\"}")
                            .answer()
                            .at("error", "code"))
                    .contains(Json.of(-32601));
        }
    }

    @Test
    void theStateOfATaskSaysHowItEndedAndNotWhatCameOfIt() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        state.set("\"status\":\"completed\",\"result\":{\"content\":[],\"isError\":true}");
        assertThat(get(session).find("result"))
                .isEqualTo(Json.parse("{\"taskId\":\"h1.t\",\"status\":\"failed\",\"ttl\":9,\"pollInterval\":50}"));
    }

    @Test
    void theResultOfATaskIsWaitedForAndSaysWhoseItIs() throws InterruptedException {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        FakeHttp http = fixture.request(session, "2", "tasks/result", "{\"taskId\":\"h1.t\"}");
        awaitServed("tasks/get");
        state.set("\"status\":\"completed\",\"result\":{\"content\":[]}");
        fixture.endpoint.tell(new Endpoint.Event.TaskChanged("h1.t", Json.EMPTY_OBJECT));
        assertThat(http.answer().find("result")).isEqualTo(Json.parse("{\"content\":[],\"_meta\":" + RELATED + "}"));
    }

    @Test
    void theErrorOfATaskIsTheErrorOfItsResult() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        state.set("\"status\":\"failed\",\"error\":{\"code\":-32000,\"message\":\"broke\",\"data\":{\"n\":1}}");
        assertThat(fixture.request(session, "2", "tasks/result", "{\"taskId\":\"h1.t\"}")
                        .answer()
                        .find("error"))
                .isEqualTo(Json.parse("{\"code\":-32000,\"message\":\"broke\",\"data\":{\"n\":1}}"));
    }

    @Test
    void whatATaskAsksRidesOnTheStreamOfItsResult() {
        String session = fixture.session(Revision.V2025_11_25, FORMS);
        state.set("\"status\":\"input_required\",\"inputRequests\":{\"sure\":{\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"Sure?\",\"requestedSchema\":{\"type\":\"object\"}}}}");
        FakeHttp http = fixture.request(session, "2", "tasks/result", "{\"taskId\":\"h1.t\"}");
        Json question = http.next();
        assertThat(question.string("method")).contains("elicitation/create");
        assertThat(question.at("params", "_meta")).contains(Json.parse(RELATED));
        fixture.respond(session, question, "{\"action\":\"accept\",\"content\":{}}");
        assertThat(http.next().at("result", "content")).contains(Json.EMPTY_ARRAY);
        assertThat(fixture.endpoint.served)
                .anySatisfy(request -> assertThat(request.params().find("inputResponses"))
                        .isEqualTo(Json.parse("{\"sure\":{\"action\":\"accept\",\"content\":{}}}")));
    }

    @Test
    void aQuestionThatStaysOpenThoughItWasAnsweredIsAskedAgain() {
        String session = fixture.session(Revision.V2025_11_25, FORMS);
        String asking = "\"status\":\"input_required\",\"inputRequests\":{\"sure\":{\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"Sure?\",\"requestedSchema\":{\"type\":\"object\"}}}}";
        state.set(asking);
        refusals.set(1);
        FakeHttp http = fixture.request(session, "2", "tasks/result", "{\"taskId\":\"h1.t\"}");
        fixture.respond(session, http.next(), "{\"action\":\"accept\",\"content\":{}}");
        fixture.respond(session, http.next(), "{\"action\":\"decline\"}");
        assertThat(http.next().at("result", "content")).contains(Json.EMPTY_ARRAY);
    }

    @Test
    void aQuestionTheClientCannotAnswerEndsTheTask() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        state.set("\"status\":\"input_required\",\"inputRequests\":{\"sure\":{\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"Sure?\"}}}");
        Json answer = fixture.request(session, "2", "tasks/result", "{\"taskId\":\"h1.t\"}")
                .answer();
        assertThat(answer.at("result", "isError")).contains(Json.TRUE);
        assertThat(state.get()).contains("cancelled");
    }

    @Test
    void aCancelledTaskIsShownAsSuchAndOneThatIsOverIsNotCancelled() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        assertThat(cancel(session).at("result", "status")).contains(Json.of("cancelled"));
        assertThat(cancel(session).at("error", "code")).contains(Json.of(-32602));
    }

    @Test
    void aTaskThatWorksOnAfterItWasCancelledIsCancelledForWhoDidSo() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        fixture.endpoint.answer((request, exchange) -> request.method().equals("tasks/get")
                ? new Reply.Complete(Json.parse("{\"taskId\":\"h1.t\",\"status\":\"working\"}"))
                : new Reply.Complete(Json.EMPTY_OBJECT));
        assertThat(cancel(session).at("result", "status")).contains(Json.of("cancelled"));
    }

    @Test
    void aToolThatCanOnlyBeATaskIsRunInsideTheCallOfAClientThatAsksForNone() {
        fixture.endpoint.capabilities = Json.parse("{\"tools\":{}}");
        String session = fixture.session(Revision.V2025_06_18, "{\"elicitation\":{}}");
        state.set("\"status\":\"input_required\",\"inputRequests\":{\"sure\":{\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"Sure?\",\"requestedSchema\":{\"type\":\"object\"}}}}");
        FakeHttp http = fixture.call(session, "{\"name\":\"dig\"}");
        Json question = http.next();
        fixture.respond(session, question, "{\"action\":\"accept\",\"content\":{}}");
        assertThat(http.next().find("result")).isEqualTo(Json.parse("{\"content\":[]}"));
    }

    @Test
    void whoGivesUpSuchACallWantsNoTaskEither() throws InterruptedException {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        fixture.call(session, "{\"name\":\"dig\"}");
        awaitServed("tasks/get");
        fixture.notification(session, "notifications/cancelled", "{\"requestId\":1}")
                .status();
        awaitServed("tasks/cancel");
    }

    @Test
    void theStatesOfItsTasksAreToldOnTheSessionsOwnStream() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        fixture.notification(session, "notifications/initialized", "{}").status();
        assertThat(fixture.endpoint.nextNote()).isEqualTo("subscribed");
        FakeHttp stream = fixture.get(session);
        fixture.call(session, "{\"name\":\"dig\",\"task\":{}}").answer();
        assertThat(fixture.endpoint.nextNote()).isEqualTo("watching [] following [h1.t]");
        fixture.endpoint.tell(new Endpoint.Event.TaskChanged(
                "h1.t",
                Json.parse("{\"taskId\":\"h1.t\",\"status\":\"completed\",\"ttlMs\":9,\"result\":{\"content\":[]}}")));
        Json told = stream.next();
        assertThat(told.string("method")).contains("notifications/tasks/status");
        assertThat(told.find("params"))
                .isEqualTo(Json.parse("{\"taskId\":\"h1.t\",\"status\":\"completed\",\"ttl\":9}"));
    }

    private void awaitServed(String method) throws InterruptedException {
        String one = "";
        while (!method.equals(one)) {
            one = methods.poll(30, TimeUnit.SECONDS);
            assertThat(one).as("a request of " + method).isNotNull();
        }
    }

    private Json get(String session) {
        return fixture.request(session, "2", "tasks/get", "{\"taskId\":\"h1.t\"}")
                .answer();
    }

    private Json cancel(String session) {
        return fixture.request(session, "2", "tasks/cancel", "{\"taskId\":\"h1.t\"}")
                .answer();
    }

    private Reply serve(Request request, Exchange exchange) {
        methods.add(request.method());
        boolean able = exchange.client().hasExtension("io.modelcontextprotocol/tasks");
        return switch (able ? request.method() : "refused") {
            case "tools/call" ->
                new Reply.Task(
                        Json.parse("{\"taskId\":\"h1.t\",\"status\":\"working\",\"ttlMs\":9,\"pollIntervalMs\":50}"));
            case "tasks/get" ->
                new Reply.Complete(
                        Json.parse("{\"taskId\":\"h1.t\"," + state.get() + ",\"ttlMs\":9,\"pollIntervalMs\":50}"));
            case "tasks/update" -> {
                if (refusals.getAndDecrement() <= 0) {
                    state.set("\"status\":\"completed\",\"result\":{\"content\":[]}");
                }
                yield new Reply.Complete(Json.EMPTY_OBJECT);
            }
            case "tasks/cancel" -> {
                state.set("\"status\":\"cancelled\"");
                yield new Reply.Complete(Json.EMPTY_OBJECT);
            }
            default ->
                new Reply.Failed(new Failure(
                        -32021,
                        "needs tasks",
                        Json.parse("{\"requiredCapabilities\":{\"extensions\":"
                                + "{\"io.modelcontextprotocol/tasks\":{}}}}")));
        };
    }
}
