package dev.nave.hub.feed;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The last good copy of one list, and at most one fetch of it at a time, on a virtual thread of its own. All fields are
 * guarded by the lock.
 */
final class ListSlot {
    private static final Logger LOG = LoggerFactory.getLogger(ListSlot.class);
    /** How long a fetch may keep those waiting who could be given the last good copy instead. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Between a fetch that failed and the next; doubled each time up to a bound. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MOST_DOUBLINGS = 4;

    private final String server;
    private final ListKind kind;
    private final Drain drain;
    private final Supplier<Optional<Opening>> opening;
    private final Ear ear;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private @Nullable Listing known;
    private boolean outdated;
    private boolean again;
    private long change;
    private @Nullable Deadline flight;
    private @Nullable Deadline pause;
    private int failures;

    /**
     * @param opening of the connection there is now; none when there is none
     * @param ear told of the ends of fetches, on their threads
     */
    ListSlot(String server, ListKind kind, Drain drain, Supplier<Optional<Opening>> opening, Ear ear, Time time) {
        this.server = server;
        this.kind = kind;
        this.drain = drain;
        this.opening = opening;
        this.ear = ear;
        this.time = time;
    }

    /** Begins with a copy that is not this connection's, to be served until there is another. */
    void begin(Listing remembered) {
        lock.lock();
        try {
            known = remembered;
            outdated = true;
        } finally {
            lock.unlock();
        }
    }

    /** What it began with is not this server's any more. */
    void forget() {
        lock.lock();
        try {
            known = null;
        } finally {
            lock.unlock();
        }
    }

    Optional<Listing> known() {
        lock.lock();
        try {
            return Optional.ofNullable(known);
        } finally {
            lock.unlock();
        }
    }

    /** What is known is out of date from now on, a fetch that is under way included. */
    void invalidate() {
        lock.lock();
        try {
            outdated = true;
            pause = null;
            change++;
        } finally {
            lock.unlock();
        }
    }

    /** Fetches the list again unless it is fresh, without waiting for it; {@code hops} as in {@link Drain#drain}. */
    void refresh(List<String> hops) {
        lock.lock();
        try {
            fetch(hops);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The list: fresh if possible; the last good copy when the server is away or slow. Waits for a list that was never
     * there until the deadline.
     */
    Optional<Listing> get(Deadline deadline, List<String> hops) {
        lock.lock();
        try {
            fetch(hops);
            while (flight != null) {
                Duration left = known == null ? deadline.remaining() : flight.remaining();
                if (left.isZero()) {
                    break;
                }
                landed.awaitNanos(left.toNanos());
            }
            return Optional.ofNullable(known);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.ofNullable(known);
        } finally {
            lock.unlock();
        }
    }

    private void fetch(List<String> hops) {
        boolean fresh = known != null && !outdated && known.isFresh(time.nanos());
        boolean pausing = pause != null && !pause.hasPassed();
        if (flight != null) {
            again |= outdated; // What is being fetched may have been out of date when it was sent.
            return;
        }
        if (fresh || pausing) {
            return;
        }
        Optional<Opening> now = opening.get();
        if (now.isEmpty()) {
            return;
        }
        flight = Deadline.in(PATIENCE, time);
        long seen = change;
        Thread.ofVirtual().name("list-" + server).start(() -> fly(now.get(), seen, hops));
    }

    private void fly(Opening now, long seen, List<String> hops) {
        Drain.Drained drained;
        try {
            drained = drain.drain(kind, now, hops);
        } catch (RuntimeException e) {
            LOG.error("Server {}: its list of {} could not be read because of a defect", server, kind, e);
            drained = new Drain.Drained.Failed("a defect of the hub");
        }
        Landing landing = land(drained, seen);
        // First that it is another, so that nobody who hears of a server that is ready sees an older list.
        if (landing.another) {
            ear.changed();
        }
        if (!landing.again) {
            ear.landed(landing.failure);
        }
    }

    /** Takes what a fetch brought. */
    private Landing land(Drain.Drained drained, long seen) {
        lock.lock();
        try {
            flight = null;
            landed.signalAll();
            outdated = change != seen;
            boolean another =
                    switch (drained) {
                        case Drain.Drained.Failed(String reason) -> fail(reason);
                        case Drain.Drained.Whole(Listing listing) -> keep(listing);
                    };
            boolean refetch = again;
            if (again) {
                again = false;
                fetch(List.of());
            }
            Optional<String> failure =
                    drained instanceof Drain.Drained.Failed(String reason) ? Optional.of(reason) : Optional.empty();
            return new Landing(another, refetch && flight != null, failure);
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(Listing listing) {
        Listing before = known;
        known = listing;
        pause = null;
        failures = 0;
        return before == null || !before.offersTheSame(listing);
    }

    private boolean fail(String reason) {
        boolean there = opening.get().isPresent();
        // A server that is away is reported by whoever supervises it.
        LOG.atLevel(there ? Level.WARN : Level.DEBUG).log("Server {} did not list its {}: {}", server, kind, reason);
        if (again) {
            return false; // Asked again at once.
        }
        outdated = true;
        if (there) {
            Duration span = PAUSE.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS));
            pause = Deadline.in(span, time);
            Thread.ofVirtual().name("list-again-" + server).start(() -> retry(span));
        }
        return false;
    }

    /** Nobody may ever ask again, while clients wait to be told of a list. */
    private void retry(Duration span) {
        try {
            Thread.sleep(span);
            refresh(List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What a fetch came to.
     *
     * @param another whether the list is another than before
     * @param again whether it is being fetched once more already
     */
    private record Landing(boolean another, boolean again, Optional<String> failure) {}

    /** Is told of the ends of fetches. */
    interface Ear {
        /** The list was fetched, or could not be. */
        void landed(Optional<String> failure);

        /** The list is another than before, or there for the first time. */
        void changed();
    }
}
