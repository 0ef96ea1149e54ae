package dev.nave.edge.upstream.legacy;

import dev.nave.protocol.message.Id;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions of a server that it may take back ({@code notifications/cancelled}). Safe for many threads. */
final class Withdrawals {
    /** Ids that are remembered, of either kind. */
    private static final int REMEMBERED = 64;

    private final Map<Id, Pending> open = new HashMap<>();
    /** Taken back before they came: questions on the stream of a call pass its mailbox, which a cancellation does not. */
    private final Set<Id> early = new LinkedHashSet<>();
    /** Closed lately: a cancellation that crossed the answer is not one of a later question, should it have the same id. */
    private final Set<Id> closed = new LinkedHashSet<>();

    /** A question came; nothing when it was taken back already. */
    synchronized Optional<Pending> begin(Id question) {
        if (early.remove(question)) {
            return Optional.empty();
        }
        closed.remove(question);
        Pending pending = new Pending();
        open.put(question, pending);
        return Optional.of(pending);
    }

    /** The server no longer wants the answer. */
    synchronized void withdraw(Id question) {
        Pending pending = open.get(question);
        if (pending != null) {
            pending.withdraw();
        } else if (!closed.remove(question)) {
            remember(early, question);
        }
    }

    synchronized void end(Id question, Pending pending) {
        open.remove(question, pending);
        remember(closed, question);
    }

    private static void remember(Set<Id> some, Id question) {
        some.add(question);
        if (some.size() > REMEMBERED) {
            some.remove(some.iterator().next());
        }
    }

    /** A question that waits for its answer on a thread of its own. */
    static final class Pending {
        private @Nullable Thread waiting;
        private boolean interrupted;
        private boolean withdrawn;

        /** This thread begins to wait; false when there is nothing to wait for. */
        synchronized boolean begin() {
            if (withdrawn) {
                return false;
            }
            waiting = Thread.currentThread();
            return true;
        }

        /** This thread waits no longer; whether the server still wants an answer. */
        synchronized boolean end() {
            waiting = null;
            if (interrupted) {
                boolean _ = Thread.interrupted();
            }
            return !withdrawn;
        }

        /** Whether it was taken back, or given up. */
        synchronized boolean isOver() {
            return interrupted;
        }

        /** Nobody is left to be asked: the server is told so. */
        synchronized void giveUp() {
            interrupted = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }

        private synchronized void withdraw() {
            withdrawn = true;
            giveUp();
        }
    }
}
