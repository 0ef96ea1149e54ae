package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import org.jspecify.annotations.Nullable;

/** What is to be done on a session, once there is one for it. */
@FunctionalInterface
interface Work {
    /**
     * Does it; null when it is another call's turn.
     *
     * @param hold on the session, let go when this returns unless it is kept
     * @param patient whether to wait its turn
     */
    @Nullable
    Outcome on(Session session, SessionPool.Hold hold, boolean patient) throws InterruptedException;
}
