package dev.nave.hub;

import java.time.Duration;
import java.time.Instant;

/** A clock that goes only when it is told to. */
public final class TestTime implements Time {
    private Duration passed = Duration.ZERO;

    public synchronized void pass(Duration span) {
        passed = passed.plus(span);
    }

    @Override
    public synchronized Instant now() {
        return Instant.parse("2026-11-21T09:00:00Z").plus(passed);
    }

    @Override
    public synchronized long nanos() {
        return passed.toNanos();
    }
}
