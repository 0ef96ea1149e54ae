package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.hub.ListKind;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private LegacyFixture fixture = new LegacyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void changesOfListsGoToTheStreamOfTheSession() {
        String session = initialized();
        FakeHttp stream = fixture.get(session);
        assertThat(stream.nextEvent().data()).isEmpty();

        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.PROMPTS));

        assertThat(stream.next().raw())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}");
    }

    @Test
    void whatChangedWhileNobodyListenedIsToldOnceAfterwards() {
        String session = initialized();
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.PROMPTS));
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));

        FakeHttp stream = fixture.get(session);

        assertThat(List.of(method(stream), method(stream)))
                .containsExactly("notifications/prompts/list_changed", "notifications/tools/list_changed");
    }

    @Test
    void ofTwoStreamsTheLaterOneIsTheSessionsAndTheOtherEnds() {
        String session = initialized();
        FakeHttp first = fixture.get(session);
        assertThat(first.nextEvent().data()).isEmpty();
        FakeHttp second = fixture.get(session);
        assertThat(second.nextEvent().data()).isEmpty();

        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));

        assertThat(method(second)).isEqualTo("notifications/tools/list_changed");
        assertThat(first.rest()).isEmpty();
    }

    @Test
    void aClientThatComesBackToItsStreamHasWhatItMissed() {
        String session = initialized();
        FakeHttp lost = fixture.get(session);
        String last = String.valueOf(lost.nextEvent().id());
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));
        assertThat(method(lost)).isEqualTo("notifications/tools/list_changed");
        lost.leave();

        assertThat(method(fixture.resume(session, last))).isEqualTo("notifications/tools/list_changed");
    }

    @Test
    void aSubscriptionTellsOfItsResourceUntilItEnds() {
        String session = initialized();
        assertThat(fixture.request(session, "1", "resources/subscribe", "{\"uri\":\"test://a\"}")
                        .answer()
                        .raw())
                .contains("\"result\":{}");
        assertThat(fixture.endpoint.nextNote()).isEqualTo("watching [test://a]");
        FakeHttp stream = fixture.get(session);

        fixture.endpoint.tell(new Endpoint.Event.ResourceUpdated("test://a", Json.parse("{\"uri\":\"test://a\"}")));

        assertThat(stream.next().raw())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                        + "\"params\":{\"uri\":\"test://a\"}}");
        assertThat(fixture.request(session, "1", "resources/unsubscribe", "{\"uri\":\"test://a\"}")
                        .answer()
                        .raw())
                .contains("\"result\":{}");
        assertThat(fixture.endpoint.nextNote()).isEqualTo("watching []");
    }

    @Test
    void whatCannotBeWatchedIsSaid() {
        String session = initialized();

        assertThat(fixture.request(session, "1", "resources/subscribe", "{\"uri\":\"test://deaf\"}")
                        .answer()
                        .raw())
                .contains("-32602", "test://deaf");
        assertThat(fixture.request(session, "1", "resources/subscribe", "{}")
                        .answer()
                        .raw())
                .contains("-32602", "uri");
    }

    @Test
    void oneSessionWatchesNoMoreThanItMay() {
        fixture.close();
        fixture = new LegacyFixture(Waits.defaults(), Bounds.defaults().with(Bound.SUBSCRIPTIONS, 1));
        String session = initialized();
        fixture.request(session, "1", "resources/subscribe", "{\"uri\":\"test://a\"}")
                .answer();

        assertThat(fixture.request(session, "1", "resources/subscribe", "{\"uri\":\"test://b\"}")
                        .answer()
                        .raw())
                .contains("unsubscribe");
    }

    @Test
    void whatAServerSaysReachesOnlyTheSessionItIsForAndOnlyAtItsLevel() {
        fixture.endpoint.answer((request, exchange) -> new Reply.Complete(
                Json.object().put("key", exchange.session().orElseThrow()).build()));
        String session = initialized();
        String key = fixture.request(session, "1", "tools/list", "{}")
                .answer()
                .at("result", "key")
                .orElseThrow()
                .text();
        FakeHttp stream = fixture.get(session);
        assertThat(stream.nextEvent().data()).isEmpty();

        say(Optional.of("another"), "{\"level\":\"alert\",\"data\":1}");
        say(Optional.of(key), "{\"level\":\"debug\",\"data\":2}");
        say(Optional.of(key), "{\"level\":\"info\",\"data\":3}");
        say(Optional.empty(), "{\"level\":\"info\",\"data\":4}");

        assertThat(stream.next().raw()).contains("\"data\":3");
        assertThat(stream.next().raw()).contains("\"data\":4");
    }

    @Test
    void theEndOfAnElicitationIsToldToTheClientThatHadItAndOnce() {
        String session = initialized();
        fixture.endpoint.answer((request, exchange) -> new Reply.Failed(
                new Failure(-32042, "first", Json.parse("{\"elicitations\":[{\"elicitationId\":\"e2\"}]}"))));
        assertThat(fixture.call(session, "{}").next().raw()).contains("-32042");
        FakeHttp stream = fixture.get(session);

        complete("e1");
        complete("e2");
        complete("e2");
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));

        assertThat(stream.next().raw()).contains("notifications/elicitation/complete", "e2");
        assertThat(method(stream)).isEqualTo("notifications/tools/list_changed");
    }

    @Test
    void aQuestionOfACallIsNotOnTheStreamOfTheSession() {
        String session = initialized();
        FakeHttp stream = fixture.get(session);
        fixture.endpoint.answer((request, exchange) -> {
            exchange.ask(new Question(null, "roots/list", Json.EMPTY_OBJECT));
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });
        FakeHttp call = fixture.call(session, "{}");
        fixture.respond(session, call.next(), "{\"roots\":[]}").status();
        call.next();
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));

        assertThat(method(stream)).isEqualTo("notifications/tools/list_changed");
    }

    @Test
    void aStreamMustBeAcceptedAndNoneIsOpenedBeyondTheBound() {
        fixture.close();
        fixture = new LegacyFixture(Waits.defaults(), Bounds.defaults().with(Bound.STREAMS_PER_PRINCIPAL, 1));
        String session = initialized();
        FakeHttp json = fixture.other(
                LegacyFixture.ALICE,
                new FakeHttp("GET", "/mcp", "")
                        .with(StreamableHttp.SESSION_HEADER, session)
                        .with("Accept", "application/json"));
        assertThat(json.status()).isEqualTo(406);
        assertThat(fixture.get(session).status()).isEqualTo(200);

        assertThat(fixture.get(session).status()).isEqualTo(429);
    }

    @Test
    void closingTheDoorEndsListeningStreams() {
        String session = initialized();
        FakeHttp stream = fixture.get(session);
        assertThat(stream.status()).isEqualTo(200);

        fixture.door().close();

        stream.awaitEnd();
    }

    private String initialized() {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        fixture.notification(session, "notifications/initialized", "{}").status();
        assertThat(fixture.endpoint.nextNote()).isEqualTo("subscribed");
        return session;
    }

    private void say(Optional<String> session, String params) {
        fixture.endpoint.tell(new Endpoint.Event.Said(session, "notifications/message", Json.parse(params)));
    }

    private void complete(String id) {
        fixture.endpoint.tell(new Endpoint.Event.Said(
                Optional.empty(),
                "notifications/elicitation/complete",
                Json.object().put("elicitationId", id).build()));
    }

    private static String method(FakeHttp stream) {
        return stream.next().string("method").orElse("none");
    }
}
