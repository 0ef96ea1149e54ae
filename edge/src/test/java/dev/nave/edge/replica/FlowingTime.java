package dev.nave.edge.replica;

import dev.nave.hub.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clocks, which a test can put forward. */
final class FlowingTime implements Time {
    private final AtomicLong ahead = new AtomicLong();

    void pass(Duration span) {
        ahead.addAndGet(span.toNanos());
    }

    @Override
    public Instant now() {
        return Instant.now().plusNanos(ahead.get());
    }

    @Override
    public long nanos() {
        return System.nanoTime() + ahead.get();
    }
}
