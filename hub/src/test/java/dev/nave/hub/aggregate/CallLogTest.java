package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Failure;
import dev.nave.hub.OngoingCall;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.TestExchange;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CallLogTest {
    private final CallLog log = new CallLog("files", "3f2a99", new AtomicLong(34), Time.SYSTEM);

    @Test
    void a_call_is_known_to_its_thread_while_it_is_served_and_no_longer() {
        List<Optional<OngoingCall>> seen = new ArrayList<>();
        Reply _ = filter((request, exchange) -> {
            seen.add(OngoingCall.here());
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });
        OngoingCall call = seen.getFirst().orElseThrow();
        assertThat(call.id()).isEqualTo("3f2a-z");
        assertThat(call.server()).isEqualTo("files");
        assertThat(call.about()).contains("read");
        assertThat(call.trace()).as("what is no traceparent is no trace").isEmpty();
        assertThat(OngoingCall.here()).isEmpty();
    }

    @Test
    void a_failure_on_the_way_carries_the_id_of_its_call() {
        Reply reply = filter((request, exchange) -> Reply.lost(Reply.Ran.SURELY_NOT, "It is away."));
        assertThat(reply)
                .isEqualTo(new Reply.Failed(
                        new Failure(ErrorCode.INTERNAL_ERROR, "It is away. [call 3f2a-z]", null),
                        Reply.Ran.SURELY_NOT));
    }

    @Test
    void what_a_server_answers_stays_as_it_is() {
        Reply answer = Reply.failed(ErrorCode.INTERNAL_ERROR, "The server's own words");
        assertThat(filter((request, exchange) -> answer)).isEqualTo(answer);
    }

    @Test
    void a_defect_of_the_hub_is_logged_and_answered_with_where_to_look() {
        Reply reply = filter((request, exchange) -> {
            throw new IllegalStateException("a defect");
        });
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.ran()).isEqualTo(Reply.Ran.PERHAPS);
            assertThat(failed.failure().message()).isEqualTo("The hub itself failed; its log says more. [call 3f2a-z]");
        });
    }

    private Reply filter(Server server) {
        Json params = Json.parse("{\"name\":\"read\",\"_meta\":{\"traceparent\":\"nonsense\"}}");
        return log.filter(new Request("tools/call", params), TestExchange.of("key:alice"), server);
    }
}
