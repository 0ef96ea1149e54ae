package dev.nave.edge.downstream.modern;

import static dev.nave.edge.downstream.modern.ModernFixture.ALICE;
import static dev.nave.edge.downstream.modern.ModernFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.edge.downstream.FakeExchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallTest {
    private static final Json DONE = Json.parse("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");

    @Test
    void aShortCallIsAnsweredAsJsonTypedAndSigned() {
        FakeExchange http =
                fixture((request, exchange) -> new Reply.Complete(DONE)).send(call());
        assertThat(http.answer().raw())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"done\"}],"
                                + "\"resultType\":\"complete\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                                + FakeEndpoint.INFO.raw() + "}}}");
    }

    @Test
    void theHubGetsTheParametersWithoutWhatBelongsToThisHop() {
        ModernFixture fixture = fixture((request, exchange) -> new Reply.Complete(DONE));
        fixture.send(request(
                "tools/call",
                "{\"name\":\"t\",\"arguments\":{\"n\":1.50}}",
                "{}",
                "{\"progressToken\":5,\"traceparent\":\"00-1\",\"dev.nave/hops\":[\"outer\"]}"));
        assertThat(fixture.endpoint.served().getFirst().params().raw())
                .isEqualTo("{\"name\":\"t\",\"arguments\":{\"n\":1.50},\"_meta\":{\"traceparent\":\"00-1\"}}");
    }

    @Test
    void theExchangeKnowsTheClientAndTheHubsItCameThrough() {
        FakeExchange http = fixture((request, exchange) -> {
                    assertThat(exchange.caller()).isEqualTo(ALICE);
                    assertThat(exchange.client().hasSampling()).isTrue();
                    assertThat(exchange.hops()).containsExactly("outer");
                    assertThat(exchange.session()).isEmpty();
                    assertThat(exchange.wantsProgress()).isTrue();
                    return new Reply.Complete(DONE);
                })
                .send(request(
                        "tools/call",
                        "{\"name\":\"t\"}",
                        "{\"sampling\":{}}",
                        "{\"progressToken\":5,\"dev.nave/hops\":[\"outer\"]}"));
        assertThat(http.answer().member("result")).isPresent();
    }

    @Test
    void progressTurnsTheAnswerIntoAStreamUnderTheClientsOwnToken() {
        FakeExchange http = fixture((request, exchange) -> {
                    exchange.progress(Json.parse("{\"progressToken\":9001,\"progress\":0,\"message\":\"a\"}"));
                    exchange.progress(Json.parse("{\"progressToken\":9001,\"progress\":50}"));
                    exchange.progress(Json.parse("{\"progressToken\":9001,\"progress\":50}"));
                    return new Reply.Complete(DONE);
                })
                .send(request("tools/call", "{\"name\":\"t\"}", "{}", "{\"progressToken\":\"5\"}"));
        assertThat(http.events()).hasSize(3);
        assertThat(http.events().getFirst().at("params", "progressToken")).contains(Json.of("5"));
        assertThat(http.events().getFirst().at("params", "message")).contains(Json.of("a"));
        assertThat(http.events().get(1).at("params", "progress")).contains(Json.of(50));
        assertThat(http.events().getLast().at("result", "resultType")).contains(Json.of("complete"));
        assertThat(http.answerHeaders()).containsEntry("X-Accel-Buffering", "no");
    }

    @Test
    void aClientThatGaveNoTokenNeverSeesProgress() {
        FakeExchange http = fixture((request, exchange) -> {
                    exchange.progress(Json.parse("{\"progress\":1}"));
                    return new Reply.Complete(DONE);
                })
                .send(call());
        assertThat(http.isStream()).isFalse();
    }

    @Test
    void logMessagesComeFromTheLevelTheRequestNamesAndNotAtAllWithoutOne() {
        Server logging = (request, exchange) -> {
            exchange.log(Json.parse("{\"level\":\"info\",\"data\":\"low\"}"));
            exchange.log(Json.parse("{\"level\":\"error\",\"data\":\"high\"}"));
            return new Reply.Complete(DONE);
        };
        assertThat(fixture(logging).send(call()).isStream()).isFalse();
        FakeExchange http = fixture(logging)
                .send(request(
                        "tools/call", "{\"name\":\"t\"}", "{}", "{\"io.modelcontextprotocol/logLevel\":\"warning\"}"));
        assertThat(http.events()).hasSize(2);
        assertThat(http.events().getFirst().at("params", "data")).contains(Json.of("high"));
    }

    @Test
    void aSilentCallBecomesAStreamAfterAWhileSoThatProxiesSeeItAlive() {
        CountDownLatch streaming = new CountDownLatch(1);
        ModernFixture fixture = fixture((request, exchange) -> {
            await(streaming);
            return Reply.failed(-32021, "late");
        });
        FakeExchange http = call();
        fixture.begin(http, ALICE);
        http.awaitStream();
        streaming.countDown();
        http.awaitEnd();
        assertThat(http.events()).hasSize(1);
        assertThat(http.events().getFirst().at("error", "code")).contains(Json.of(-32021));
    }

    @Test
    void aDisconnectCancelsTheCall() {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ModernFixture fixture = fixture((request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(cancelled);
            return new Reply.Complete(DONE);
        });
        FakeExchange http = call();
        fixture.begin(http, ALICE);
        await(begun);
        http.leave();
        await(cancelled);
        http.awaitEnd();
    }

    @Test
    void aDisconnectThatIsNoticedByWritingFirstCancelsTheCallToo() {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        ModernFixture fixture = fixture((request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(left);
            exchange.progress(Json.parse("{\"progress\":1}"));
            await(cancelled);
            return new Reply.Complete(DONE);
        });
        FakeExchange http = request("tools/call", "{\"name\":\"t\"}", "{}", "{\"progressToken\":5}");
        AtomicReference<Thread> door = new AtomicReference<>();
        http.onGone(() -> {
            left.countDown();
            assertThat(join(door.get())).isTrue(); // Only then does the door hear of it.
        });
        door.set(fixture.begin(http, ALICE));
        await(begun);
        http.leave();
        await(cancelled);
    }

    @Test
    void aBugInTheServerIsAnInternalErrorAndNotASilence() {
        FakeExchange http = fixture((request, exchange) -> {
                    throw new IllegalStateException("bug");
                })
                .send(call());
        assertThat(http.answer().at("error", "code")).contains(Json.of(-32603));
    }

    @Test
    void aResourceThatIsNotFoundIsAnInvalidParameterNow() {
        FakeExchange http = fixture((request, exchange) ->
                        new Reply.Failed(new Failure(-32002, "No such resource", Json.parse("{\"uri\":\"a:b\"}"))))
                .send(request("resources/read", "{\"uri\":\"a:b\"}"));
        assertThat(http.answer().at("error", "code")).contains(Json.of(-32602));
        assertThat(http.answer().at("error", "data", "uri")).contains(Json.of("a:b"));
    }

    @Test
    void whatWentWrongBetweenHubAndServerIsInternal() {
        assertThat(fixture((request, exchange) -> Reply.failed(-32020, "headers"))
                        .send(call())
                        .answer()
                        .at("error", "code"))
                .contains(Json.of(-32603));
    }

    @Test
    void aMissingCapabilityIsToldOnlyIfTheClientTrulyLacksIt() {
        Server needy = (request, exchange) -> new Reply.Failed(
                new Failure(-32021, "sampling", Json.parse("{\"requiredCapabilities\":{\"sampling\":{}}}")));
        FakeExchange lacking = fixture(needy).send(call());
        assertThat(lacking.status()).isEqualTo(400);
        assertThat(lacking.answer().at("error", "code")).contains(Json.of(-32021));
        FakeExchange having = fixture(needy).send(request("tools/call", "{\"name\":\"t\"}", "{\"sampling\":{}}"));
        assertThat(having.status()).isEqualTo(200);
        assertThat(having.answer().at("error", "code")).contains(Json.of(-32603));
    }

    @Test
    void listsSayHowLongTheyMayBeKeptAndToolsNothingOfTheirExecution() {
        FakeExchange http = fixture((request, exchange) -> new Reply.Complete(
                        Json.parse("{\"tools\":[{\"name\":\"a\",\"execution\":{\"taskSupport\":\"optional\"}}]}")))
                .send(request("tools/list", "{}"));
        Json result = http.answer().member("result").orElseThrow();
        assertThat(result.member("tools").orElseThrow().raw()).isEqualTo("[{\"name\":\"a\"}]");
        assertThat(result.member("ttlMs")).contains(Json.of(0));
        assertThat(result.member("cacheScope")).contains(Json.of("private"));
    }

    @Test
    void hintsThatTheHubGivesAreKept() {
        FakeExchange http = fixture((request, exchange) ->
                        new Reply.Complete(Json.parse("{\"tools\":[],\"ttlMs\":5000,\"cacheScope\":\"public\"}")))
                .send(request("tools/list", "{}"));
        assertThat(http.answer().at("result", "ttlMs")).contains(Json.of(5000));
        assertThat(http.answer().at("result", "cacheScope")).contains(Json.of("public"));
    }

    @Test
    void discoveryTellsWhatTheEndpointIs() {
        FakeExchange http = FakeEndpointFixture.discover();
        Json result = http.answer().member("result").orElseThrow();
        assertThat(result.member("supportedVersions").orElseThrow().elements())
                .contains(Json.of("2026-07-28"), Json.of("2025-11-25"));
        assertThat(result.at("capabilities", "tools", "listChanged")).contains(Json.TRUE);
        assertThat(result.string("instructions")).contains("Use it.");
        assertThat(result.member("ttlMs")).contains(Json.of(7000));
        assertThat(result.string("cacheScope")).contains("public");
        assertThat(result.string("resultType")).contains("complete");
        assertThat(result.at("_meta", "io.modelcontextprotocol/serverInfo")).contains(FakeEndpoint.INFO);
    }

    @Test
    void aRoundPassesThroughWithItsState() {
        Json requests = Json.parse("{\"a\":{\"method\":\"roots/list\",\"params\":{}}}");
        FakeExchange http = fixture((request, exchange) -> new Reply.InputRequired(
                        requests, Json.of("sealed"), Json.parse("{\"inputRequests\":{},\"requestState\":\"raw\"}")))
                .send(request("tools/call", "{\"name\":\"t\"}", "{\"roots\":{}}"));
        Json result = http.answer().member("result").orElseThrow();
        assertThat(result.string("resultType")).contains("input_required");
        assertThat(result.member("inputRequests")).contains(requests);
        assertThat(result.string("requestState")).contains("sealed");
    }

    @Test
    void aRoundTheClientCannotAnswerIsAMissingCapability() {
        Json requests = Json.parse("{\"a\":{\"method\":\"roots/list\",\"params\":{}},"
                + "\"b\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\"}}}");
        FakeExchange http = fixture((request, exchange) -> new Reply.InputRequired(requests, null, Json.EMPTY_OBJECT))
                .send(request("tools/call", "{\"name\":\"t\"}", "{\"elicitation\":{}}"));
        assertThat(http.status()).isEqualTo(400);
        assertThat(http.answer()
                        .at("error", "data", "requiredCapabilities")
                        .orElseThrow()
                        .raw())
                .isEqualTo("{\"roots\":{},\"elicitation\":{\"url\":{}}}");
    }

    @Test
    void theAnswersOfARoundReachTheHubApartFromTheParameters() {
        ModernFixture fixture = fixture((request, exchange) -> new Reply.Complete(DONE));
        fixture.send(request(
                "tools/call", "{\"name\":\"t\",\"inputResponses\":{\"a\":{\"roots\":[]}},\"requestState\":\"s\"}"));
        Request served = fixture.endpoint.served().getFirst();
        assertThat(served.params().raw()).isEqualTo("{\"name\":\"t\"}");
        assertThat(served.retry()).isEqualTo(new Request.Retry(Json.parse("{\"a\":{\"roots\":[]}}"), Json.of("s")));
    }

    @Test
    void aTaskIsForClientsThatKnowTasks() {
        Server tasks = (request, exchange) -> new Reply.Task(Json.parse("{\"taskId\":\"x\",\"status\":\"working\"}"));
        assertThat(fixture(tasks).send(call()).status()).isEqualTo(400);
        FakeExchange http = fixture(tasks)
                .send(request(
                        "tools/call", "{\"name\":\"t\"}", "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"));
        assertThat(http.answer().at("result", "resultType")).contains(Json.of("task"));
    }

    private static FakeExchange call() {
        return request("tools/call", "{\"name\":\"t\"}");
    }

    private static ModernFixture fixture(Server server) {
        return new ModernFixture(new FakeEndpoint(server));
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The plainest fixture. */
    private static final class FakeEndpointFixture {
        static FakeExchange discover() {
            return new ModernFixture(FakeEndpoint.answering("{}")).send(request("server/discover", "{}"));
        }
    }
}
