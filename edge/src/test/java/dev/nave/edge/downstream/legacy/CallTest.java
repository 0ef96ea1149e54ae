package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.transport.http.SentEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
    private static final String SILENT = "{}";
    private static final String ASKABLE = "{\"sampling\":{}}";

    private final LegacyFixture fixture = new LegacyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aShortCallOfAClientNobodyCanAskIsAnsweredWithJson() {
        String session = fixture.session(Revision.V2025_11_25, SILENT);
        fixture.endpoint.answer("{\"content\":[], \"n\": 1.0E+2}");

        FakeHttp http = fixture.call(session, "{\"name\":\"a\"}");

        assertThat(http.status()).isEqualTo(200);
        assertThat(http.isStream()).isFalse();
        assertThat(http.answer().raw())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[], \"n\": 1.0E+2}}");
    }

    @Test
    void whatBelongsToOneHopDoesNotReachTheEndpoint() {
        String session = fixture.session(Revision.V2025_11_25, SILENT);

        fixture.call(
                        session,
                        "{\"name\":\"a\",\"task\":{},\"_meta\":{\"progressToken\":1,\"vendor/x\":2},"
                                + "\"arguments\":{ \"task\" : 1 }}")
                .answer();
        fixture.call(session, "{ \"name\" : \"a\" }").answer();

        assertThat(fixture.endpoint.served.getFirst().params().raw())
                .isEqualTo("{\"name\":\"a\",\"_meta\":{\"vendor/x\":2},\"arguments\":{ \"task\" : 1 }}");
        assertThat(fixture.endpoint.served.getLast().params().raw()).isEqualTo("{ \"name\" : \"a\" }");
    }

    @Test
    void progressTurnsTheAnswerIntoAStreamAndBearsTheClientsToken() {
        String session = fixture.session(Revision.V2025_06_18, SILENT);
        fixture.endpoint.answer((request, exchange) -> {
            exchange.progress(Json.parse("{\"progressToken\":77,\"progress\":1,\"message\":\"m\"}"));
            exchange.progress(Json.parse("{\"progressToken\":77,\"progress\":1}"));
            exchange.progress(Json.parse("{\"progressToken\":77,\"progress\":2}"));
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });

        FakeHttp http = fixture.call(session, "{\"name\":\"a\",\"_meta\":{\"progressToken\":\"t\"}}");

        assertThat(http.isStream()).isTrue();
        assertThat(http.rest())
                .extracting(Json::raw)
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                + "{\"progressToken\":\"t\",\"progress\":1,\"message\":\"m\"}}",
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                + "{\"progressToken\":\"t\",\"progress\":2}}",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }

    @Test
    void aClientWithoutATokenSeesNoProgress() {
        String session = fixture.session(Revision.V2025_11_25, SILENT);
        fixture.endpoint.answer((request, exchange) -> {
            exchange.progress(Json.parse("{\"progress\":1}"));
            return new Reply.Complete(Json.parse("{\"wants\":" + exchange.wantsProgress() + "}"));
        });

        assertThat(fixture.call(session, "{\"name\":\"a\"}").answer().raw()).contains("{\"wants\":false}");
    }

    @Test
    void logsBelowTheLevelOfTheSessionAreLeftOut() {
        String session = fixture.session(Revision.V2025_06_18, SILENT);
        fixture.endpoint.answer((request, exchange) -> {
            exchange.log(Json.parse("{\"level\":\"debug\",\"data\":1}"));
            exchange.log(Json.parse("{\"level\":\"info\",\"data\":2}"));
            exchange.log(Json.parse("{\"level\":\"alert\",\"data\":3}"));
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });

        assertThat(fixture.call(session, "{}").rest()).hasSize(3);
        assertThat(fixture.request(session, "2", "logging/setLevel", "{\"level\":\"error\"}")
                        .answer()
                        .raw())
                .contains("\"result\":{}");
        assertThat(fixture.call(session, "{}").rest()).hasSize(2);
        assertThat(fixture.request(session, "2", "logging/setLevel", "{\"level\":\"debug\"}")
                        .status())
                .isEqualTo(200);
        assertThat(fixture.call(session, "{}").rest()).hasSize(4);
        assertThat(fixture.request(session, "2", "logging/setLevel", "{\"level\":\"loud\"}")
                        .answer()
                        .raw())
                .contains("-32602", "emergency", "loud");
    }

    @Test
    void aClientThatCanBeAskedGetsAStreamAtOnceThatBeginsWithAnIdAndAPauseToComeBackAfter() {
        String session = fixture.session(Revision.V2025_11_25, ASKABLE);

        FakeHttp http = fixture.call(session, "{}");
        SentEvent first = http.nextEvent();

        assertThat(first.id()).isNotNull();
        assertThat(first.retry()).isNotNull();
        assertThat(first.data()).isEmpty();
        assertThat(http.next().raw()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }

    @Test
    void olderClientsGetNoEventWithoutAMessage() {
        String session = fixture.session(Revision.V2025_06_18, ASKABLE);

        assertThat(fixture.call(session, "{}").nextEvent().data()).isNotEmpty();
    }

    @Test
    void aClientThatLosesItsStreamCancelsNothingAndCanHaveTheResultLater() throws InterruptedException {
        String session = fixture.session(Revision.V2025_11_25, ASKABLE);
        CountDownLatch go = new CountDownLatch(1);
        fixture.endpoint.answer((request, exchange) -> {
            await(go);
            return new Reply.Complete(
                    Json.parse("{\"cancelled\":" + exchange.cancellation().isCancelled() + "}"));
        });
        FakeHttp lost = fixture.call(session, "{}");
        String last = String.valueOf(lost.nextEvent().id());
        lost.leave();
        FakeHttp resumed = fixture.resume(session, last);
        assertThat(resumed.isStream()).isTrue();
        go.countDown();

        assertThat(resumed.next().raw()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"cancelled\":false}}");
        resumed.awaitEnd();
        assertThat(fixture.resume(session, last).next().raw()).contains("\"id\":1");
    }

    @Test
    void oneStreamIsNeverReplayedOnAnother() {
        String session = fixture.session(Revision.V2025_11_25, ASKABLE);
        FakeHttp one = fixture.call(session, "{}");
        String first = String.valueOf(one.nextEvent().id());
        one.awaitEnd();
        fixture.request(session, "2", "tools/call", "{}").awaitEnd();

        assertThat(fixture.resume(session, first).rest())
                .extracting(Json::raw)
                .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }

    @Test
    void nobodyIsLedBackToAStreamOnWhichNothingComes() {
        String session = fixture.session(Revision.V2025_11_25, ASKABLE);
        FakeHttp call = fixture.call(session, "{}");
        call.nextEvent();
        String last = String.valueOf(call.nextEvent().id());
        call.awaitEnd();

        FakeHttp resumed = fixture.resume(session, last);

        assertThat(resumed.status()).isEqualTo(405);
        assertThat(resumed.isStream()).isFalse();
    }

    @Test
    void eventsOfOneSessionCannotBeHadInAnother() {
        String session = fixture.session(Revision.V2025_11_25, ASKABLE);
        String other = fixture.session(Revision.V2025_11_25, ASKABLE);
        FakeHttp one = fixture.call(session, "{}");
        String first = String.valueOf(one.nextEvent().id());
        one.awaitEnd();

        FakeHttp resumed = fixture.resume(other, first);

        assertThat(resumed.nextEvent().data())
                .as("the start of the session's own stream")
                .isEmpty();
        resumed.leave();
        assertThat(resumed.rest()).isEmpty();
    }

    @Test
    void aNotificationCancelsTheCallItNamesAndNoOther() throws InterruptedException {
        String session = fixture.session(Revision.V2025_11_25, SILENT);
        CountDownLatch started = new CountDownLatch(1);
        fixture.endpoint.answer((request, exchange) -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            try (var _ = exchange.cancellation().onCancel(cancelled::countDown)) {
                started.countDown();
                await(cancelled);
            }
            return Reply.failed(-32800, exchange.cancellation().reason().orElse(""));
        });
        FakeHttp http = fixture.call(session, "{}");
        await(started);

        fixture.notification(session, "notifications/cancelled", "{\"requestId\":\"1\",\"reason\":\"a string\"}")
                .status();
        fixture.notification(session, "notifications/cancelled", "{\"requestId\":1,\"reason\":\"the number\"}")
                .status();

        Json answer = http.isStream() ? http.next() : http.answer();
        assertThat(answer.raw()).contains("the number").doesNotContain("a string");
    }

    @Test
    void anIdInUseIsRefusedWhileItsNumberAndItsTextAreTwoIds() throws InterruptedException {
        String session = fixture.session(Revision.V2025_11_25, SILENT);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        fixture.endpoint.answer((request, exchange) -> {
            started.countDown();
            await(go);
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });
        FakeHttp first = fixture.call(session, "{}");
        await(started);

        FakeHttp again = fixture.call(session, "{}");
        FakeHttp text = fixture.request(session, "\"1\"", "ping", "{}");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.answer().raw()).contains("-32600", "1 again");
        assertThat(text.status()).isEqualTo(200);
        go.countDown();
        assertThat(first.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25,tools/call,-32021,isError",
        "2025-11-25,prompts/get,-32021,-32603",
        "2025-11-25,tools/call,-32022,-32603",
        "2025-11-25,tools/call,-32020,-32603",
        "2025-11-25,tools/call,-32042,-32042",
        "2025-06-18,tools/call,-32042,isError",
        "2025-06-18,prompts/get,-32042,-32603",
        "2025-11-25,resources/read,-32602,-32002",
        "2025-11-25,tools/call,-32602,-32602",
        "2025-11-25,resources/read,-32002,-32002",
        "2025-11-25,tools/call,-7,-7"
    })
    void failuresTakeTheFormTheClientsRevisionKnows(String revision, String method, int code, String expected) {
        String session = fixture.session(Revision.of(revision).orElseThrow(), SILENT);
        fixture.endpoint.answer((request, exchange) ->
                new Reply.Failed(new Failure(code, "because", Json.parse("{\"uri\":\"a:b\",\"n\": 1.0}"))));

        FakeHttp http = fixture.request(session, "1", method, "{}");

        assertThat(http.status()).isEqualTo(200);
        assertThat(http.answer().raw()).contains(expected, "because");
    }

    @Test
    void aBrokenEndpointIsAnsweredWithoutItsInsides() {
        String session = fixture.session(Revision.V2025_11_25, SILENT);
        fixture.endpoint.answer((request, exchange) -> {
            throw new IllegalStateException("secret");
        });

        assertThat(fixture.call(session, "{}").answer().raw())
                .contains(String.valueOf(ErrorCode.INTERNAL_ERROR))
                .doesNotContain("secret");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(FakeHttp.PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("expected it within " + FakeHttp.PATIENCE + " s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
