package dev.nave.e2e.reload;

import dev.nave.e2e.scripted.Client;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that call without a pause until they are closed, and note every answer that is not the one they expect. */
final class Callers implements AutoCloseable {
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /** Calls this tool from so many threads; each answer has to hold the text. */
    void call(Client client, String tool, String expected, int callers) {
        for (int i = 0; i < callers; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (!over) {
                    callOnce(client, tool, expected);
                }
            }));
        }
    }

    private void callOnce(Client client, String tool, String expected) {
        inFlight.incrementAndGet();
        try {
            String answer = client.call(tool, "{}").text();
            if (!answer.contains(expected)) {
                wrong.add(tool + ": " + answer);
            }
        } catch (IOException | InterruptedException e) {
            wrong.add(tool + ": " + e);
        } finally {
            made.incrementAndGet();
            inFlight.decrementAndGet();
        }
    }

    /** How many calls are in flight now. */
    int inFlight() {
        return inFlight.get();
    }

    /** How many calls have ended. */
    int made() {
        return made.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Lets the calls in flight end and makes no further one. */
    void finish() throws InterruptedException {
        close();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
