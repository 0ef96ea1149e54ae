package dev.nave.hub.supervision;

import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubled each time up to a bound, and shortened by up to a half at random. */
final class Backoff {
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
        double doubled = (double) first.toMillis() * Math.pow(2, Math.min(failures - 1, 30));
        double bounded = Math.min(doubled, (double) most.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(bounded * (0.5 + random.nextDouble() / 2))));
    }

    /** Whether a server that was up so long has earned a fresh start. */
    boolean forgives(Duration uptime) {
        return uptime.compareTo(most) >= 0;
    }
}
