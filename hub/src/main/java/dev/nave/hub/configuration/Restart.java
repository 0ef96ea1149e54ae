package dev.nave.hub.configuration;

import java.time.Duration;

/**
 * What follows when a server ends or fails. How long is waited in between are {@link Wait#RESTART} and {@link
 * Wait#RESTART_MAXIMUM}.
 *
 * @param policy {@link Policy#ALWAYS} by default
 * @param crashes how often in a row a process may fail before the hub stops hammering; from 1, 10 by default
 * @param pause how long a process that failed so often is left alone; a millisecond or more, 10 minutes by default
 */
public record Restart(Policy policy, int crashes, Duration pause) {
    public Restart {
        if (crashes < 1) {
            throw new IllegalArgumentException("Expected crashes to be 1 or more, not " + crashes + ".");
        }
        if (pause.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("Expected pause to be 1ms or more, not 0.");
        }
    }

    public static Restart defaults() {
        return new Restart(Policy.ALWAYS, 10, Duration.ofMinutes(10));
    }

    /** When a server is started again. */
    public enum Policy {
        /** Whatever made it end. */
        ALWAYS,
        /** Unless its process ended by itself with exit code 0. */
        ON_FAILURE,
        /** Only by hand. */
        NEVER
    }
}
