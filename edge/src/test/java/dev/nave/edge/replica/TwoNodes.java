package dev.nave.edge.replica;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.hub.Answer;
import dev.nave.hub.Chain;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Rounds;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/**
 * Two nodes of one hub, clients whose messages reach now the one and now the other, and the server behind both: it asks two
 * questions.
 */
abstract class TwoNodes {
    static final Json CALL = Json.parse("{\"name\":\"t\"}");
    private static final String[] QUESTIONS = {"first", "second"};

    private final TestCallers callers = new TestCallers();
    final MemoryNetwork network = new MemoryNetwork();
    private final Seals seals = new Seals(List.of(new byte[32]), new SecureRandom(), Time.SYSTEM);
    final AtomicInteger runs = new AtomicInteger();
    final CountDownLatch cancelled = new CountDownLatch(1);
    final FakeEndpoint endpoint =
            new FakeEndpoint(Chain.of(this::serve, new Rounds("server", seals, Duration.ofMinutes(10), 1 << 16)));
    private final List<TestNode> nodes = new ArrayList<>();
    final TestNode one = node("one:1", Bounds.defaults());
    final TestNode other = node("other:1", Bounds.defaults());

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
    }

    // The server: two questions, one after the other; whoever answers "wait" is made to wait.

    private Reply serve(Request request, Exchange exchange) {
        runs.incrementAndGet();
        exchange.cancellation().onCancel(cancelled::countDown);
        List<String> answers = new ArrayList<>();
        for (String text : QUESTIONS) {
            if (!(exchange.ask(question(text)) instanceof Answer.Answered(Json answer))) {
                return Reply.failed(-32000, "nobody answered");
            }
            answers.add(answer.at("content", "name").map(Json::text).orElse("none"));
            exchange.progress(Json.parse("{\"progress\":" + answers.size() + "}"));
            exchange.log(Json.parse("{\"level\":\"error\",\"data\":\"half\"}"));
            if (answers.contains("wait")) {
                await(cancelled);
            }
        }
        return new Reply.Complete(
                Json.object().put("answers", String.join(", ", answers)).build());
    }

    private static Question question(String text) {
        return new Question(
                null,
                "elicitation/create",
                Json.parse("{\"message\":\"" + text + "\",\"requestedSchema\":{\"type\":\"object\","
                        + "\"properties\":{\"name\":{\"type\":\"string\"}}}}"));
    }

    // The clients.

    final MemoryExchange send(TestNode node, String caller, MemoryExchange http) {
        return node.take(callers.of(caller, http));
    }

    static Json named(String name) {
        return Json.object().put("name", name).build();
    }

    final TestNode node(String authority, Bounds bounds) {
        return node(authority, seals, bounds);
    }

    final TestNode node(String authority, Seals keys, Bounds bounds) {
        Waits waits = Waits.defaults().with(Wait.ANSWER, Duration.ofMinutes(5));
        TestNode node = new TestNode(
                authority,
                network,
                endpoint,
                callers,
                keys,
                waits,
                bounds,
                Duration.ZERO,
                Duration.ofMinutes(1),
                new JsonSchema(),
                Time.SYSTEM);
        nodes.add(node);
        return node;
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
