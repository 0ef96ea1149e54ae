package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Fields;
import java.util.Map;
import java.util.Optional;

/** Reads {@code waits} and {@code bounds}. */
final class WaitsBinder {
    /** Waits for which a server has a key of its own. */
    private static final Map<Wait, String> ELSEWHERE = Map.of(
            Wait.START, "startupTimeout",
            Wait.RESTART, "restart.backoff",
            Wait.RESTART_MAXIMUM, "restart.maximum",
            Wait.IDLE, "isolation.idle");

    private WaitsBinder() {}

    static boolean isBelowWaits(Wait wait) {
        return !ELSEWHERE.containsKey(wait);
    }

    /** The waits below {@code waits}, and those of the base for what is not there. */
    static Waits waits(Section above, Waits base, boolean ofServer, Problems problems) {
        Fields fields = above.fields("waits");
        Section section = new Section(fields, Keys.WAITS, problems);
        section.refuseUnknown();
        Waits waits = base;
        for (Wait wait : Wait.values()) {
            Waits before = waits;
            String elsewhere = ofServer ? ELSEWHERE.get(wait) : null;
            if (elsewhere != null && section.has(wait.key())) {
                problems.error(
                        section.place(wait.key()),
                        "Expected this wait of a server as its key " + elsewhere + ", not below waits: move it there.");
                continue;
            }
            if (ofServer && !wait.perServer() && section.has(wait.key())) {
                problems.error(
                        section.place(wait.key()),
                        "Expected a wait of one server, and " + wait.key()
                                + " is one of the hub as a whole: move it to waits at the top.");
                continue;
            }
            Optional<Waits> changed = section.value(wait.key(), text -> before.with(wait, Amounts.duration(text)));
            waits = changed.orElse(waits);
        }
        return waits;
    }

    static Bounds bounds(Section above, Problems problems) {
        Section section = new Section(above.fields("bounds"), Keys.BOUNDS, problems);
        section.refuseUnknown();
        Bounds bounds = Bounds.defaults();
        for (Bound bound : Bound.values()) {
            Bounds before = bounds;
            bounds = section.value(bound.key(), text -> before.with(bound, amount(bound, text)))
                    .orElse(bounds);
        }
        return bounds;
    }

    private static long amount(Bound bound, String text) {
        return switch (bound.unit()) {
            case BYTES -> Amounts.size(text);
            case COUNT -> Amounts.count(text);
        };
    }
}
