package dev.nave.e2e.faults;

import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Spelled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Calls healthy servers all the while, on a thread of its own, and counts what goes wrong: nothing may. */
final class Bystander {
    private static final long PACE_NANOS = 20_000_000;

    private final Client client;
    private final List<String> tools;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong slowestMillis = new AtomicLong();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ending;

    Bystander(Client client, List<String> tools) {
        this.client = client;
        this.tools = tools;
        thread = Thread.ofVirtual().name("bystander").start(this::run);
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public String toString() {
        return "%d calls of healthy servers, the slowest took %d ms, %d went wrong"
                .formatted(calls.get(), slowestMillis.get(), errors.size());
    }

    /** Calls no more; returns when the last call is over. */
    void end() throws InterruptedException {
        ending = true;
        thread.join();
    }

    private void run() {
        while (!ending) {
            tools.forEach(this::call);
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void call(String tool) {
        long start = System.nanoTime();
        try {
            Spelled response = client.call(tool, "{}");
            if (!response.text().contains("\"text\":\"echo\"")) {
                errors.add(tool + ": " + response);
            }
        } catch (Exception | AssertionError e) {
            errors.add(tool + ": " + e);
        }
        calls.incrementAndGet();
        slowestMillis.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
    }
}
