package dev.nave.hub.configuration;

import java.time.Duration;

/** Durations as people write them, in a configuration and elsewhere. */
public final class Durations {
    private Durations() {}

    /**
     * Reads {@code 500ms}, {@code 10s}, {@code 1m30s}, {@code 2h}, {@code 1d}.
     *
     * @throws IllegalArgumentException with what was expected
     */
    public static Duration parse(String text) {
        return Amounts.duration(text);
    }
}
