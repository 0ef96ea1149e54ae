package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Question;
import dev.nave.hub.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight on one session, and whose a question is that the wire ties to none. Nothing is guessed: a call
 * that is known to ask such questions has the session to itself. Safe for many threads.
 */
final class Turns {
    private final Duration turn;
    private final Time time;
    private final List<Flight> flights = new ArrayList<>();

    /** {@code turn} is how long a call waits for its turn. */
    Turns(Duration turn, Time time) {
        this.turn = turn;
        this.time = time;
    }

    /** Whose an untied question is. */
    sealed interface Tie {
        record To(Flight flight) implements Tie {}

        /** No call is in flight that could have caused it, or whose client could answer. */
        record Nobody() implements Tie {}

        /** Several could have. */
        record Ambiguous() implements Tie {}
    }

    /** Takes a call in at once; false when a question could then be mistaken, so that it had better go elsewhere. */
    synchronized boolean tryEnter(Flight flight) {
        if (isCrowded(flight)) {
            return false;
        }
        flights.add(flight);
        return true;
    }

    /** Takes a call in; waits while another one has the turn. False when the turn did not come in time. */
    boolean enter(Flight flight, Deadline most, Cancellation cancellation) throws InterruptedException {
        Deadline end = Deadline.in(most.remaining(turn), time);
        try (var _ = cancellation.onCancel(this::wake)) {
            synchronized (this) {
                while (isCrowded(flight)) {
                    long left = end.remaining().toMillis();
                    if (left <= 0 || cancellation.isCancelled()) {
                        return false;
                    }
                    wait(left);
                }
                flights.add(flight);
                return true;
            }
        }
    }

    synchronized void leave(Flight flight) {
        flights.remove(flight);
        notifyAll();
    }

    /** The client of this call is gone: the next may have its turn. */
    synchronized void abandon(Flight flight) {
        flight.abandon();
        notifyAll();
    }

    /** {@code related} is the call the question names, or null. */
    synchronized Tie tie(Question question, @Nullable Call related) {
        List<Flight> able = new ArrayList<>();
        for (Flight flight : flights) {
            if (related != null && flight.call() == related) {
                return new Tie.To(flight);
            }
            if (flight.canAnswer(question)) {
                able.add(flight);
            }
        }
        able.forEach(Flight::isSuspected);
        if (able.size() > 1) {
            return new Tie.Ambiguous();
        }
        if (able.size() == 1) {
            return new Tie.To(able.getFirst());
        }
        List<Flight> asking = flights.stream().filter(Flight::mayAsk).toList();
        // Its client cannot answer, but the question is this call's beyond doubt.
        return asking.size() == 1 ? new Tie.To(asking.getFirst()) : new Tie.Nobody();
    }

    /** The only call in flight, if there is one alone. */
    synchronized Optional<Flight> only() {
        return flights.size() == 1 ? Optional.of(flights.getFirst()) : Optional.empty();
    }

    /** The call in flight this is, if it is a client's. */
    synchronized Optional<Flight> of(Call call) {
        return flights.stream().filter(flight -> flight.call() == call).findFirst();
    }

    synchronized boolean isEmpty() {
        return flights.isEmpty();
    }

    /** Whether a question could be mistaken if this call went on together with those in flight. */
    private boolean isCrowded(Flight flight) {
        boolean alone = flight.needsRoom();
        return flight.isAskable()
                && flights.stream().anyMatch(other -> other.isAskable() && (alone || other.needsRoom()));
    }

    private synchronized void wake() {
        notifyAll();
    }
}
