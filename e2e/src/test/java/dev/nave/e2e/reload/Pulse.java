package dev.nave.e2e.reload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How late this machine is: a thread that wants to run every ten milliseconds and notes by how much it was kept waiting.
 * What a hub takes on a machine that others use as well is its own doing only as far as the machine lets it.
 */
final class Pulse implements AutoCloseable {
    private static final long BEAT = Duration.ofMillis(10).toNanos();

    private final AtomicLong latest = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
    private volatile boolean over;

    static Pulse start() {
        Pulse pulse = new Pulse();
        pulse.thread.start();
        return pulse;
    }

    private void beat() {
        long last = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(BEAT);
            long now = System.nanoTime();
            long late = now - last - BEAT;
            latest.accumulateAndGet(late, Math::max);
            last = now;
        }
    }

    /** By how much it was late at most since this was asked last. */
    Duration latest() {
        return Duration.ofNanos(latest.getAndSet(0));
    }

    @Override
    public void close() {
        over = true;
    }
}
