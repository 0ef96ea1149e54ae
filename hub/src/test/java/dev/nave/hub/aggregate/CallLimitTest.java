package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Quota;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private static final Request CALL = new Request("tools/call", Json.parse("{\"name\":\"t\"}"));
    private static final Reply DONE = new Reply.Complete(Json.EMPTY_OBJECT);
    private final Quota quota = new Quota(2, 1);
    private final CallLimit limit = new CallLimit(quota);

    @Test
    void aCallWithinTheLimitGoesOnAndGivesItsPlaceBack() {
        assertThat(call()).isEqualTo(DONE);
        assertThat(call()).isEqualTo(DONE);
        assertThat(quota.taken()).isZero();
    }

    @Test
    void aCallBeyondTheLimitIsRefusedAndSurelyDidNotRun() {
        Reply[] second = new Reply[1];
        limit.filter(CALL, TestExchange.of("key:alice"), (request, exchange) -> {
            second[0] = call();
            return DONE;
        });
        assertThat(second[0]).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.ran()).isEqualTo(Reply.Ran.SURELY_NOT);
            assertThat(failed.failure().message()).contains("as many calls in flight as you may");
        });
    }

    private Reply call() {
        return limit.filter(CALL, TestExchange.of("key:alice"), (request, exchange) -> DONE);
    }
}
