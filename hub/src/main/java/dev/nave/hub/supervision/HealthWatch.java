package dev.nave.hub.supervision;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.Health;
import dev.nave.hub.configuration.Health.Probe;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import java.util.Optional;

/**
 * Looks whether a server still answers, on a virtual thread of its own, for as long as one connection is open.
 *
 * <p>A server whose probes fail is not ended while it shows signs of life, nor while calls wait that may still be
 * answered: one that can do a single thing at a time does not answer a probe while it works.
 */
final class HealthWatch implements AutoCloseable {
    private final ServerSettings settings;
    private final Health health;
    private final Traffic traffic;
    private final Ear ear;
    private final Time time;
    private final Thread thread;

    HealthWatch(ServerSettings settings, Traffic traffic, Ear ear, Time time) {
        this.settings = settings;
        this.health = settings.life().health();
        this.traffic = traffic;
        this.ear = ear;
        this.time = time;
        this.thread = Thread.ofVirtual().name("health-" + settings.name()).unstarted(this::run);
    }

    void start() {
        if (health.probe() != Probe.PROCESS) {
            thread.start();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            watch();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() throws InterruptedException {
        int failed = 0;
        long first = 0;
        while (true) {
            Thread.sleep(health.every());
            if (health.probe() == Probe.AUTO && failed == 0 && !traffic.isSilentFor(health.every())) {
                continue;
            }
            long began = time.nanos();
            Optional<String> failure = traffic.connection().probe(health.timeout());
            if (Thread.interrupted()) {
                throw new InterruptedException("closed");
            }
            if (failure.isEmpty()) {
                failed = 0;
                ear.well();
                continue;
            }
            first = failed++ == 0 ? began : first;
            if (failed >= health.failures() && isGone(first)) {
                ear.gone("it failed " + Words.times(failed) + " in a row when it was probed: " + failure.get());
                return;
            }
            ear.unwell(failure.get());
        }
    }

    private boolean isGone(long first) {
        if (health.probe() == Probe.COMMAND) {
            return true;
        }
        boolean waited = time.nanos() - first > settings.waits().get(Wait.CALL).toNanos();
        return !traffic.heardSince(first) && (traffic.isEmpty() || waited);
    }

    /** Is told what was found. Must return soon. */
    interface Ear {
        void well();

        void unwell(String reason);

        /** It no longer answers: nothing follows. */
        void gone(String reason);
    }
}
