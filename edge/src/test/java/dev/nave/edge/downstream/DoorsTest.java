package dev.nave.edge.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.pipe.Pipe;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoorsTest {
    private static final String MODERN_CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":"
            + "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";
    private static final String LEGACY_CALL = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";
    private static final String CANCEL =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}";

    private final ApiKeys.Created alice = ApiKeys.create("alice", Set.of("admin"), new SecureRandom());
    private final Endpoint endpoint = FakeEndpoint.answering("{}");
    private final FakeDoor modern = new FakeDoor();
    private final FakeDoor legacy = new FakeDoor();

    @Test
    void eachPostGoesToTheDoorOfItsEra() {
        post(new ApiKeys(List.of()), new FakeExchange("POST", MODERN_CALL));
        assertThat(modern.seen).containsExactly("POST anonymous");
        post(new ApiKeys(List.of()), new FakeExchange("POST", LEGACY_CALL));
        assertThat(legacy.seen).containsExactly("POST anonymous");
    }

    @Test
    void otherVerbsGoByTheirVersionHeader() {
        post(new ApiKeys(List.of()), new FakeExchange("GET", "").with("MCP-Protocol-Version", "2026-07-28"));
        assertThat(modern.seen).containsExactly("GET anonymous");
        post(new ApiKeys(List.of()), new FakeExchange("DELETE", ""));
        assertThat(legacy.seen).containsExactly("DELETE anonymous");
    }

    @Test
    void whoHasAKeyIsKnownByItsName() {
        ApiKeys keys = new ApiKeys(List.of(alice.key()));
        post(
                keys,
                new FakeExchange("POST", MODERN_CALL)
                        .with("Authorization", "Bearer " + alice.secret().reveal()));
        assertThat(modern.seen).containsExactly("POST key:alice");
    }

    @Test
    void whoHasNoneIsToldToBringOneAndReachesNoDoor() {
        FakeExchange http = post(new ApiKeys(List.of(alice.key())), new FakeExchange("POST", MODERN_CALL));
        assertThat(http.status()).isEqualTo(401);
        assertThat(http.answerHeaders()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(modern.seen).isEmpty();
    }

    @Test
    void aTextThatIsNoMessageIsRefused() {
        FakeExchange http = post(new ApiKeys(List.of()), new FakeExchange("POST", "[]"));
        assertThat(http.status()).isEqualTo(400);
        assertThat(http.answer().at("error", "code")).contains(Json.of(-32600));
    }

    @Test
    void onePipeMaySpeakBothErasAndACancellationReachesWhomeverItIsFor() {
        FakePipe pipe = new FakePipe();
        Pipe.Reader reader = doors(new ApiKeys(List.of())).serve(pipe, Caller.LOCAL, endpoint);
        for (String message : List.of(MODERN_CALL, LEGACY_CALL, CANCEL)) {
            reader.message(message.getBytes(StandardCharsets.UTF_8));
        }
        reader.closed("end of input");
        assertThat(modern.seen).containsExactly("message", "message", "closed");
        assertThat(legacy.seen).containsExactly("message", "message", "closed");
    }

    @Test
    void onAPipeATextThatIsNoMessageIsAnswered() {
        FakePipe pipe = new FakePipe();
        Pipe.Reader reader = doors(new ApiKeys(List.of())).serve(pipe, Caller.LOCAL, endpoint);
        reader.message("{".getBytes(StandardCharsets.UTF_8));
        assertThat(pipe.next().at("error", "code")).contains(Json.of(-32700));
    }

    @Test
    void closingClosesBothDoors() {
        doors(new ApiKeys(List.of())).close();
        assertThat(modern.seen).containsExactly("close");
        assertThat(legacy.seen).containsExactly("close");
    }

    private FakeExchange post(ApiKeys keys, FakeExchange http) {
        doors(keys).handle(http);
        return http;
    }

    private Doors doors(ApiKeys keys) {
        Map<String, Endpoint> endpoints = Map.of("/mcp", endpoint);
        return new Doors(
                path -> Optional.ofNullable(endpoints.get(path)),
                () -> new Callers(keys),
                modern,
                legacy,
                JsonLimits.DEFAULT);
    }

    /** Remembers what came. */
    private static final class FakeDoor implements Door {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void post(HttpExchange http, Caller caller, Endpoint opened, Frame frame) {
            seen.add(http.method() + " " + caller.principal());
        }

        @Override
        public void other(HttpExchange http, Caller caller, Endpoint opened) {
            seen.add(http.method() + " " + caller.principal());
        }

        @Override
        public Line open(Pipe pipe, Caller caller, Endpoint opened) {
            return new Line() {
                @Override
                public void receive(Frame frame) {
                    seen.add("message");
                }

                @Override
                public void closed(String reason) {
                    seen.add("closed");
                }

                @Override
                public boolean isBusy() {
                    return false;
                }
            };
        }

        @Override
        public void close() {
            seen.add("close");
        }
    }
}
