package dev.nave.hub;

import java.time.Duration;

/** A moment after which nobody waits any more. */
public final class Deadline {
    private final Time time;
    private final long end;

    private Deadline(Time time, long end) {
        this.time = time;
        this.end = end;
    }

    /** This long from now. */
    public static Deadline in(Duration span, Time time) {
        return new Deadline(time, time.nanos() + span.toNanos());
    }

    /** What is left; zero when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - time.nanos()));
    }

    public boolean hasPassed() {
        return end - time.nanos() <= 0;
    }

    /** What is left, but no more than this. */
    public Duration remaining(Duration most) {
        Duration left = remaining();
        return left.compareTo(most) < 0 ? left : most;
    }
}
