package dev.nave.hub.configuration;

import java.time.Duration;
import java.util.Optional;

/**
 * How a server is started, watched, kept apart for its callers, and stopped.
 *
 * @param lazy whether it is started by the first call that needs it, once its lists are known; false by default
 * @param idleStop after how long without a call it is stopped, to be started by the next one; none, the default, is never
 * @param restart what follows when it ends or fails
 * @param health how it is found out that it no longer answers
 * @param isolation whose calls meet in one process or session
 */
public record Lifecycle(
        boolean lazy, Optional<Duration> idleStop, Restart restart, Health health, Isolation isolation) {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    public Lifecycle {
        if (idleStop.filter(span -> span.compareTo(SHORTEST) < 0).isPresent()) {
            throw new IllegalArgumentException("Expected idleStop to be 1ms or more, not 0: leave it out for never.");
        }
    }

    /** Started at once, kept up, shared. */
    public static Lifecycle defaults() {
        return new Lifecycle(false, Optional.empty(), Restart.defaults(), Health.defaults(), Isolation.defaults());
    }
}
