package dev.nave.edge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sessions of legacy clients at another node than the one which opened them. */
class LegacyReplicasTest extends TwoNodes {
    @Test
    void aLegacySessionIsServedByTheNodeThatOpenedIt() {
        String session = open(one);
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        Json first = nextQuestion(call);
        Json second = answer(one, session, first, "Ada", call);
        answer(other, session, second, "Bea", null);
        assertThat(Posts.answer(call).at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(other.legacy().openSessions()).isZero();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aLegacyCallIsCancelledAndItsSessionEndedFromTheOtherNode() throws InterruptedException {
        String session = open(one);
        MemoryExchange call = send(one, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        nextQuestion(call);
        Json cancel = Posts.notification("notifications/cancelled", Json.parse("{\"requestId\":\"1\"}"));
        assertThat(status(send(other, "alice", Posts.legacy(session, cancel)))).isEqualTo(202);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(status(send(other, "alice", Posts.other("DELETE", session)))).isEqualTo(200);
        assertThat(one.legacy().openSessions()).isZero();
        Json ping = Posts.request("2", "ping", Json.EMPTY_OBJECT);
        assertThat(status(send(other, "alice", Posts.legacy(session, ping)))).isEqualTo(404);
    }

    @Test
    void aLegacyCallWhoseStreamBrokeIsResumedThroughTheOtherNode() throws Exception {
        String session = open(one);
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        call.awaitHead();
        String place =
                Objects.requireNonNull(Objects.requireNonNull(call.nextEvent()).id());
        Json first = nextQuestion(call);
        call.leave();
        MemoryExchange resumed =
                send(other, "alice", Posts.other("GET", session).with("Last-Event-ID", place));
        assertThat(nextQuestion(resumed)).isEqualTo(first);
        Json second = answer(other, session, first, "Ada", resumed);
        answer(one, session, second, "Bea", null);
        assertThat(Posts.answer(resumed).at("result", "answers")).contains(Json.of("Ada, Bea"));
    }

    @Test
    void aLegacySessionWhoseNodeIsGoneIsTakenUpByTheOther() {
        String session = open(one);
        one.kill();
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        Json second = answer(other, session, nextQuestion(call), "Ada", call);
        answer(other, session, second, "Bea", null);
        assertThat(Posts.answer(call).at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(other.legacy().openSessions()).isOne();
    }

    @Test
    void aLegacyCallThatGoesWithItsNodeFailsAndIsNotRepeated() {
        String session = open(one);
        MemoryExchange call = send(other, "alice", Posts.legacy(session, Posts.request("1", "tools/call", CALL)));
        nextQuestion(call);
        one.kill();
        Json answer = Posts.answer(call);
        assertThat(answer.member("id")).contains(Json.of("1"));
        assertThat(Posts.isToolError(answer)).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aLegacySessionIsNobodyElsesAtTheOtherNodeEither() {
        String session = open(one);
        Json ping = Posts.request("2", "ping", Json.EMPTY_OBJECT);
        assertThat(status(send(other, "bob", Posts.legacy(session, ping)))).isEqualTo(404);
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void aStreamOfTheOldestWireIsPostedToThroughTheOtherNode() throws Exception {
        MemoryExchange stream =
                send(one, "alice", new MemoryExchange("GET", "/sse", new byte[0]).with("Accept", "text/event-stream"));
        stream.awaitHead();
        String address = new String(Objects.requireNonNull(stream.nextEvent()).data(), StandardCharsets.UTF_8);
        assertThat(address).startsWith("/messages?session=");
        MemoryExchange opening = new MemoryExchange(
                        "POST", "/messages", Posts.initialize().body())
                .withQuery("session", address.substring(address.indexOf('=') + 1))
                .with("Content-Type", "application/json");
        assertThat(status(send(other, "alice", opening))).isEqualTo(202);
        assertThat(Objects.requireNonNull(Posts.next(stream)).at("result", "protocolVersion"))
                .contains(Json.of("2025-11-25"));
    }

    private String open(TestNode node) {
        MemoryExchange opening = send(node, "alice", Posts.initialize());
        assertThat(status(opening)).isEqualTo(200);
        return opening.answerHeader("Mcp-Session-Id").orElseThrow();
    }

    /** Answers a question; the next one on the stream, if there is one to look at. */
    private Json answer(TestNode node, String session, Json question, String name, @Nullable MemoryExchange stream) {
        Json result = Json.object()
                .put("action", "accept")
                .put("content", named(name))
                .build();
        assertThat(status(send(node, "alice", Posts.legacy(session, Posts.response(question, result)))))
                .isEqualTo(202);
        return stream == null ? Json.NULL : nextQuestion(stream);
    }

    private static Json nextQuestion(MemoryExchange stream) {
        Json message = Posts.next(stream);
        while (message != null && !message.string("method").orElse("").equals("elicitation/create")) {
            message = Posts.next(stream);
        }
        return Objects.requireNonNull(message, "expected a question");
    }

    private static int status(MemoryExchange http) {
        try {
            http.awaitHead();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return http.status();
    }
}
