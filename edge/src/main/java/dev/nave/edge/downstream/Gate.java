package dev.nave.edge.downstream;

import dev.nave.hub.Caller;
import java.util.Optional;

/** Port: finds out who is at the door. Safe for many threads, answers at once. */
@FunctionalInterface
public interface Gate {
    /**
     * Tells who asks.
     *
     * @param authorization the {@code Authorization} header
     * @param local whether the client is on this machine
     */
    Entry enter(Optional<String> authorization, boolean local);

    /** Whether somebody may come in. */
    sealed interface Entry {
        /** Yes, as this caller. */
        record Admitted(Caller caller) implements Entry {}

        /**
         * No.
         *
         * @param status 401 when a key would help, else 403
         * @param reason what was expected and what to do; names no secret
         */
        record Refused(int status, String reason) implements Entry {}
    }
}
