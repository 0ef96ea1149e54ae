package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.Line;
import dev.nave.hub.Answer;
import dev.nave.hub.Endpoint;
import dev.nave.hub.ListKind;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.json.Json;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"%s\",\"capabilities\":{\"roots\":{}}}}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}";

    private LegacyFixture fixture = new LegacyFixture();
    private FakePipe pipe = new FakePipe();
    private Line line = fixture.door().open(pipe, LegacyFixture.ALICE, fixture.endpoint);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aPipeIsOneSessionFromInitializeOn() {
        receive(INITIALIZE.formatted("2025-06-18"));
        assertThat(pipe.next().at("result", "protocolVersion")).contains(Json.of("2025-06-18"));

        receive(CALL);

        assertThat(pipe.next().raw()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        receive(INITIALIZE.formatted("2025-06-18"));
        assertThat(pipe.next().raw()).contains("-32600", "once");
    }

    @Test
    void beforeInitializeOnlyAPingIsAnswered() {
        receive(PING);
        assertThat(pipe.next().raw()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");

        receive(CALL);
        assertThat(pipe.next().raw()).contains("-32600", "initialize first");
        assertThat(fixture.endpoint.served).isEmpty();
    }

    @Test
    void messagesSentTogetherWithInitializeFindTheirSession() {
        receive(INITIALIZE.formatted("2025-11-25"));
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        receive(CALL);

        assertThat(pipe.next().raw() + pipe.next().raw()).contains("\"id\":0", "\"id\":1");
        assertThat(fixture.endpoint.nextNote()).isEqualTo("subscribed");
    }

    @Test
    void questionsProgressAndNoticesAllTravelOnThePipe() {
        fixture.endpoint.answer((request, exchange) -> {
            exchange.log(Json.parse("{\"level\":\"error\",\"data\":1}"));
            Answer answer = exchange.ask(new Question(null, "roots/list", Json.EMPTY_OBJECT));
            return new Reply.Complete(answer instanceof Answer.Answered(Json result) ? result : Json.EMPTY_OBJECT);
        });
        open("2025-11-25");

        receive(CALL);
        assertThat(pipe.next().string("method")).contains("notifications/message");
        Json question = pipe.next();
        assertThat(question.string("method")).contains("roots/list");
        receive("{\"jsonrpc\":\"2.0\",\"id\":"
                + question.member("id").orElseThrow().raw() + ",\"result\":{\"roots\":[ 1 ]}}");

        assertThat(pipe.next().raw()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"roots\":[ 1 ]}}");
        fixture.endpoint.tell(new Endpoint.Event.ListChanged(ListKind.TOOLS));
        assertThat(pipe.next().string("method")).contains("notifications/tools/list_changed");
    }

    @Test
    void aClosedPipeCancelsItsCallsAndEndsItsSession() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        fixture.endpoint.answer((request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            return new Reply.Complete(Json.of(await(cancelled)));
        });
        open("2025-11-25");
        receive(CALL);

        line.closed("the client is gone");

        assertThat(await(cancelled)).isTrue();
        assertThat(fixture.endpoint.nextNote()).isEqualTo("session ended of key:alice");
    }

    @Test
    void aPipeThatCannotBeWrittenToIsClosed() throws InterruptedException {
        pipe.breakIt();

        receive(PING);

        assertThat(pipe.awaitClosed()).isTrue();
    }

    @Test
    void batchesOfTheirRevisionAreAnsweredWithAnArrayAndOthersRefused() {
        open("2025-03-26");
        receive("[" + PING + "]");
        assertThat(pipe.next().raw()).isEqualTo("[{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}]");

        pipe = new FakePipe();
        line = fixture.door().open(pipe, LegacyFixture.ALICE, fixture.endpoint);
        receive("[" + PING + "]");
        assertThat(pipe.next().raw()).contains("initialize first");
        open("2025-11-25");
        receive("[" + PING + "]");
        assertThat(pipe.next().raw()).contains("-32600", "2025-03-26");
    }

    @Test
    void anEventStreamSaysWhereToPostAndCarriesEverythingElse() {
        FakeHttp stream = fixture.other(LegacyFixture.ALICE, new FakeHttp("GET", "/sse", ""));
        var endpoint = stream.nextEvent();
        String address = FakeHttp.text(endpoint);
        assertThat(endpoint.name()).isEqualTo("endpoint");
        assertThat(address).startsWith("/messages?session=");
        String session = address.substring(address.indexOf('=') + 1);

        FakeHttp posted = message(session, INITIALIZE.formatted("2024-11-05"));
        assertThat(posted.status()).isEqualTo(202);
        assertThat(stream.nextEvent().name()).isEqualTo("message");
        message(session, CALL).status();

        assertThat(stream.next().raw()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }

    @Test
    void anEventStreamTakesMessagesOfItsOwnPrincipalAloneAndEndsWithItsClient() {
        FakeHttp stream = fixture.other(LegacyFixture.ALICE, new FakeHttp("GET", "/mcp", ""));
        String address = FakeHttp.text(stream.nextEvent());
        assertThat(address).startsWith("/mcp?session=");
        String session = address.substring(address.indexOf('=') + 1);

        FakeHttp foreign = fixture.post(LegacyFixture.BOB, new FakeHttp("POST", "/mcp", PING).withQuery(session));
        assertThat(foreign.status()).isEqualTo(404);
        message(session, INITIALIZE.formatted("2024-11-05")).status();
        stream.next();
        stream.leave();

        assertThat(fixture.endpoint.nextNote()).isEqualTo("session ended of key:alice");
        assertThat(message(session, PING).status()).isEqualTo(404);
    }

    @Test
    void closingTheDoorEndsIdleEventStreams() {
        FakeHttp stream = fixture.other(LegacyFixture.ALICE, new FakeHttp("GET", "/sse", ""));
        stream.nextEvent();

        fixture.door().close();

        stream.awaitEnd();
    }

    @Test
    void eventStreamsAreBoundedToo() {
        fixture.close();
        fixture = new LegacyFixture(Waits.defaults(), Bounds.defaults().with(Bound.SESSIONS_PER_PRINCIPAL, 1));
        fixture.other(LegacyFixture.ALICE, new FakeHttp("GET", "/sse", "")).nextEvent();

        assertThat(fixture.other(LegacyFixture.ALICE, new FakeHttp("GET", "/sse", ""))
                        .status())
                .isEqualTo(429);
    }

    private void open(String version) {
        receive(INITIALIZE.formatted(version));
        pipe.next();
        receive("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(fixture.endpoint.nextNote()).isEqualTo("subscribed");
    }

    private void receive(String text) {
        line.receive(LegacyFixture.frame(text));
    }

    private FakeHttp message(String session, String body) {
        return fixture.post(LegacyFixture.ALICE, new FakeHttp("POST", "/messages", body).withQuery(session));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(FakeHttp.PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
