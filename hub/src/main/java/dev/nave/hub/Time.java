package dev.nave.hub;

import java.time.Instant;

/** The clocks of the hub, given to whoever needs them, so that a test can hold them. */
public interface Time {
    /** The clocks of this machine. */
    Time SYSTEM = new Time() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** The wall clock, for what is written down or sealed. */
    Instant now();

    /** A clock that only goes forward, in nanoseconds, for waits. */
    long nanos();
}
