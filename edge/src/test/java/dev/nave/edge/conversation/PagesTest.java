package dev.nave.edge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A legacy server wants a page opened before it is called again, and says when that is done. */
class PagesTest {
    private static final Caller ALICE = new Caller("key:alice", Set.of());
    private static final Party PARTY = new Party(
            new Client(Revision.NEWEST, Json.EMPTY_OBJECT, Json.parse("{\"elicitation\":{\"url\":{}}}")),
            Optional.empty(),
            false,
            List.of());

    private final AtomicInteger calls = new AtomicInteger();
    private final FakeEndpoint endpoint = new FakeEndpoint((request, exchange) -> calls.incrementAndGet() == 1
            ? new Reply.Failed(new Failure(
                    ErrorCode.URL_ELICITATION_REQUIRED,
                    "open it",
                    Json.parse("{\"elicitations\":[{\"mode\":\"url\",\"elicitationId\":\"e\",\"message\":\"Sign in\","
                            + "\"url\":\"https://example.com/in\"}]}")))
            : new Reply.Complete(Json.EMPTY_OBJECT));

    @Test
    void theServerIsCalledAgainOnceItSaidThatThePageIsDone() throws Exception {
        Conversations house = house(Duration.ofMinutes(10));
        Visit again = house.visit(endpoint, ALICE, PARTY, agree(house));
        assertThat(again.next(Duration.ofMillis(50))).isInstanceOf(Visit.Notice.Silence.class);
        tell("another");
        assertThat(again.next(Duration.ofMillis(50))).isInstanceOf(Visit.Notice.Silence.class);
        assertThat(calls).hasValue(1);

        tell("e");

        assertThat(again.next(Duration.ofSeconds(30)))
                .isEqualTo(new Visit.Notice.Ended(new Reply.Complete(Json.EMPTY_OBJECT)));
        endpoint.awaitNoListeners();
    }

    @Test
    void aPageDoneBeforeTheClientComesBackIsNotWaitedFor() throws Exception {
        Conversations house = house(Duration.ofMinutes(10));
        Request agreed = agree(house);
        tell("e");
        assertThat(house.visit(endpoint, ALICE, PARTY, agreed).next(Duration.ofSeconds(30)))
                .isInstanceOf(Visit.Notice.Ended.class);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aServerThatNeverSaysSoIsCalledAgainAfterTheStatedWait() {
        Conversations house = house(Duration.ofMillis(20));
        assertThat(house.visit(endpoint, ALICE, PARTY, agree(house)).next(Duration.ofSeconds(30)))
                .isInstanceOf(Visit.Notice.Ended.class);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aClientThatGoesWhileThePageIsOpenDoesNotHaveTheServerCalled() throws Exception {
        Conversations house = house(Duration.ofMinutes(10));
        Visit again = house.visit(endpoint, ALICE, PARTY, agree(house));
        assertThat(again.next(Duration.ofMillis(50))).isInstanceOf(Visit.Notice.Silence.class);
        again.leave();
        assertThat(again.next(Duration.ofSeconds(30))).isInstanceOf(Visit.Notice.Left.class);
        tell("e");
        endpoint.awaitNoListeners();
        assertThat(calls).hasValue(1);
    }

    @Test
    void onlySoManyPagesAreRemembered() throws Exception {
        Pages pages = new Pages(Duration.ofMinutes(10), 2, Time.SYSTEM);
        pages.expect(endpoint, ALICE, List.of("a", "b", "c"));
        assertThat(pages.size()).isEqualTo(2);
        pages.await(ALICE, List.of("a"), Duration.ofMinutes(10), new Cancellation());
        tell("b");
        tell("c");
        endpoint.awaitNoListeners();
    }

    /** The first call, and what a client sends whose user agreed to open the page. */
    private Request agree(Conversations house) {
        Visit.Notice.Ended ended = (Visit.Notice.Ended)
                house.visit(endpoint, ALICE, PARTY, call(null)).next(Duration.ofSeconds(30));
        Reply.InputRequired round = (Reply.InputRequired) ended.reply();
        return call(new Request.Retry(Json.parse("{\"u1\":{\"action\":\"accept\"}}"), round.state()));
    }

    private static Request call(Request.@Nullable Retry retry) {
        return new Request("tools/call", Json.parse("{\"name\":\"t\"}"), retry);
    }

    private void tell(String id) {
        Json params = Json.object().put("elicitationId", id).build();
        endpoint.tell(new Endpoint.Event.Said(Optional.empty(), "notifications/elicitation/complete", params));
    }

    private static Conversations house(Duration page) {
        Waits waits = Waits.defaults().with(Wait.PAGE, page);
        return new Conversations(
                new Conversations.Settings(
                        "here", waits, Bounds.defaults(), Duration.ofMillis(1), Duration.ofMinutes(1)),
                new Seals(List.of(), new SecureRandom(), Time.SYSTEM),
                new JsonSchema(),
                () -> UUID.randomUUID().toString(),
                Time.SYSTEM);
    }
}
