package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Endpoint.Subscription;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks of servers as clients of the hub see them. */
final class HubTasksTest {
    private static final String ABLE = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    private static final Caller ALICE = new Caller("alice", Set.of());
    private static final Caller BOB = new Caller("bob", Set.of());

    /** What the server says of each task, by its own id. */
    private final Map<String, String> states = new ConcurrentHashMap<>(Map.of("t1", "\"status\":\"working\""));

    private final FakeServer jobs = new FakeServer("jobs").has(ListKind.TOOLS, "dig");
    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();

    HubTasksTest() {
        jobs.capabilities = Json.parse("{\"tools\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
        jobs.answers = (request, exchange) -> {
            String id = request.params().string("taskId").orElse("");
            return switch (request.method()) {
                case "tools/call" -> new Reply.Task(Json.parse("{\"taskId\":\"t1\",\"status\":\"working\"}"));
                case "tasks/get" ->
                    states.containsKey(id)
                            ? new Reply.Complete(Json.parse("{\"taskId\":\"" + id + "\",\"pollIntervalMs\":50,"
                                    + states.get(id) + ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{}}}"))
                            : Reply.failed(-32602, "Unknown task");
                default -> new Reply.Complete(Json.EMPTY_OBJECT);
            };
        };
    }

    @Test
    void anIdIsSealedForTheOneWhoMadeTheCall() {
        try (TestHub hub = settled()) {
            String id = create(hub);
            assertThat(id).startsWith("h1.").doesNotContain("t1");
            Json state = ((Reply.Complete) of("alice", hub, "tasks/get", id)).result();
            assertThat(state.string("taskId")).contains(id);
            assertThat(of("bob", hub, "tasks/get", id)).isInstanceOfSatisfying(Reply.Failed.class, failed -> assertThat(
                            failed.failure().code())
                    .isEqualTo(-32602));
            assertThat(of("alice", hub, "tasks/get", id + "x"))
                    .isInstanceOfSatisfying(
                            Reply.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo(-32602));
        }
    }

    @Test
    void whatCameOfATaskIsInTheClientsOwnUris() {
        try (TestHub hub = settled()) {
            String id = create(hub);
            states.put(
                    "t1",
                    "\"status\":\"completed\",\"result\":{\"content\":[{\"type\":\"resource_link\",\"uri\":\"file:///a\"}]}");
            Json state = ((Reply.Complete) of("alice", hub, "tasks/get", id)).result();
            assertThat(state.at("result", "content")
                            .orElseThrow()
                            .elements()
                            .getFirst()
                            .string("uri"))
                    .contains("jobs+file:///a");
        }
    }

    @Test
    void aStateWithTheTypeOfABeginningIsAStateAndKeepsItsSeal() {
        try (TestHub hub = settled()) {
            String id = create(hub);
            jobs.answers = (request, exchange) ->
                    new Reply.Task(Json.parse("{\"resultType\":\"task\",\"taskId\":\"t1\",\"status\":\"working\"}"));
            assertThat(of("alice", hub, "tasks/get", id))
                    .isInstanceOfSatisfying(Reply.Complete.class, complete -> assertThat(
                                    complete.result().raw())
                            .isEqualTo("{\"taskId\":\"" + id + "\",\"status\":\"working\"}"));
        }
    }

    @Test
    void onlyACallOfAToolBecomesATask() {
        jobs.has(ListKind.PROMPTS, "ask");
        jobs.capabilities = Json.parse("{\"tools\":{},\"prompts\":{}}");
        jobs.answers = (request, exchange) -> new Reply.Task(Json.parse("{\"taskId\":\"t1\"}"));
        try (TestHub hub = settled()) {
            assertThat(hub.serve("prompts/get", Json.parse("{\"name\":\"jobs__ask\"}")))
                    .isInstanceOfSatisfying(
                            Reply.Failed.class,
                            failed -> assertThat(failed.failure().code()).isEqualTo(-32603));
        }
    }

    @Test
    void whoFollowsATaskIsToldOfEachStateUnderItsOwnIdUntilTheLast() throws Exception {
        try (TestHub hub = settled()) {
            String id = create(hub);
            Subscription subscription = hub.hub().subscribe(ALICE, following(id), heard::add);
            assertThat(subscription.honoured().tasks()).containsExactly(id);
            assertThat(jobs.watchedTasks.getLast()).containsExactly("t1");
            jobs.changeTask("t1", "{\"taskId\":\"t1\",\"status\":\"input_required\",\"inputRequests\":{}}");
            jobs.changeTask("t2", "{\"taskId\":\"t2\",\"status\":\"completed\"}");
            assertThat(next())
                    .hasToString("TaskChanged[id=" + id + ", params={\"taskId\":\"" + id
                            + "\",\"status\":\"input_required\",\"inputRequests\":{}}]");
            jobs.changeTask("t1", "{\"taskId\":\"t1\",\"status\":\"cancelled\"}");
            assertThat(next().toString()).contains("cancelled");
            Eventually.await(
                    "the end of the watch", () -> jobs.watchedTasks.getLast().isEmpty());
        }
    }

    @Test
    void anotherPrincipalsTaskIsNotHonoured() {
        try (TestHub hub = settled()) {
            Subscription subscription = hub.hub().subscribe(BOB, following(create(hub)), heard::add);
            assertThat(subscription.honoured().tasks()).isEmpty();
            assertThat(jobs.watchedTasks).isEmpty();
        }
    }

    @Test
    void aTaskTheServerDoesNotKnowAnyMoreIsNotHonoured() {
        try (TestHub hub = settled()) {
            String id = create(hub);
            states.clear();
            assertThat(hub.hub()
                            .subscribe(ALICE, following(id), heard::add)
                            .honoured()
                            .tasks())
                    .isEmpty();
        }
    }

    @Test
    void aServerThatReportsNoTasksIsAskedAtThePaceItWants() throws Exception {
        jobs.reportsTasks = false;
        try (TestHub hub = settled()) {
            String id = create(hub);
            hub.hub().subscribe(ALICE, following(id), heard::add);
            states.put("t1", "\"status\":\"completed\",\"result\":{}");
            assertThat(next().toString()).contains("\"completed\"").contains(id);
        }
    }

    @Test
    void whatATaskCameToBeforeAnybodyListenedIsToldAtOnce() throws Exception {
        try (TestHub hub = settled()) {
            String id = create(hub);
            states.put("t1", "\"status\":\"failed\",\"error\":{}");
            hub.hub().subscribe(ALICE, following(id), heard::add);
            assertThat(next().toString()).contains("\"failed\"");
        }
    }

    @Test
    void afterTheServerWasLostItIsToldAgainAndAskedWhatWasMissed() throws Exception {
        try (TestHub hub = settled()) {
            String id = create(hub);
            hub.hub().subscribe(ALICE, following(id), heard::add);
            states.put("t1", "\"status\":\"completed\",\"result\":{\"n\":1}");
            int before = jobs.watchedTasks.size();
            jobs.die("it ended");
            assertThat(next().toString()).contains("\"completed\"");
            Eventually.await("the new watch", () -> jobs.watchedTasks.size() > before);
        }
    }

    @Test
    void nothingIsFollowedForWhoLeft() {
        try (TestHub hub = settled()) {
            Subscription subscription = hub.hub().subscribe(ALICE, following(create(hub)), heard::add);
            subscription.close();
            Eventually.await(
                    "the end of the watch", () -> jobs.watchedTasks.getLast().isEmpty());
            jobs.changeTask("t1", "{\"taskId\":\"t1\",\"status\":\"completed\"}");
            assertThat(heard).isEmpty();
        }
    }

    private Event next() throws InterruptedException {
        Event event = heard.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("something told").isNotNull();
        return event;
    }

    private TestHub settled() {
        TestHub hub = TestHub.of(jobs);
        hub.hub().awaitListed(Duration.ofSeconds(30));
        return hub;
    }

    private static Interest following(String id) {
        return new Interest(Set.of(), Set.of(), Set.of(id));
    }

    private static String create(TestHub hub) {
        Reply reply = hub.hub()
                .serve(
                        new Request("tools/call", Json.parse("{\"name\":\"jobs__dig\"}")),
                        TestExchange.of("alice").withCapabilities(ABLE));
        return ((Reply.Task) reply).result().string("taskId").orElseThrow();
    }

    private static Reply of(String principal, TestHub hub, String method, String id) {
        return hub.hub()
                .serve(
                        new Request(method, Json.object().put("taskId", id).build()),
                        TestExchange.of(principal).withCapabilities(ABLE));
    }
}
