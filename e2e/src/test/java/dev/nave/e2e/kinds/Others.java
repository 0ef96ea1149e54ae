package dev.nave.e2e.kinds;

import dev.nave.e2e.scripted.Client;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Calls every kind all the while, each on a thread of its own, but the one that is kept out, and keeps count. */
@SuppressWarnings("try") // A wait for the end of calls may be interrupted.
final class Others implements AutoCloseable {
    private static final long PACE_NANOS = 30_000_000;

    private final Client client;
    /** Held by whoever calls the kind, or keeps it out. */
    private final Map<Kind, ReentrantLock> turns = new LinkedHashMap<>();

    private final Map<Phase, Map<Kind, Queue<Long>>> nanos = new EnumMap<>(Phase.class);
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Phase phase = Phase.WARM_UP;
    private volatile boolean over;

    /** What goes on meanwhile. The two calm runs are had by turns, so that what changes slowly changes both. */
    enum Phase {
        WARM_UP,
        CALM,
        CALM_TOO,
        FAULT
    }

    Others(Client client, List<Kind> kinds) {
        this.client = client;
        for (Phase each : Phase.values()) {
            Map<Kind, Queue<Long>> ofPhase = new LinkedHashMap<>();
            kinds.forEach(kind -> ofPhase.put(kind, new ConcurrentLinkedQueue<>()));
            nanos.put(each, ofPhase);
        }
        for (Kind kind : kinds) {
            turns.put(kind, new ReentrantLock());
            threads.add(Thread.ofPlatform().daemon().name("calls " + kind).start(() -> run(kind)));
        }
    }

    void become(Phase next) {
        phase = next;
    }

    /** Calls it no more; returns when no call of it is in flight. By the thread that lets it in again. */
    void keepOut(Kind kind) {
        turn(kind).lock();
    }

    void letIn(Kind kind) {
        turn(kind).unlock();
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** How many calls were made in a phase. */
    int calls(Phase in) {
        return Objects.requireNonNull(nanos.get(in)).values().stream()
                .mapToInt(Queue::size)
                .sum();
    }

    /** The median of a kind's calls in a phase, in milliseconds. */
    double median(Kind kind, Phase in) {
        long[] sorted = nanos(kind, in).stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2] / 1e6;
    }

    private ReentrantLock turn(Kind kind) {
        return Objects.requireNonNull(turns.get(kind), kind::toString);
    }

    private Queue<Long> nanos(Kind kind, Phase in) {
        return Objects.requireNonNull(Objects.requireNonNull(nanos.get(in)).get(kind), kind::toString);
    }

    private void run(Kind kind) {
        ReentrantLock turn = turn(kind);
        while (!over) {
            turn.lock();
            try {
                call(kind);
            } catch (InterruptedException e) {
                return;
            } finally {
                turn.unlock();
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void call(Kind kind) throws InterruptedException {
        Phase in = phase;
        long start = System.nanoTime();
        try {
            String answer = client.call(kind.tool("echo"), "{}").text();
            if (!answer.contains("\"text\":\"" + kind.answer())) {
                errors.add(kind + ": " + answer);
            }
        } catch (IOException e) {
            errors.add(kind + ": " + e);
        }
        if (in == phase) {
            nanos(kind, in).add(System.nanoTime() - start);
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
