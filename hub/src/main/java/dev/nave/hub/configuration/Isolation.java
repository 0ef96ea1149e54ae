package dev.nave.hub.configuration;

import java.util.OptionalInt;

/**
 * Whose calls meet in one process, or in one session with a remote server.
 *
 * @param mode {@link Mode#SHARED} by default
 * @param most how many are kept for callers at once, from 1; by default the bound of children or sessions
 */
public record Isolation(Mode mode, OptionalInt most) {
    public Isolation {
        if (most.isPresent() && most.getAsInt() < 1) {
            throw new IllegalArgumentException("Expected most to be 1 or more, not " + most.getAsInt() + ".");
        }
    }

    public static Isolation defaults() {
        return new Isolation(Mode.SHARED, OptionalInt.empty());
    }

    /** Who has one to himself. */
    public enum Mode {
        /** Nobody, as far as nothing can reach a stranger. */
        SHARED,
        /** Each principal. */
        PER_PRINCIPAL,
        /** Each legacy session of a client; clients of the newest revision have none and count as their principal. */
        PER_SESSION
    }
}
