package dev.nave.e2e.crowd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of many clients: {@code listens URL COUNT TOOL} or {@code parked URL COUNT TOOL}. Says what it has done, a line
 * at a time, and goes on when it is told to by a line.
 */
final class Crowd {
    private static final JsonMapper JSON = new JsonMapper();
    /** How many connect or answer at a time, so that it is the hub that is measured and not a queue. */
    private static final int AT_A_TIME = 200;

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{}}}}";

    private final URI place;
    private final int count;
    private final String tool;
    private final Semaphore room = new Semaphore(AT_A_TIME);
    private final AtomicInteger failures = new AtomicInteger();
    private final BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Crowd(URI place, int count, String tool) {
        this.place = place;
        this.count = count;
        this.tool = tool;
    }

    public static void main(String[] arguments) throws Exception {
        Crowd crowd = new Crowd(URI.create(arguments[1]), Integer.parseInt(arguments[2]), arguments[3]);
        switch (arguments[0]) {
            case "listens" -> crowd.listen();
            case "parked" -> crowd.park();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    /** All listen; then, each time a line says so, one has the list changed and it is measured when the others hear. */
    private void listen() throws Exception {
        AtomicLongArray heard = new AtomicLongArray(count);
        Semaphore news = new Semaphore(0);
        Semaphore acknowledged = new Semaphore(0);
        for (int number = 0; number < count; number++) {
            int mine = number;
            room.acquire();
            Thread.ofVirtual().start(() -> {
                boolean inside = true;
                try (Visitor visitor = new Visitor(place)) {
                    visitor.post(
                            "subscriptions/listen",
                            "",
                            "{\"jsonrpc\":\"2.0\",\"id\":\"l%d\",\"method\":\"subscriptions/listen\",\"params\":{%s,\"notifications\":{\"toolsListChanged\":true}}}"
                                    .formatted(mine, META));
                    expect(visitor.next(), "notifications/subscriptions/acknowledged", "\"l" + mine + "\"");
                    room.release();
                    inside = false;
                    acknowledged.release();
                    while (true) {
                        expect(visitor.next(), "notifications/tools/list_changed", "\"l" + mine + "\"");
                        heard.set(mine, System.nanoTime());
                        news.release();
                    }
                } catch (IOException e) {
                    failed(e);
                    if (inside) {
                        room.release();
                        acknowledged.release();
                    }
                }
            });
        }
        acknowledged.acquire(count);
        say("listening " + (count - failures.get()));
        while (told.readLine() != null) {
            long began;
            try (Visitor visitor = new Visitor(place)) {
                began = System.nanoTime();
                visitor.post("tools/call", tool, call("change", "{}", ""));
                visitor.last();
            }
            news.acquire(count - failures.get());
            double[] millis = new double[count];
            for (int number = 0; number < count; number++) {
                millis[number] = (heard.get(number) - began) / 1e6;
            }
            say("heard " + distribution(millis));
        }
    }

    /** All call and are asked; once told to, all answer in another order, and each must get what it said itself. */
    private void park() throws Exception {
        List<Visitor> visitors = Collections.synchronizedList(new ArrayList<>(Collections.nCopies(count, null)));
        String[] states = new String[count];
        String[] keys = new String[count];
        double[] parked = new double[count];
        each(order(), number -> {
            long began = System.nanoTime();
            Visitor visitor = new Visitor(place);
            visitors.set(number, visitor);
            visitor.post("tools/call", tool, call("c" + number, arguments(number), ""));
            JsonNode answer = JSON.readTree(visitor.last());
            JsonNode result = answer.path("result");
            if (!result.path("resultType").asString("").equals("input_required")) {
                throw new IOException("expected a question, got " + answer);
            }
            keys[number] =
                    result.path("inputRequests").propertyNames().iterator().next();
            states[number] = result.path("requestState").asString("");
            parked[number] = (System.nanoTime() - began) / 1e6;
        });
        say("parked " + (count - failures.get()) + " " + distribution(parked));
        String ready = told.readLine();
        if (ready == null) {
            return;
        }
        double[] answered = new double[count];
        each(order(), number -> {
            long began = System.nanoTime();
            String answer =
                    "{\"%s\":{\"action\":\"accept\",\"content\":{\"username\":\"user %d\",\"email\":\"%d@example.test\"}}}"
                            .formatted(keys[number], number, number);
            String more = ",\"inputResponses\":%s,\"requestState\":%s"
                    .formatted(answer, JSON.writeValueAsString(states[number]));
            Visitor visitor = visitors.get(number);
            visitor.post("tools/call", tool, call("a" + number, arguments(number), more));
            JsonNode response = JSON.readTree(visitor.last());
            String text =
                    response.path("result").path("content").path(0).path("text").asString("");
            if (!response.path("id").asString("").equals("a" + number)
                    || !text.contains("\"user " + number + "\"")
                    || !text.contains("\"" + number + "@example.test\"")) {
                throw new IOException("expected the answer of " + number + ", got " + response);
            }
            answered[number] = (System.nanoTime() - began) / 1e6;
        });
        say("answered " + (count - failures.get()) + " " + distribution(answered));
    }

    private String arguments(int number) {
        return "{\"message\":\"Who is number " + number + "?\"}";
    }

    private String call(String id, String arguments, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s%s,%s}}"
                .formatted(id, tool, arguments, more, META);
    }

    private List<Integer> order() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            numbers.add(number);
        }
        Collections.shuffle(numbers, new Random(7));
        return numbers;
    }

    private void each(List<Integer> numbers, Work work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number : numbers) {
            room.acquire();
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    work.of(number);
                } catch (IOException | RuntimeException e) {
                    failed(e);
                } finally {
                    room.release();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void expect(@org.jspecify.annotations.Nullable String message, String... parts) throws IOException {
        for (String part : parts) {
            if (message == null || !message.contains(part)) {
                throw new IOException("expected " + part + ", got " + message);
            }
        }
    }

    private void failed(Exception e) {
        if (failures.incrementAndGet() <= 5) {
            say("failed: " + e);
        }
    }

    private static String distribution(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return "median %.0f ms, 99 of 100 within %.0f ms, all within %.0f ms"
                .formatted(sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1]);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    /** What one client does. */
    private interface Work {
        void of(int number) throws IOException;
    }
}
