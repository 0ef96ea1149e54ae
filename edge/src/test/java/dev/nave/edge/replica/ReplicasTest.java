package dev.nave.edge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls of modern clients that come back to another node than the one which holds them. */
class ReplicasTest extends TwoNodes {
    @Test
    void answersThatReachTheWrongNodeAreTakenToTheCall() {
        Json first = call(one);
        Json second = retry(other, "alice", first, "Ada");
        List<Json> last = Posts.messages(send(one, "alice", back(second, "Bea")));
        assertThat(last.getLast().at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(runs).hasValue(1);
    }

    @Test
    void progressAndLogMessagesComeAlong() {
        Json first = call(one);
        List<Json> told = Posts.messages(send(other, "alice", back(first, "Ada")));
        assertThat(told).hasSize(3);
        assertThat(told.get(0).at("params", "progressToken")).contains(Json.of("7"));
        assertThat(told.get(1).at("params", "data")).contains(Json.of("half"));
        assertThat(Posts.state(told.get(2))).isPresent();
    }

    @Test
    void aClientThatLeavesTheOtherNodeEndsTheCall() throws InterruptedException {
        Json second = retry(one, "alice", call(one), "Ada");
        MemoryExchange waiting = send(other, "alice", back(second, "wait"));
        assertIsProgress(Posts.next(waiting));
        waiting.leave();
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theSameAnswersAtBothNodesGetTheSame() {
        Json first = call(one);
        Json second = retry(other, "alice", first, "Ada");
        assertThat(retry(one, "alice", first, "Ada").member("result")).isEqualTo(second.member("result"));
        assertThat(retry(other, "alice", first, "Ada").member("result")).isEqualTo(second.member("result"));
        assertThat(Posts.code(retry(other, "alice", first, "Eve"))).isEqualTo(-32602);
    }

    @Test
    void neitherAStrangerNorAnotherCallGetsIn() {
        Json first = call(one);
        assertThat(Posts.code(retry(other, "bob", first, "Ada"))).isEqualTo(-32602);
        Json responses = Posts.accept(first, named("Ada"));
        Json state = Posts.state(first).orElseThrow();
        MemoryExchange another = Posts.retry("7", "tools/call", Json.parse("{\"name\":\"u\"}"), responses, state);
        assertThat(Posts.code(Posts.answer(send(other, "alice", another)))).isEqualTo(-32602);
        assertThat(network.calls()).isEmpty();
    }

    @Test
    void aCallWhoseNodeIsGoneIsNotRepeated() {
        Json first = call(one);
        one.kill();
        Json answer = retry(other, "alice", first, "Ada");
        assertThat(Posts.isToolError(answer)).isTrue();
        assertThat(answer.toString()).contains("is gone, and the call was not repeated");
        assertThat(runs).hasValue(1);
    }

    @Test
    void whatIsNoToolFailsWithItsNode() {
        Json first = Posts.answer(send(one, "alice", Posts.modern("7", "prompts/get", CALL)));
        one.kill();
        MemoryExchange back = Posts.retry(
                "7",
                "prompts/get",
                CALL,
                Posts.accept(first, named("Ada")),
                Posts.state(first).orElseThrow());
        assertThat(Posts.code(Posts.answer(send(other, "alice", back)))).isEqualTo(-32603);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aNodeThatGoesWhileItsClientWaitsElsewhereIsToldOf() {
        Json second = retry(one, "alice", call(one), "Ada");
        MemoryExchange waiting = send(other, "alice", back(second, "wait"));
        assertIsProgress(Posts.next(waiting));
        one.kill();
        assertThat(Posts.isToolError(Posts.answer(waiting))).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCallThatMayBeRepeatedIsMadeAgainAndNobodyIsAskedTwice() {
        endpoint.repeatable("t");
        Json second = retry(other, "alice", call(one), "Ada");
        one.kill();
        Json last = retry(other, "alice", second, "Bea");
        assertThat(last.at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(runs).hasValue(2);
    }

    @Test
    void aCallMadeAgainGoesOnInRounds() {
        endpoint.repeatable("t");
        Json first = call(one);
        one.kill();
        Json second = retry(other, "alice", first, "Ada");
        assertThat(second.at("result", "inputRequests").orElseThrow().toString())
                .contains("second");
        assertThat(retry(other, "alice", first, "Ada").member("result")).isEqualTo(second.member("result"));
        assertThat(retry(other, "alice", second, "Bea").at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(runs).hasValue(2);
    }

    @Test
    void answersForALostCallAreNotTakenToTheOneThatIsMadeInItsPlace() {
        endpoint.repeatable("t");
        Json first = call(one);
        Json second = retry(one, "alice", first, "Ada");
        one.kill();
        Json another = retry(other, "alice", first, "Eve");
        assertThat(retry(other, "alice", second, "Bea").at("result", "answers")).contains(Json.of("Ada, Bea"));
        assertThat(retry(other, "alice", another, "Cora").at("result", "answers"))
                .contains(Json.of("Eve, Cora"));
        assertThat(runs).hasValue(3);
    }

    @Test
    void aCallWithMoreAnswersThanAStateCarriesIsNotMadeAgain() {
        endpoint.repeatable("t");
        TestNode frugal = node("frugal:1", Bounds.defaults().with(Bound.JOURNAL_BYTES, 10));
        Json second = retry(frugal, "alice", call(frugal), "Ada");
        frugal.kill();
        assertThat(Posts.isToolError(retry(other, "alice", second, "Bea"))).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void whoHasOtherKeysIsNoNode() {
        Json first = call(one);
        one.kill();
        Seals foreign = new Seals(List.of(), new SecureRandom(), Time.SYSTEM);
        node("one:1", foreign, Bounds.defaults());
        assertThat(Posts.isToolError(retry(other, "alice", first, "Ada"))).isTrue();
        assertThat(runs).hasValue(1);
    }

    private Json call(TestNode node) {
        return Posts.answer(send(node, "alice", Posts.modern("7", "tools/call", CALL)));
    }

    private MemoryExchange back(Json round, String name) {
        Json state = Posts.state(round).orElseThrow(() -> new AssertionError("no round: " + round));
        return Posts.retry("7", "tools/call", CALL, Posts.accept(round, named(name)), state);
    }

    private Json retry(TestNode node, String caller, Json round, String name) {
        return Posts.answer(send(node, caller, back(round, name)));
    }

    /** The call runs, and its client waits: anything else would be its answer. */
    private static void assertIsProgress(@Nullable Json message) {
        Optional<String> method = Optional.ofNullable(message).flatMap(known -> known.string("method"));
        assertThat(method).as("%s", message).contains("notifications/progress");
    }
}
