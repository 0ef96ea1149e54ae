package dev.nave.hub.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.TestExchange;
import dev.nave.hub.TestTime;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private static final Request CALL =
            new Request("tools/call", Json.parse("{\"name\":\"x\",\"arguments\":{\"a\":1}}"));
    private static final Json ANSWERS = Json.parse("{\"k\":{\"action\":\"accept\"}}");

    private final TestTime time = new TestTime();
    private final Seals seals = new Seals(List.of(), new SecureRandom(), time);
    private final Rounds rounds = new Rounds("files", seals, Duration.ofMinutes(10), 100);
    private final List<Request> served = new ArrayList<>();

    @Test
    void theServerGetsItsStateBackAsItSpelledIt() {
        Json state = Json.parse("\"a\\u0041\"");
        Json sealed = ask(state, "alice");
        assertThat(sealed.text()).startsWith("h1.");
        assertThat(answer(CALL, sealed, "alice")).isInstanceOf(Reply.Complete.class);
        assertThat(served.getLast().retry()).isEqualTo(new Request.Retry(ANSWERS, state));
    }

    @Test
    void aServerThatGaveNoStateGetsNone() {
        Json sealed = ask(null, "alice");
        answer(CALL, sealed, "alice");
        assertThat(served.getLast().retry()).isEqualTo(new Request.Retry(ANSWERS, null));
    }

    @Test
    void theStateIsInTheWholeResultToo() {
        Reply reply = rounds.filter(CALL, TestExchange.of("alice"), asking(Json.of("s")));
        assertThat(reply).isInstanceOfSatisfying(Reply.InputRequired.class, asked -> {
            assertThat(asked.result().find("requestState")).isEqualTo(asked.state());
            assertThat(asked.result().flag("unknown")).isTrue();
        });
    }

    @Test
    void nobodyElseBringsItBack() {
        assertRefused(answer(CALL, ask(Json.of("s"), "alice"), "bob"));
    }

    @Test
    void itComesBackWithTheSameCallAlone() {
        Json sealed = ask(Json.of("s"), "alice");
        assertRefused(answer(CALL.withParams(Json.parse("{\"name\":\"x\",\"arguments\":{\"a\":2}}")), sealed, "alice"));
        assertRefused(answer(new Request("prompts/get", CALL.params()), sealed, "alice"));
        assertThat(answer(
                        CALL.withParams(
                                Json.parse("{\"arguments\":{\"a\":1},\"_meta\":{\"z\":1},\"name\":\"\\u0078\"}")),
                        sealed,
                        "alice"))
                .isInstanceOf(Reply.Complete.class);
    }

    @Test
    void itComesBackToTheSameServerAlone() {
        Rounds other = new Rounds("git", seals, Duration.ofMinutes(10), 100);
        Json sealed = ask(Json.of("s"), "alice");
        assertRefused(other.filter(
                CALL.withRetry(new Request.Retry(ANSWERS, sealed)), TestExchange.of("alice"), this::complete));
    }

    @Test
    void itComesBackInTimeOrNotAtAll() {
        Json sealed = ask(Json.of("s"), "alice");
        time.pass(Duration.ofMinutes(11));
        assertRefused(answer(CALL, sealed, "alice"));
    }

    @Test
    void whatTheHubNeverSealedIsRefused() {
        assertRefused(answer(CALL, Json.of("mine"), "alice"));
        assertRefused(answer(CALL, Json.of(7), "alice"));
    }

    @Test
    void answersWithoutAStateReachTheServerWithout() {
        answer(CALL, null, "alice");
        assertThat(served.getLast().retry()).isEqualTo(new Request.Retry(ANSWERS, null));
    }

    @Test
    void aStateThatIsTooLargeFailsTheCall() {
        Reply reply = rounds.filter(CALL, TestExchange.of("alice"), asking(Json.of("s".repeat(200))));
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> assertThat(
                        failed.failure().message())
                .contains("at most 100 bytes"));
    }

    private Json ask(@Nullable Json state, String principal) {
        Reply reply = rounds.filter(CALL, TestExchange.of(principal), asking(state));
        assertThat(reply).isInstanceOf(Reply.InputRequired.class);
        Json sealed = ((Reply.InputRequired) reply).state();
        assertThat(sealed).isNotNull();
        return sealed == null ? Json.NULL : sealed;
    }

    private Reply answer(Request call, @Nullable Json state, String principal) {
        return rounds.filter(
                call.withRetry(new Request.Retry(ANSWERS, state)), TestExchange.of(principal), this::complete);
    }

    private Reply complete(Request request, Exchange exchange) {
        served.add(request);
        return new Reply.Complete(Json.EMPTY_OBJECT);
    }

    private static Server asking(@Nullable Json state) {
        Json result =
                Json.object().put("unknown", true).put("requestState", state).build();
        return (request, exchange) -> new Reply.InputRequired(Json.EMPTY_OBJECT, state, result);
    }

    private void assertRefused(Reply reply) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> assertThat(
                        failed.failure().code())
                .isEqualTo(-32602));
        assertThat(served).isEmpty();
    }
}
