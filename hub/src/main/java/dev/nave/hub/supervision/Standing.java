package dev.nave.hub.supervision;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a server stands right now, and those who wait for it. Written by the supervisor's thread, the connection's (when
 * it is lost) and whoever stops the hub; the fields are guarded by the lock.
 */
final class Standing {
    private final ServerSettings settings;
    private final Upstream.Listener listener;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state;
    // Written under the lock, read by every call without it.
    private volatile @Nullable Traffic traffic;
    private @Nullable Opening opening;
    private boolean settled;
    private boolean closed;
    private boolean leaving;
    private Runnable waker = () -> {};

    /**
     * @param known how the server introduced itself before; nothing when that is not known
     */
    Standing(ServerSettings settings, Optional<Opening> known, Upstream.Listener listener, Time time) {
        this.settings = settings;
        this.opening = known.orElse(null);
        this.listener = listener;
        this.time = time;
        this.state = new State.Starting(time.now());
    }

    /** What starts an idle server; run on a thread of its own, perhaps more than once. */
    void wakeWith(Runnable wakes) {
        waker = wakes;
    }

    State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Traffic traffic() {
        return traffic;
    }

    Optional<Opening> opening() {
        lock.lock();
        try {
            return Optional.ofNullable(opening);
        } finally {
            lock.unlock();
        }
    }

    /** Enters a state; {@code now} is the connection that calls are to use, null when there is none. */
    void enter(State next, @Nullable Traffic now) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            state = next;
            traffic = now;
            if (now != null) {
                opening = now.connection().opening();
            }
            settled |= now != null || !isUnderWay(next);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.stateChanged(next);
    }

    /** From now on nobody waits for the server. */
    void leave() {
        lock.lock();
        try {
            leaving = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Enters the last of all states. Idempotent. */
    void end(State.Stopped last) {
        enter(last, null);
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isUnderWay(State state) {
        return state instanceof State.Starting || state instanceof State.Stopping;
    }

    /** Waits for a connection: as long as a start may take, or, while it only backs off, as connecting may. */
    Awaited await(Exchange exchange) {
        Traffic there = traffic;
        return there == null ? waitFor(exchange) : new Awaited.There(there);
    }

    private Awaited waitFor(Exchange exchange) {
        Duration start = settings.waits().get(Wait.START);
        Duration connect = settings.waits().get(Wait.CONNECT);
        Deadline starting = Deadline.in(start, time);
        Deadline backingOff = Deadline.in(connect, time);
        try (var _ = exchange.cancellation().onCancel(this::signal)) {
            lock.lock();
            try {
                while (true) {
                    Traffic there = traffic;
                    if (there != null) {
                        return new Awaited.There(there);
                    }
                    if (exchange.cancellation().isCancelled()) {
                        return new Awaited.Unavailable(Reply.lost(
                                Reply.Ran.SURELY_NOT,
                                "The call was cancelled before server '" + settings.name() + "' was ready."));
                    }
                    if (state instanceof State.Idle) {
                        // Elsewhere, for it takes locks that are held while this one is waited for.
                        Thread.ofVirtual().name("wake-" + settings.name()).start(waker);
                    }
                    Duration left = patience(starting, backingOff, exchange.deadline());
                    if (left.isZero()) {
                        return new Awaited.Unavailable(
                                Reply.lost(Reply.Ran.SURELY_NOT, Words.unavailable(settings.name(), state, time)));
                    }
                    changed.awaitNanos(left.toNanos());
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Awaited.Unavailable(
                    Reply.lost(Reply.Ran.SURELY_NOT, "The wait for server '" + settings.name() + "' was interrupted."));
        }
    }

    private Duration patience(Deadline starting, Deadline backingOff, Deadline call) {
        if (leaving) {
            return Duration.ZERO;
        }
        return switch (state) {
            case State.Idle ignored -> call.remaining(starting.remaining());
            case State.Starting ignored -> call.remaining(starting.remaining());
            case State.Ready ignored -> call.remaining(starting.remaining());
            case State.Degraded ignored -> call.remaining(starting.remaining());
            case State.Stopping ignored -> call.remaining(starting.remaining());
            case State.BackingOff waiting -> {
                Duration left = call.remaining(backingOff.remaining());
                // A try that begins after everybody has left helps nobody who waits.
                boolean tooLate = waiting.next().isAfter(time.now().plus(left));
                yield tooLate ? Duration.ZERO : left;
            }
            case State.Failed ignored -> Duration.ZERO;
            case State.Stopped ignored -> Duration.ZERO;
            case State.Disabled ignored -> Duration.ZERO;
        };
    }

    /** Waits until this connection is no longer the one in use, but no longer than this. */
    void awaitLoss(Traffic used, Duration most) {
        Deadline deadline = Deadline.in(most, time);
        awaitUntil(() -> used != traffic, deadline);
    }

    void awaitSettled(Deadline deadline) {
        awaitUntil(() -> settled, deadline);
    }

    void awaitDecided(Deadline deadline) {
        awaitUntil(() -> !isUnderWay(state), deadline);
    }

    private void awaitUntil(BooleanSupplier condition, Deadline deadline) {
        lock.lock();
        try {
            while (!condition.getAsBoolean() && !deadline.hasPassed()) {
                changed.awaitNanos(deadline.remaining().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What a wait for the server came to. */
    sealed interface Awaited {
        record There(Traffic traffic) implements Awaited {}

        record Unavailable(Reply reply) implements Awaited {}
    }
}
