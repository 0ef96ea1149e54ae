package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Cancellation;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of callers with one server, by whose they are: opened when first needed, closed when idle for long, when
 * room is needed, or when their client ends its own. Safe for many threads.
 */
final class SessionPool implements AutoCloseable {
    private final int most;
    private final Duration turn;
    private final Duration idle;
    private final Time time;
    private final Opener opener;
    private final Map<Key, Slot> slots = new HashMap<>();
    private boolean closed;

    /**
     * An empty pool.
     *
     * @param most sessions at once; a call waits {@code turn} for room
     */
    SessionPool(int most, Duration turn, Duration idle, Time time, Opener opener) {
        this.most = most;
        this.turn = turn;
        this.idle = idle;
        this.time = time;
        this.opener = opener;
    }

    /** Opens the session of a key; may take as long as a start. */
    @FunctionalInterface
    interface Opener {
        Session open(Key key, Json info) throws ConnectFailure, InterruptedException;
    }

    /**
     * The session of this key, opened with this {@code clientInfo} if there is none.
     *
     * @return nothing when there was no room in time
     */
    Optional<Lease> lease(Key key, Json info, Deadline deadline, Cancellation cancellation)
            throws ConnectFailure, InterruptedException {
        Slot slot = slot(key, deadline, cancellation);
        if (slot == null) {
            return Optional.empty();
        }
        boolean opened = false;
        slot.opening.lockInterruptibly();
        try {
            Session session = slot.session;
            if (session == null) {
                session = opener.open(key, info);
                if (!take(slot, session)) {
                    end(session);
                    throw new ConnectFailure("The way to the server was closed while a session was opened.", true);
                }
            }
            opened = true;
            return Optional.of(new Lease(session, new Hold(() -> release(slot))));
        } finally {
            slot.opening.unlock();
            if (!opened) {
                release(slot);
            }
        }
    }

    /** False when the pool was closed meanwhile, so that nobody would end the session. */
    private synchronized boolean take(Slot slot, Session session) {
        if (closed) {
            return false;
        }
        slot.session = session;
        return true;
    }

    private @Nullable Slot slot(Key key, Deadline deadline, Cancellation cancellation) throws InterruptedException {
        Deadline end = Deadline.in(deadline.remaining(turn), time);
        try (var _ = cancellation.onCancel(this::wake)) {
            synchronized (this) {
                while (true) {
                    Slot slot = slots.get(key);
                    if (slot == null && (slots.size() < most || dropLongestIdle())) {
                        slot = new Slot();
                        slots.put(key, slot);
                    }
                    if (slot != null && !closed) {
                        slot.users++;
                        return slot;
                    }
                    long left = end.remaining().toMillis();
                    if (left <= 0 || closed || cancellation.isCancelled()) {
                        return null;
                    }
                    wait(left);
                }
            }
        }
    }

    /** The session is over: the next lease opens another one. */
    void retire(Session session) {
        synchronized (this) {
            for (Slot slot : slots.values()) {
                if (slot.session == session) {
                    slot.session = null;
                }
            }
        }
        end(session);
    }

    /** Closes those of these keys: at once when no call is in flight, else after the last one. */
    void end(Predicate<Key> which) {
        List<Session> ended = new ArrayList<>();
        synchronized (this) {
            slots.entrySet().removeIf(entry -> {
                Slot slot = entry.getValue();
                if (!which.test(entry.getKey())) {
                    return false;
                }
                slot.ending = true;
                return slot.users == 0 && take(slot, ended);
            });
            notifyAll();
        }
        ended.forEach(SessionPool::end);
    }

    /** Closes what was idle for too long. */
    void sweep() {
        List<Session> ended = new ArrayList<>();
        synchronized (this) {
            slots.values()
                    .removeIf(slot ->
                            slot.users == 0 && time.nanos() - slot.idleSince >= idle.toNanos() && take(slot, ended));
            notifyAll();
        }
        ended.forEach(SessionPool::end);
    }

    /** Those that are open now. */
    synchronized List<Session> sessions() {
        List<Session> open = new ArrayList<>();
        for (Slot slot : slots.values()) {
            Session session = slot.session;
            if (session != null) {
                open.add(session);
            }
        }
        return open;
    }

    private void release(Slot slot) {
        List<Session> ended = new ArrayList<>();
        synchronized (this) {
            slot.users--;
            slot.idleSince = time.nanos();
            boolean unused = slot.users == 0 && (slot.ending || slot.session == null);
            if (unused && slots.values().remove(slot)) {
                take(slot, ended);
            }
            notifyAll();
        }
        ended.forEach(SessionPool::end);
    }

    private boolean dropLongestIdle() {
        Optional<Map.Entry<Key, Slot>> longest = slots.entrySet().stream()
                .filter(entry -> entry.getValue().users == 0)
                .min(Comparator.comparingLong(entry -> entry.getValue().idleSince));
        longest.ifPresent(entry -> {
            slots.remove(entry.getKey());
            List<Session> ended = new ArrayList<>();
            take(entry.getValue(), ended);
            ended.forEach(SessionPool::end);
        });
        return longest.isPresent();
    }

    private static boolean take(Slot slot, List<Session> ended) {
        Session session = slot.session;
        if (session != null) {
            ended.add(session);
            slot.session = null;
        }
        return true;
    }

    /** Ends a session without waiting for its server. */
    private static void end(Session session) {
        Thread.ofVirtual().name("end of a session").start(session.link()::close);
    }

    private synchronized void wake() {
        notifyAll();
    }

    @Override
    public void close() {
        List<Session> ended = new ArrayList<>();
        synchronized (this) {
            closed = true;
            slots.values().forEach(slot -> take(slot, ended));
            slots.clear();
            notifyAll();
        }
        List<Thread> ending = ended.stream()
                .map(session -> Thread.ofVirtual().start(session.link()::close))
                .toList();
        for (Thread thread : ending) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A session in use by one call. */
    record Lease(Session session, Hold hold) implements AutoCloseable {
        @Override
        public void close() {
            hold.close();
        }
    }

    /** What keeps a session open: for one call, or for longer when it is kept. Safe for many threads. */
    static final class Hold implements AutoCloseable {
        private final Runnable letGo;
        private final AtomicBoolean released = new AtomicBoolean();
        private volatile boolean kept;

        Hold(Runnable letGo) {
            this.letGo = letGo;
        }

        /** On a session that stays open anyway. */
        static Hold none() {
            return new Hold(() -> {});
        }

        /** Beyond the call, until it is {@linkplain #release() released}. */
        Hold keep() {
            kept = true;
            return this;
        }

        /** Lets go for good. Idempotent. */
        void release() {
            if (released.compareAndSet(false, true)) {
                letGo.run();
            }
        }

        /** The call is over. */
        @Override
        public void close() {
            if (!kept) {
                release();
            }
        }
    }

    /** Room for one session. Fields are guarded by the pool, but for the session, which its opener writes. */
    private static final class Slot {
        private final ReentrantLock opening = new ReentrantLock();
        private volatile @Nullable Session session;
        private int users;
        private long idleSince;
        private boolean ending;
    }
}
