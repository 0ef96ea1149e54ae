package dev.nave.edge.downstream.modern;

import static dev.nave.edge.downstream.modern.ModernFixture.ALICE;
import static dev.nave.edge.downstream.modern.ModernFixture.BOB;
import static dev.nave.edge.downstream.modern.ModernFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.edge.downstream.FakeExchange;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Bound;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenTest {
    private static final String MARK = "io.modelcontextprotocol/subscriptionId";
    private final FakeEndpoint endpoint = FakeEndpoint.answering("{}").telling(Set.of(ListKind.TOOLS));
    private final ModernFixture fixture = new ModernFixture(endpoint);

    @Test
    void isAcknowledgedFirstWithWhatIsHonouredUnderItsOwnId() {
        FakeExchange http = listen("{\"toolsListChanged\":true,\"promptsListChanged\":true}");
        Json first = http.nextEvent();
        assertThat(first.string("method")).contains("notifications/subscriptions/acknowledged");
        assertThat(first.at("params", "notifications").orElseThrow().raw()).isEqualTo("{\"toolsListChanged\":true}");
        assertThat(first.at("params", "_meta", MARK)).contains(Json.of(7));
        http.leave();
        http.awaitEnd();
    }

    @Test
    void tellsWhatWasAskedForAndNothingElse() {
        FakeExchange http = listen("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:b\"]}");
        http.nextEvent();
        endpoint.tell(new Event.ListChanged(ListKind.PROMPTS));
        endpoint.tell(new Event.ResourceUpdated("a:other", Json.parse("{\"uri\":\"a:other\"}")));
        endpoint.tell(new Event.Said(Optional.empty(), "notifications/message", Json.EMPTY_OBJECT));
        endpoint.tell(new Event.ListChanged(ListKind.TOOLS));
        assertThat(http.nextEvent().raw())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":{\""
                                + MARK + "\":7}}}");
        endpoint.tell(new Event.ResourceUpdated("a:b", Json.parse("{\"uri\":\"a:b\"}")));
        Json updated = http.nextEvent();
        assertThat(updated.string("method")).contains("notifications/resources/updated");
        assertThat(updated.at("params", "uri")).contains(Json.of("a:b"));
        assertThat(updated.at("params", "_meta", MARK)).contains(Json.of(7));
        http.leave();
        http.awaitEnd();
    }

    @Test
    void endsAtOnceWhenNothingCanBeHonoured() {
        FakeExchange http = listen("{\"promptsListChanged\":true}").awaitEnd();
        assertThat(http.events()).hasSize(2);
        assertThat(http.events().getLast().at("result", "resultType")).contains(Json.of("complete"));
        assertThat(http.events().getLast().at("result", "_meta", MARK)).contains(Json.of(7));
    }

    @Test
    void endsWithItsResultWhenTheDoorCloses() throws InterruptedException {
        FakeExchange http = listen("{\"toolsListChanged\":true}");
        http.nextEvent();
        fixture.door.close();
        http.awaitEnd();
        assertThat(http.nextEvent().at("result", "_meta", MARK)).contains(Json.of(7));
        endpoint.awaitNoListeners();
    }

    @Test
    void leavesNothingBehindWhenTheClientLeaves() throws InterruptedException {
        FakeExchange http = listen("{\"toolsListChanged\":true}");
        http.nextEvent();
        http.leave();
        http.awaitEnd();
        endpoint.awaitNoListeners();
    }

    @Test
    void needsAFilter() {
        FakeExchange http = fixture.send(request("subscriptions/listen", "{}"));
        assertThat(http.status()).isEqualTo(400);
        assertThat(http.answer().at("error", "code")).contains(Json.of(-32602));
    }

    @Test
    void namesNoMoreResourcesThanItMay() {
        ModernFixture small = new ModernFixture(endpoint, ModernFixture.bounds(Bound.SUBSCRIPTIONS, 1));
        FakeExchange http = small.send(
                request("subscriptions/listen", "{\"notifications\":{\"resourceSubscriptions\":[\"a:1\",\"a:2\"]}}"));
        assertThat(http.status()).isEqualTo(400);
    }

    @Test
    void tellsOfTheTasksThatWereAskedForAndOnlyOfQuestionsTheClientCanAnswer() {
        FakeExchange http = request(
                "subscriptions/listen",
                "{\"notifications\":{\"taskIds\":[\"h1.t\"]}}",
                "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}},\"sampling\":{}}");
        fixture.begin(http, ALICE);
        assertThat(http.nextEvent().at("params", "notifications").orElseThrow().raw())
                .isEqualTo("{\"taskIds\":[\"h1.t\"]}");
        endpoint.tell(new Event.TaskChanged("h1.other", Json.parse("{\"taskId\":\"h1.other\"}")));
        endpoint.tell(new Event.TaskChanged(
                "h1.t",
                Json.parse("{\"taskId\":\"h1.t\",\"status\":\"input_required\",\"inputRequests\":{"
                        + "\"a\":{\"method\":\"elicitation/create\",\"params\":{}},"
                        + "\"b\":{\"method\":\"sampling/createMessage\",\"params\":{}}}}")));
        Json told = http.nextEvent();
        assertThat(told.string("method")).contains("notifications/tasks");
        assertThat(told.at("params", "_meta", MARK)).contains(Json.of(7));
        assertThat(told.at("params", "taskId")).contains(Json.of("h1.t"));
        assertThat(told.at("params", "inputRequests").orElseThrow().names()).containsExactly("b");
        http.leave();
        http.awaitEnd();
    }

    @Test
    void tellsOfTasksOnlyToClientsThatDeclareTheExtension() {
        FakeExchange http =
                fixture.send(request("subscriptions/listen", "{\"notifications\":{\"taskIds\":[\"h1.t\"]}}"));
        assertThat(http.status()).isEqualTo(400);
        assertThat(http.answer().at("error", "code")).contains(Json.of(-32021));
        assertThat(http.answer()
                        .at("error", "data", "requiredCapabilities", "extensions", "io.modelcontextprotocol/tasks"))
                .contains(Json.EMPTY_OBJECT);
    }

    @Test
    void onePrincipalCannotTakeAllOfThem() {
        ModernFixture small = new ModernFixture(endpoint, ModernFixture.bounds(Bound.STREAMS_PER_PRINCIPAL, 1));
        FakeExchange first = request("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
        small.begin(first, ALICE);
        first.nextEvent();
        FakeExchange second =
                small.send(request("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}"));
        assertThat(second.status()).isEqualTo(429);
        FakeExchange others = request("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
        small.begin(others, BOB);
        assertThat(others.nextEvent().string("method")).isPresent();
        small.door.close();
        first.awaitEnd();
        others.awaitEnd();
    }

    @Test
    void whoHasLeftIsToldNothingThatComesAfterwards() {
        ChangeBox box = new ChangeBox();
        box.honour(new dev.nave.hub.Endpoint.Interest(Set.of(ListKind.TOOLS), Set.of()));
        box.leave();
        box.accept(new Event.ListChanged(ListKind.TOOLS));

        assertThat(box.next()).isInstanceOf(ChangeBox.Next.Left.class);
    }

    @Test
    void changesThatWaitAreToldOnce() {
        ChangeBox box = new ChangeBox();
        for (int i = 0; i < 1_000; i++) {
            box.accept(new Event.ListChanged(ListKind.RESOURCES));
            box.accept(new Event.ListChanged(ListKind.TEMPLATES));
            box.accept(new Event.ResourceUpdated("a:b", Json.parse("{\"uri\":\"a:b\",\"n\":" + i + "}")));
        }
        box.honour(new dev.nave.hub.Endpoint.Interest(Set.of(ListKind.RESOURCES), Set.of("a:b")));
        box.end();
        assertThat(box.next()).isInstanceOfSatisfying(ChangeBox.Next.Change.class, change -> assertThat(
                        change.notification().method())
                .isEqualTo("notifications/resources/list_changed"));
        assertThat(box.next()).isInstanceOfSatisfying(ChangeBox.Next.Change.class, change -> assertThat(
                        change.notification().params().member("n"))
                .contains(Json.of(999)));
        assertThat(box.next()).isInstanceOf(ChangeBox.Next.Ended.class);
    }

    private FakeExchange listen(String filter) {
        FakeExchange http = request("subscriptions/listen", "{\"notifications\":" + filter + "}");
        fixture.begin(http, ALICE);
        return http;
    }
}
