package dev.nave.hub.supervision;

import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: anything up to a bound that is doubled each time, up to a bound of its own.
 * Chance has the whole span ("full jitter"), so that servers which failed together do not come back together.
 */
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;

    Backoff(Waits waits, RandomGenerator random) {
        this.first = waits.get(Wait.RESTART);
        this.most = waits.get(Wait.RESTART_MAXIMUM);
        this.random = random;
    }

    /**
     * @param failures in a row, at least 1
     */
    Duration before(int failures) {
        double doubled = (double) first.toMillis() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        double bounded = Math.min(doubled, (double) most.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(bounded * random.nextDouble())));
    }

    /** Whether a server that was up so long has earned a fresh start. */
    boolean forgives(Duration uptime) {
        return uptime.compareTo(most) >= 0;
    }
}
