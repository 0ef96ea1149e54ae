package dev.nave.edge.upstream.wire;

import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import java.time.Duration;

/**
 * How long a call still waits: for an answer or a sign of life, begun anew by progress and held while a question to the
 * client is open, and never beyond the deadline of the call. Safe for many threads.
 */
public final class Patience {
    private final Deadline hard;
    private final Duration quiet;
    private final Time time;
    private Deadline soft;
    private int open;

    /** {@code quiet} is how long the server may say nothing. */
    public Patience(Deadline hard, Duration quiet, Time time) {
        this.hard = hard;
        this.quiet = quiet;
        this.time = time;
        this.soft = Deadline.in(quiet, time);
    }

    /** The server gave a sign of life. */
    public synchronized void renew() {
        soft = Deadline.in(quiet, time);
    }

    /** A question to the client is open: the server now waits for us. */
    public synchronized void hold() {
        open++;
    }

    /** It is answered. */
    public synchronized void release() {
        open--;
        renew();
    }

    public synchronized Duration remaining() {
        return open > 0 ? hard.remaining() : soft.remaining(hard.remaining());
    }

    /** What is left until the deadline, whatever happens before. */
    Duration hardRemaining() {
        return hard.remaining();
    }

    public boolean isOver() {
        return remaining().isZero();
    }

    /** Why the call waits no longer, once it does not: for a person, the end of a sentence about the server. */
    String overdue() {
        return hard.hasPassed()
                ? "took longer than a call may as a whole"
                : "gave neither an answer nor progress within " + quiet.toMillis() + " ms";
    }

    /** How long the server may say nothing. */
    public Duration quiet() {
        return quiet;
    }
}
