package dev.nave.edge.upstream.legacy;

import dev.nave.edge.conversation.Errand;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.hub.Time;
import dev.nave.protocol.message.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A task this node knows of: on which session it runs, and the stream on which its server asks, once it did. Safe for
 * many threads.
 */
final class HeldTask {
    private final String id;
    private final Session session;
    private final SessionPool.Hold hold;
    private final Errand errand;
    private final Time time;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long touched;
    private volatile @Nullable Outcome outcome;

    /**
     * @param hold on the session
     * @param errand whose questions are the task's
     */
    HeldTask(String id, Session session, SessionPool.Hold hold, Errand errand, Time time) {
        this.id = id;
        this.session = session;
        this.hold = hold;
        this.errand = errand;
        this.time = time;
        touch();
    }

    String id() {
        return id;
    }

    Session session() {
        return session;
    }

    Errand errand() {
        return errand;
    }

    boolean isOf(String principal) {
        return errand.caller().principal().equals(principal);
    }

    /** Its client came by. */
    void touch() {
        touched = time.nanos();
    }

    long silence() {
        return time.nanos() - touched;
    }

    /** What came of the task, if the stream on which its server asks has brought it. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /** Opens the stream on which the server asks, unless it is open. */
    void listen(BiConsumer<HeldTask, Message.Request> asked) {
        if (outcome != null || !asking.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("questions of a task").start(() -> {
            Outcome came = session.result(id, errand, null, question -> asked.accept(this, question));
            if (came instanceof Outcome.Answered) {
                outcome = came;
                errand.close("the task is over");
            }
            // Lost, it is opened again when the client comes by and the server still asks.
            asking.set(false);
        });
    }

    /** The session is no longer needed for what the task does. */
    void settle() {
        hold.release();
    }

    /** Lets go of everything. Idempotent. */
    void end(String reason) {
        errand.close(reason);
        hold.release();
    }
}
