package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads how a server is started, watched, kept apart and stopped, and the waits that belong to it. */
final class LifecycleBinder {
    private final Section server;
    private final Section restart;
    private final Section health;
    private final Section isolation;
    private final Problems problems;

    LifecycleBinder(Section server, Problems problems) {
        this.server = server;
        this.problems = problems;
        this.restart = server.below("restart", Keys.RESTART);
        this.health = server.below("health", Keys.HEALTH);
        this.isolation = server.below("isolation", Keys.ISOLATION);
    }

    Lifecycle bind() {
        Optional<Duration> idleStop = server.value("idleStop", Amounts::duration);
        return checked(
                server.place("idleStop"),
                () -> new Lifecycle(server.truth("lazy").orElse(false), idleStop, restart(), health(), isolation()),
                Lifecycle.defaults());
    }

    /** The waits that a server says beside its {@code waits}, because they belong to something it has a key for. */
    Waits waits(Waits base) {
        Waits waits = wait(server, "startupTimeout", Wait.START, base);
        waits = wait(restart, "backoff", Wait.RESTART, waits);
        waits = wait(restart, "maximum", Wait.RESTART_MAXIMUM, waits);
        return wait(isolation, "idle", Wait.IDLE, waits);
    }

    private static Waits wait(Section section, String key, Wait wait, Waits base) {
        return section.value(key, text -> base.with(wait, Amounts.duration(text)))
                .orElse(base);
    }

    private Restart restart() {
        Restart standard = Restart.defaults();
        Restart.Policy policy = restart.choice("policy", Restart.Policy.class).orElse(standard.policy());
        int crashes = count(restart, "crashes").orElse(standard.crashes());
        Duration pause = restart.value("pause", Amounts::duration).orElse(standard.pause());
        return checked(restart.place(), () -> new Restart(policy, crashes, pause), standard);
    }

    private Health health() {
        Health standard = Health.defaults();
        List<String> command =
                health.texts("command").stream().map(Scalar::text).toList();
        Health.Probe probe = health.choice("probe", Health.Probe.class)
                .orElse(command.isEmpty() ? standard.probe() : Health.Probe.COMMAND);
        Duration every = health.value("every", Amounts::duration).orElse(standard.every());
        Duration timeout = health.value("timeout", Amounts::duration).orElse(standard.timeout());
        int failures = count(health, "failures").orElse(standard.failures());
        return checked(health.place(), () -> new Health(probe, every, timeout, failures, command), standard);
    }

    private Isolation isolation() {
        Isolation standard = Isolation.defaults();
        Isolation.Mode mode = isolation.choice("mode", Isolation.Mode.class).orElse(standard.mode());
        OptionalInt most = count(isolation, "most");
        return checked(isolation.place(), () -> new Isolation(mode, most), standard);
    }

    private static OptionalInt count(Section section, String key) {
        Optional<Integer> count = section.value(key, text -> {
            long value = Amounts.count(text);
            if (value < 1 || value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "Expected " + key + " to be from 1 to " + Integer.MAX_VALUE + ", not " + value + ".");
            }
            return Math.toIntExact(value);
        });
        return count.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private <T> T checked(Place place, Supplier<T> made, T otherwise) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            problems.error(place, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }
}
