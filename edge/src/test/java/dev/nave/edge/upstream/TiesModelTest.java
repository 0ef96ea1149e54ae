package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls, questions that name none of them, answers and cancellations at random, with a child that knows whose each
 * question is: it is put to nobody else, every question and every call comes to an end, and nobody is asked too late.
 */
class TiesModelTest {
    private static final int RUNS = 60;
    private static final int STEPS = 40;
    private static final Answer YES = new Answer.Answered(Json.parse("{\"action\":\"accept\",\"content\":{}}"));

    @Test
    void aQuestionIsNeverPutToTheClientOfAnotherCall() throws Exception {
        for (long seed = 1; seed <= RUNS; seed++) {
            new Run(seed).play();
        }
    }

    /** One child's view of a call. */
    private record Served(FakeChild child, Message.Request request, String name) {}

    private static final class Run {
        private final long seed;
        private final Random random;
        private final BlockingQueue<Served> arrived = new LinkedBlockingQueue<>();
        private final Map<String, Integer> open = new ConcurrentHashMap<>();
        private final BlockingQueue<String> settled = new LinkedBlockingQueue<>();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final List<Served> served = new ArrayList<>();
        private final Map<String, Asker> askers = new ConcurrentHashMap<>();
        private final List<CompletableFuture<Reply>> replies = new ArrayList<>();
        private int count;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void play() throws Exception {
            try (TestWires wires = new TestWires()) {
                wires.script = Scripts.legacy(this::take);
                try (Connection connection = wires.connect(
                        TestWires.with(TestWires.with(TestWires.child(), Era.LEGACY), Wait.TIE, Duration.ofMillis(30)),
                        new HeardFeed())) {
                    for (int step = 0; step < STEPS; step++) {
                        step(connection);
                    }
                    end();
                }
            }
            assertThat(wrong).as("seed " + seed).isEmpty();
        }

        private void step(Connection connection) throws Exception {
            switch (random.nextInt(6)) {
                case 0, 1 -> begin(connection);
                case 2, 3 -> ask();
                case 4 -> answer(random.nextInt(1 + served.size()));
                default -> cancel(random.nextInt(1 + served.size()));
            }
        }

        private void begin(Connection connection) throws Exception {
            if (served.size() == 4) {
                return;
            }
            String name = "call" + count++;
            Asker asker = Asker.plain().able("{\"elicitation\":{}}").answering(question -> {
                String whose = String.valueOf(question.key()).split("-", 2)[0];
                if (!whose.equals(name)) {
                    wrong.add(question.key() + " was put to " + name);
                }
                return YES;
            });
            askers.put(name, asker);
            Request request = new Request(
                    Method.TOOLS_CALL, Json.object().put("name", name).build());
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            replies.add(reply);
            Thread.ofVirtual().start(() -> reply.complete(connection.serve(request, asker)));
            Served one = arrived.poll(30, TimeUnit.SECONDS);
            assertThat(one).as("seed " + seed + ": " + name + " arrives").isNotNull();
            served.add(one);
        }

        private void ask() {
            if (!served.isEmpty()) {
                Served asking = served.get(random.nextInt(served.size()));
                open.merge(asking.name, 1, Integer::sum);
                asking.child.ask(asking.name + "-" + count++, Method.ELICITATION, "{\"message\":\"?\"}");
            }
        }

        /** Answers a call, unless a question of it is open: no call ends before. */
        private void answer(int index) {
            if (index < served.size() && open.getOrDefault(served.get(index).name, 0) == 0) {
                Served done = served.remove(index);
                done.child.answer(done.request, "{}");
            }
        }

        private void cancel(int index) {
            if (index < served.size() && random.nextInt(3) == 0) {
                Served given = served.remove(index);
                Objects.requireNonNull(askers.get(given.name)).cancellation().cancel("enough");
            }
        }

        private void end() throws Exception {
            while (!served.isEmpty()) {
                for (int i = served.size() - 1; i >= 0; i--) {
                    answer(i);
                }
                if (!served.isEmpty()) {
                    assertThat(settled.poll(30, TimeUnit.SECONDS))
                            .as("seed " + seed + ": one of the questions of " + open + " is settled")
                            .isNotNull();
                }
            }
            for (CompletableFuture<Reply> reply : replies) {
                assertThat(reply.get(30, TimeUnit.SECONDS)).isNotNull();
            }
        }

        private void take(FakeChild child, Message message) {
            switch (message) {
                case Message.Request request when request.method().equals(Method.PING) -> child.answer(request, "{}");
                case Message.Request request ->
                    arrived.add(new Served(
                            child, request, request.params().string("name").orElseThrow()));
                case Message.Response response -> settled(response.id());
                case Message.Notification notice -> {}
            }
        }

        private void settled(@Nullable Id id) {
            String name = Objects.requireNonNull(id).value().text().split("-", 2)[0];
            open.computeIfPresent(name, (whose, number) -> number - 1);
            settled.add(name);
        }
    }
}
