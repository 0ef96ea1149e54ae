package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{}}";
    private static final String TOLD = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private LegacyFixture fixture = new LegacyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void everyRequestOfABatchIsAnsweredInOneArray() {
        String session = fixture.session(Revision.V2025_03_26, "{}");

        Json answer = fixture.post(session, "[" + PING + "," + TOLD + "," + CALL + "]")
                .answer();

        assertThat(answer.elements())
                .extracting(Json::raw)
                .containsExactlyInAnyOrder(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}",
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    }

    @Test
    void aBatchOfOneIsStillAnsweredWithAnArray() {
        String session = fixture.session(Revision.V2025_03_26, "{}");

        assertThat(fixture.post(session, "[" + PING + "]").answer().isArray()).isTrue();
    }

    @Test
    void aBatchWithoutRequestsIsAccepted() {
        String session = fixture.session(Revision.V2025_03_26, "{}");

        assertThat(fixture.post(session, "[" + TOLD + "]").status()).isEqualTo(202);
    }

    @Test
    void progressOfACallInABatchMakesAStreamWithEachAnswerAsAnEvent() {
        String session = fixture.session(Revision.V2025_03_26, "{}");
        fixture.endpoint.answer((request, exchange) -> {
            exchange.progress(Json.parse("{\"progress\":1}"));
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":1}}}";

        FakeHttp http = fixture.post(session, "[" + PING + "," + call + "]");

        assertThat(http.rest())
                .extracting(Json::raw)
                .contains(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}",
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}")
                .hasSize(3);
    }

    @Test
    void initializeAndWhatIsNoMessageAreRefusedWithinTheBatch() {
        String session = fixture.session(Revision.V2025_03_26, "{}");

        Json answer = fixture.post(session, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"},5," + PING + "]")
                .answer();

        assertThat(answer.raw()).contains("\"id\":1,\"error\"", "\"id\":null,\"error\"", "\"id\":\"p\",\"result\"");
    }

    @Test
    void otherRevisionsHaveNoBatches() {
        for (Revision revision : new Revision[] {Revision.V2024_11_05, Revision.V2025_06_18, Revision.V2025_11_25}) {
            FakeHttp http = fixture.post(fixture.session(revision, "{}"), "[" + PING + "]");

            assertThat(http.status()).isEqualTo(400);
            assertThat(http.answer().raw()).contains("-32600", "2025-03-26");
        }
    }

    @Test
    void aBatchIsNoLargerThanItMayBe() {
        fixture.close();
        fixture = new LegacyFixture(Waits.defaults(), Bounds.defaults().with(Bound.BATCH, 1));
        String session = fixture.session(Revision.V2025_03_26, "{}");

        assertThat(fixture.post(session, "[" + TOLD + "," + PING + "]").answer().raw())
                .contains("at most 1");
    }
}
