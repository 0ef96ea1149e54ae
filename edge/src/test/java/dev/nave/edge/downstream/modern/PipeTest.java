package dev.nave.edge.downstream.modern;

import static dev.nave.edge.downstream.modern.ModernFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.edge.downstream.FakePipe;
import dev.nave.edge.downstream.Line;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Server;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.pipe.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PipeTest {
    private static final Json DONE = Json.parse("{\"content\":[]}");
    private final FakePipe pipe = new FakePipe();

    @Test
    void requestsAreAnsweredUnderTheirOwnIds() {
        Line line = line((request, exchange) -> new Reply.Complete(DONE));
        receive(line, "\"1\"", "tools/call", "{\"name\":\"t\"}");
        assertThat(pipe.next().member("id")).contains(Json.of("1"));
        receive(line, "1", "tools/call", "{\"name\":\"t\"}");
        assertThat(pipe.next().member("id")).contains(Json.of(1));
    }

    @Test
    void anEnvelopeOutOfOrderIsRefused() {
        Line line = line((request, exchange) -> new Reply.Complete(DONE));
        line.receive(
                frame(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
                            + "\"io.modelcontextprotocol/protocolVersion\":\"v9\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}"));
        assertThat(pipe.next().at("error", "code")).contains(Json.of(-32022));
        line.receive(frame("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}"));
        assertThat(pipe.next().at("error", "code")).contains(Json.of(-32602));
    }

    @Test
    void aCancellationEndsItsCallAndNothingIsAnswered() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Line line = line((request, exchange) -> {
            if (request.params().string("name").orElse("").equals("quick")) {
                return new Reply.Complete(DONE);
            }
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(cancelled);
            return new Reply.Complete(DONE);
        });
        receive(line, "1", "tools/call", "{\"name\":\"slow\"}");
        await(begun);
        line.receive(
                frame("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"1\"}}"));
        assertThat(cancelled.getCount())
                .as("an id of another type is another id")
                .isEqualTo(1);
        line.receive(
                frame("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}"));
        await(cancelled);
        receive(line, "2", "tools/call", "{\"name\":\"quick\"}");
        assertThat(pipe.next().member("id")).contains(Json.of(2));
        assertThat(pipe.isEmpty()).isTrue();
    }

    @Test
    void anIdInFlightIsNotTakenTwice() {
        CountDownLatch hold = new CountDownLatch(1);
        Line line = line((request, exchange) -> {
            await(hold);
            return new Reply.Complete(DONE);
        });
        receive(line, "1", "tools/call", "{\"name\":\"t\"}");
        receive(line, "1", "tools/call", "{\"name\":\"t\"}");
        assertThat(pipe.next().at("error", "code")).contains(Json.of(-32600));
        hold.countDown();
        assertThat(pipe.next().member("result")).isPresent();
    }

    @Test
    @Timeout(30)
    void aPipeIsBusyUntilItsLastAnswerWasSent() throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        Pipe slow = new Pipe() {
            @Override
            public void send(byte[] message) {
                sending.countDown();
                await(sent);
            }

            @Override
            public void close() {}
        };
        FakeEndpoint endpoint = new FakeEndpoint((request, exchange) -> new Reply.Complete(DONE));
        Line line = new ModernFixture(endpoint).door.open(slow, ALICE, endpoint);
        receive(line, "1", "tools/call", "{\"name\":\"t\"}");
        await(sending);
        assertThat(line.isBusy()).isTrue();
        sent.countDown();
        while (line.isBusy()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPipeThatClosesCancelsWhatIsInFlight() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Line line = line((request, exchange) -> {
            exchange.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            await(cancelled);
            return new Reply.Complete(DONE);
        });
        receive(line, "1", "tools/call", "{\"name\":\"t\"}");
        await(begun);
        line.closed("end of input");
        await(cancelled);
    }

    @Test
    void aListenEndsWhenItIsCancelled() {
        FakeEndpoint endpoint = FakeEndpoint.answering("{}");
        Line line = new ModernFixture(endpoint).door.open(pipe, ALICE, endpoint);
        receive(line, "\"l\"", "subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
        assertThat(pipe.next().string("method")).contains("notifications/subscriptions/acknowledged");
        endpoint.tell(new Event.ListChanged(ListKind.TOOLS));
        assertThat(pipe.next().at("params", "_meta", "io.modelcontextprotocol/subscriptionId"))
                .contains(Json.of("l"));
        line.receive(
                frame("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"l\"}}"));
        receive(line, "2", "server/discover", "{}");
        assertThat(pipe.next().member("id")).contains(Json.of(2));
    }

    private Line line(Server server) {
        FakeEndpoint endpoint = new FakeEndpoint(server);
        return new ModernFixture(endpoint).door.open(pipe, ALICE, endpoint);
    }

    private static void receive(Line line, String id, String method, String params) {
        Json meta = Json.parse("{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}");
        Json all = Json.parse(params).edit().put("_meta", meta).build();
        line.receive(frame(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + all.raw() + "}"));
    }

    private static Frame frame(String text) {
        return Frame.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
