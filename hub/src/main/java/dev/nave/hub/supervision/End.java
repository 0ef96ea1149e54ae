package dev.nave.hub.supervision;

import java.time.Duration;

/** How one attempt with a server ended. */
sealed interface End {
    /**
     * It was not reached, or was lost.
     *
     * @param inOrder whether its process said that all was well
     */
    record Over(String reason, boolean inOrder) implements End {}

    /** Only a change of the configuration can help. */
    record Hopeless(String reason) implements End {}

    /** Nobody called it for long enough. */
    record Unused() implements End {}

    /** Somebody wants it started anew. */
    record Renewed() implements End {}

    /**
     * It is to end for good.
     *
     * @param drain how long calls in flight may take to end
     */
    record Dismissed(Duration drain) implements End {}
}
