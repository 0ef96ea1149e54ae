package dev.nave.edge.replica;

import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What happened to each call, as its server and its client saw it, and which laws were broken. */
final class Ledger {
    private final Duration patience;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Page> pages = new ConcurrentHashMap<>();

    Ledger(Duration patience) {
        this.patience = patience;
    }

    void violate(String text) {
        violations.add(text);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    Page page(int call) {
        return pages.computeIfAbsent(call, Page::new);
    }

    /** Looks again and again, since what is waited for tells nobody. */
    boolean eventually(BooleanSupplier law) {
        long end = System.nanoTime() + patience.toNanos();
        while (!law.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** One call. */
    final class Page {
        private final int call;
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final Queue<String> places = new ConcurrentLinkedQueue<>();
        /** Answers by what they say, and the question each was for. */
        private final Map<String, String> sent = new ConcurrentHashMap<>();

        private final Set<String> given = ConcurrentHashMap.newKeySet();

        private Page(int call) {
            this.call = call;
        }

        /** The client answers a question with this text; no other answer says the same. */
        String send(int number, String question) {
            String name = call + "/" + number;
            sent.put(name, question);
            return name;
        }

        /** Whether a run was given the answer of this text. */
        boolean isGiven(String name) {
            return given.stream().anyMatch(each -> each.endsWith(":" + name));
        }

        /** A run of the call begins at the server. */
        int begin(String where) {
            running.incrementAndGet();
            places.add(where);
            return runs.incrementAndGet();
        }

        void end() {
            running.decrementAndGet();
        }

        /** Where it ran, once for each run. */
        List<String> runs() {
            return List.copyOf(places);
        }

        boolean isRunning() {
            return running.get() > 0;
        }

        /** A run was given an answer to its question. */
        void given(int run, String question, Json answer) {
            String name = answer.at("content", "name").map(Json::raw).orElse("nothing");
            String text = name.startsWith("\"") ? Json.parse(name).text() : name;
            if (!question.equals(sent.get(text))) {
                violate("call " + call + " was given " + answer + " to " + question + ", which its client answered to "
                        + sent.get(text));
            }
            if (!given.add(run + ":" + text)) {
                violate("call " + call + " was given one answer twice: " + answer);
            }
        }
    }
}
