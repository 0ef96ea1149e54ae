package dev.nave.hub.feed;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import java.time.Duration;
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
    /** Between a fetch that failed and the next. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String server;
    private final ListKind kind;
    private final Drain drain;
    private final Supplier<Optional<Opening>> opening;
    private final Runnable changed;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private @Nullable Listing known;
    private boolean outdated;
    private long change;
    private @Nullable Deadline flight;
    private @Nullable Deadline pause;

    /**
     * @param opening of the connection there is now; none when there is none
     * @param changed told, on the thread of a fetch, when the list is another than before
     */
    ListSlot(
            String server,
            ListKind kind,
            Drain drain,
            Supplier<Optional<Opening>> opening,
            Runnable changed,
            Time time) {
        this.server = server;
        this.kind = kind;
        this.drain = drain;
        this.opening = opening;
        this.changed = changed;
        this.time = time;
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

    /** Fetches the list again unless it is fresh, without waiting for it. */
    void refresh() {
        lock.lock();
        try {
            fetch();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The list: fresh if possible; the last good copy when the server is away or slow. Waits for a list that was never
     * there until the deadline.
     */
    Optional<Listing> get(Deadline deadline) {
        lock.lock();
        try {
            fetch();
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

    private void fetch() {
        boolean fresh = known != null && !outdated && known.isFresh(time.nanos());
        boolean pausing = pause != null && !pause.hasPassed();
        if (fresh || pausing || flight != null) {
            return;
        }
        Optional<Opening> now = opening.get();
        if (now.isEmpty()) {
            return;
        }
        flight = Deadline.in(PATIENCE, time);
        long seen = change;
        Thread.ofVirtual().name("list-" + server).start(() -> fly(now.get(), seen));
    }

    private void fly(Opening now, long seen) {
        Drain.Drained drained;
        try {
            drained = drain.drain(kind, now);
        } catch (RuntimeException e) {
            LOG.error("Server {}: its list of {} could not be read because of a defect", server, kind, e);
            drained = new Drain.Drained.Failed("a defect of the hub");
        }
        boolean another = land(drained, seen);
        if (another) {
            changed.run();
        }
    }

    private boolean land(Drain.Drained drained, long seen) {
        lock.lock();
        try {
            flight = null;
            landed.signalAll();
            return switch (drained) {
                case Drain.Drained.Failed(String reason) -> {
                    // A server that is away is reported by whoever supervises it.
                    Level level = opening.get().isPresent() ? Level.WARN : Level.DEBUG;
                    LOG.atLevel(level).log("Server {} did not list its {}: {}", server, kind, reason);
                    pause = Deadline.in(PAUSE, time);
                    yield false;
                }
                case Drain.Drained.Whole(Listing listing) -> {
                    Listing before = known;
                    known = listing;
                    outdated = change != seen;
                    pause = null;
                    yield before == null || !before.offersTheSame(listing);
                }
            };
        } finally {
            lock.unlock();
        }
    }
}
