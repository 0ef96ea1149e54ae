package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight on one session, and whose a question is that the wire ties to none. Nothing is guessed: such a
 * question waits until one call alone can have caused it, and a call that is known to ask such questions has the session
 * to itself. Safe for many threads.
 */
final class Turns {
    private static final String OVERDUE = "Several calls are in progress, and it did not become clear in time whose the"
            + " question is. Such calls are kept apart from now on: fail this one, so that it can be repeated.";
    private static final String CROSSED = "Several calls are in progress that all wait for an answer, and the questions"
            + " name none of them. Such calls are kept apart from now on: fail this one, so that it can be repeated.";

    /** How long a call waits for a server to say anything after another one was given up. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Duration turn;
    private final Duration tie;
    private final Time time;
    private final boolean opensForCall;
    private final List<Flight> flights = new ArrayList<>();
    /** Those not settled yet, in the order in which they arrived. */
    private final List<Claim> open = new ArrayList<>();
    /** Those a client is asked for, whichever of its calls they are of. */
    private final List<Claim> asking = new ArrayList<>();

    private final List<Call> echoes = new ArrayList<>();
    private boolean used;

    /**
     * @param turn how long a call waits for its turn
     * @param tie how long a question waits until it is clear whose it is
     * @param opensForCall whether a call is on its way that the session was opened for
     */
    Turns(Duration turn, Duration tie, Time time, boolean opensForCall) {
        this.turn = turn;
        this.tie = tie;
        this.time = time;
        this.opensForCall = opensForCall;
    }

    /**
     * Waits, but not for long, until no question of a call that was given up can be under way any more: one of the call
     * that comes next could be of either.
     */
    void awaitQuiet(Flight flight, Deadline most, Cancellation cancellation) throws InterruptedException {
        if (!flight.isAskable() || isQuiet()) {
            return;
        }
        Deadline end = Deadline.in(most.remaining(SOON), time);
        try (var _ = cancellation.onCancel(this::wake)) {
            synchronized (this) {
                while (!isQuiet() && !end.hasPassed() && !cancellation.isCancelled()) {
                    wait(Math.max(1, end.remaining().toMillis()));
                }
            }
        }
    }

    private synchronized boolean isQuiet() {
        return echoes.isEmpty() && flights.stream().noneMatch(Flight::isGivenUp);
    }

    /** Takes a call in at once; false when a question could then be mistaken, so that it had better go elsewhere. */
    synchronized boolean tryEnter(Flight flight) {
        if (isCrowded(flight)) {
            return false;
        }
        add(flight);
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
                add(flight);
                return true;
            }
        }
    }

    private void add(Flight flight) {
        flights.add(flight);
        if (flight.mayAsk() && !used) {
            used = true;
            // What was asked as the session opened is asked of the call it was opened for.
            open.forEach(claim -> claim.add(flight));
            settle();
        }
    }

    /**
     * A call is over.
     *
     * @param ended whether the server itself ended it, so that it asks nothing any more; else it was given up
     * @param echo a call to be sent after it, until whose answer a question of it may still be under way; or null
     */
    synchronized void leave(Flight flight, boolean ended, @Nullable Call echo) {
        flights.remove(flight);
        if (echo != null) {
            echoes.add(echo);
        }
        open.forEach(claim -> claim.left(flight, ended));
        asking.forEach(claim -> claim.left(flight, ended));
        settle();
        notifyAll();
    }

    /** What a call asked before it was given up has arrived by now. */
    synchronized void echoed(Call echo) {
        echoes.remove(echo);
        notifyAll();
    }

    /** The client of this call is gone: the next may have its turn. */
    synchronized void abandon(Flight flight) {
        flight.abandon();
        notifyAll();
    }

    /**
     * A question came; on the thread that reads, so that the calls in flight are those of that moment.
     *
     * @param related the call the question names, or null
     */
    synchronized Claim claim(@Nullable Call related) {
        Claim claim = new Claim();
        for (Flight flight : flights) {
            if (related != null && flight.call() == related) {
                claim.settle(new Tie.To(flight));
                return claim;
            }
            if (flight.mayAsk()) {
                claim.add(flight);
            }
        }
        if (claim.candidates().isEmpty()) {
            claim.comesOutside();
        }
        if (!echoes.stream().allMatch(Call::isSettled)) {
            claim.taint();
        }
        open.add(claim);
        settle();
        return claim;
    }

    /** Whose it is; waits until that is known, up to the stated wait. An interrupt means that it was taken back. */
    Tie await(Claim claim) throws InterruptedException {
        Deadline end = Deadline.in(tie, time);
        synchronized (this) {
            while (true) {
                Tie known = claim.tie();
                if (known != null) {
                    return known;
                }
                long left = end.remaining().toMillis();
                if (left <= 0) {
                    close(claim, claim.candidates().isEmpty() ? new Tie.Nobody() : new Tie.Refused(OVERDUE));
                } else {
                    wait(left);
                }
            }
        }
    }

    /** A client is asked for one of its calls: runs this once none of them is wanted any more. */
    synchronized void whenGivenUp(Claim claim, Runnable listener) {
        claim.onGivenUp(listener);
    }

    /** The question is answered, or nobody wants the answer any more. Always, in the end. */
    synchronized void drop(Claim claim) {
        if (open.remove(claim)) {
            claim.settle(new Tie.Gone());
            settle();
        }
        if (asking.remove(claim)) {
            claim.candidates().forEach(Flight::clear);
        }
        notifyAll();
    }

    /** Settles what has become clear, and what cannot become clear any more. */
    private void settle() {
        for (Claim claim : List.copyOf(open)) {
            Tie found = isEarly(claim) ? null : claim.judge();
            if (found != null) {
                close(claim, found);
            }
        }
        breakStalemate();
    }

    private boolean isEarly(Claim claim) {
        return opensForCall && !used && claim.candidates().isEmpty();
    }

    /**
     * As many questions as calls that may have asked them: they wait for each other, and no call ends by itself. The
     * newest is refused, so that its call ends and leaves the others clearer.
     */
    private void breakStalemate() {
        Set<Flight> candidates = new HashSet<>();
        open.forEach(claim -> candidates.addAll(claim.candidates()));
        while (!candidates.isEmpty() && open.size() >= candidates.size()) {
            close(open.getLast(), new Tie.Refused(CROSSED));
        }
    }

    private void close(Claim claim, Tie found) {
        switch (found) {
            case Tie.To(Flight flight) -> flight.isKnownToAsk();
            case Tie.Refused refused -> claim.candidates().forEach(Flight::isKnownToAsk);
            case Tie.Client client -> {
                // Whichever of them asked: all may be waiting until the client has answered.
                claim.candidates().forEach(Flight::suspect);
                asking.add(claim);
            }
            case Tie.Gone gone -> {}
            case Tie.Nobody nobody -> {}
        }
        claim.settle(found);
        open.remove(claim);
        notifyAll();
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
                && flights.stream()
                        .filter(other -> !flight.isOfTheClientOf(other))
                        .anyMatch(other -> alone ? other.isInTheWay() : other.needsRoom());
    }

    private synchronized void wake() {
        notifyAll();
    }
}
