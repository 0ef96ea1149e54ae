package dev.nave.hub.supervision;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Exchange;
import dev.nave.hub.Forwarded;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection and the calls on it, so that it can be closed when there are none. Safe for many threads. A call counts
 * itself before it looks whether the connection still takes calls, and who closes it looks for calls after having said
 * so: one of the two sees the other.
 */
final class Traffic {
    private final Connection connection;
    private final Runnable emptied;
    private final Time time;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean open = true;
    private volatile long used;
    private volatile long heard;
    /** When the first of the calls began that nothing was heard after, if there are some: later than {@link #heard} then. */
    private volatile long asked;

    /**
     * @param emptied run when the last call ends while no further one is taken
     */
    Traffic(Connection connection, Runnable emptied, Time time) {
        this.connection = connection;
        this.emptied = emptied;
        this.time = time;
        this.used = time.nanos();
        this.heard = used;
        this.asked = used;
    }

    Connection connection() {
        return connection;
    }

    /** Serves a request; nothing when no further call is taken. */
    Optional<Reply> serve(Request request, Exchange exchange) {
        boolean counts = ListKind.ofMethod(request.method()).isEmpty();
        calls.incrementAndGet();
        if (asked - heard <= 0) {
            // Silence is measured from when there was something to say; a further call is no sign of the server.
            asked = time.nanos();
        }
        try {
            if (!open) {
                return Optional.empty();
            }
            if (counts) {
                used = time.nanos();
            }
            Reply reply = connection.serve(request, exchange.wantsProgress() ? new Heard(exchange) : exchange);
            if (isAnswer(reply, exchange)) {
                heard = time.nanos();
            }
            return Optional.of(reply);
        } finally {
            if (counts) {
                used = time.nanos();
            }
            if (calls.decrementAndGet() == 0 && !open) {
                emptied.run();
            }
        }
    }

    /** Whether it was the server that ended the call, not who called or who waited. */
    private static boolean isAnswer(Reply reply, Exchange exchange) {
        return !(reply instanceof Reply.Failed failed)
                || (failed.ran() == Reply.Ran.ANSWERED
                        && !exchange.cancellation().isCancelled());
    }

    /** From now on no further call is taken. */
    void close() {
        open = false;
    }

    /** Calls are taken again. */
    void reopen() {
        open = true;
    }

    boolean isEmpty() {
        return calls.get() == 0;
    }

    /** Since when no client's call was in flight. */
    Duration unusedFor() {
        return Duration.ofNanos(time.nanos() - used);
    }

    /** Whether calls wait, and nothing was heard of the server for so long. */
    boolean isSilentFor(Duration span) {
        long since = asked - heard > 0 ? asked : heard;
        return !isEmpty() && time.nanos() - since >= span.toNanos();
    }

    /** Whether the server answered anything, or reported progress, since this moment of {@link Time#nanos}. */
    boolean heardSince(long moment) {
        return heard - moment > 0;
    }

    /** A call whose progress is a sign of life. */
    private final class Heard extends Forwarded {
        Heard(Exchange call) {
            super(call);
        }

        @Override
        public void progress(Json params) {
            heard = time.nanos();
            super.progress(params);
        }
    }
}
