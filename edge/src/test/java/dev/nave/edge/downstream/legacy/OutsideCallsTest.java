package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Audience;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client is asked what belongs to none of its calls, and questions that a server takes back. */
class OutsideCallsTest {
    private static final Question ROOTS = new Question(null, "roots/list", Json.EMPTY_OBJECT);

    private final LegacyFixture fixture = new LegacyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aQuestionOutsideCallsGoesOnTheStreamOfTheSession() throws Exception {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        Audience audience = audience(session);
        FakeHttp stream = fixture.get(session);
        assertThat(stream.isStream()).isTrue();

        CompletableFuture<Answer> answer = ask(audience);
        fixture.respond(session, stream.next(), "{\"roots\":[]}").status();

        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(new Answer.Answered(Json.parse("{\"roots\":[]}")));
    }

    @Test
    void withoutSuchAStreamItGoesOnThatOfACallInFlight() throws Exception {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        CompletableFuture<Audience> audience = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        fixture.endpoint.answer((request, exchange) -> {
            audience.complete(exchange.audience().orElseThrow());
            await(done);
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });
        FakeHttp call = fixture.call(session, "{}");
        assertThat(call.isStream()).isTrue();

        CompletableFuture<Answer> answer = ask(audience.get(30, TimeUnit.SECONDS));
        fixture.respond(session, call.next(), "{\"roots\":[]}").status();

        assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Answered.class);
        done.countDown();
    }

    @Test
    void aClientThatListensNowhereIsGoneAtOnce() throws Exception {
        Audience audience = audience(fixture.session(Revision.V2025_11_25, "{\"roots\":{}}"));
        assertThat(ask(audience).get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Gone.class);
    }

    @Test
    void aClientIsNotAskedWhatItDidNotDeclare() throws Exception {
        Audience audience = audience(fixture.session(Revision.V2025_11_25, "{\"sampling\":{}}"));
        assertThat(ask(audience).get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Unsupported.class);
    }

    @Test
    void anEndedSessionLeavesNobodyWaiting() throws Exception {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        Audience audience = audience(session);
        FakeHttp stream = fixture.get(session);
        assertThat(stream.isStream()).isTrue();
        CompletableFuture<Answer> open = ask(audience);
        stream.next();

        fixture.other(
                LegacyFixture.ALICE, new FakeHttp("DELETE", "/mcp", "").with(StreamableHttp.SESSION_HEADER, session));

        assertThat(open.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Gone.class);
        assertThat(ask(audience).get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Gone.class);
    }

    @Test
    void aQuestionThatIsTakenBackIsTakenBackFromTheClient() throws Exception {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        CompletableFuture<Thread> asking = new CompletableFuture<>();
        fixture.endpoint.answer((request, exchange) -> {
            asking.complete(Thread.currentThread());
            Answer answer = exchange.ask(ROOTS);
            boolean interrupted = Thread.interrupted();
            return new Reply.Complete(
                    Json.object().put("text", answer + " " + interrupted).build());
        });
        FakeHttp call = fixture.call(session, "{}");
        Json id = call.next().member("id").orElseThrow();

        asking.get(30, TimeUnit.SECONDS).interrupt();

        Json taken = call.next();
        assertThat(taken.string("method")).contains("notifications/cancelled");
        assertThat(taken.at("params", "requestId")).contains(id);
        assertThat(taken.at("params", "reason").orElseThrow().text()).contains("took its question back");
        assertThat(call.next().raw()).contains("Gone").contains("true");
    }

    /** Who can be asked of a session that has made a call. */
    private Audience audience(String session) {
        CompletableFuture<Exchange> seen = new CompletableFuture<>();
        fixture.endpoint.answer((request, exchange) -> {
            seen.complete(exchange);
            return new Reply.Complete(Json.EMPTY_OBJECT);
        });
        fixture.call(session, "{}").rest();
        return seen.join().audience().orElseThrow();
    }

    private static CompletableFuture<Answer> ask(Audience audience) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.complete(audience.ask(ROOTS)));
        return answer;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
