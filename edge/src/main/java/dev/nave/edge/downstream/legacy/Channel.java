package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream of messages to a client, whatever connection it travels on at the time: written to by any thread, which never
 * waits for the client; read by one {@link Follower} at a time on a thread of its own. A channel with a {@link EventLog}
 * keeps what went out, so that a follower who comes back can have it again.
 */
final class Channel {
    private final int number;
    private final Limits limits;
    private final @Nullable EventLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below is guarded by the lock.
    private final Backlog backlog;
    private boolean ended;
    private @Nullable Follower follower;
    private @Nullable Runnable noticed;

    /**
     * @param number the channel's name among those of its session
     * @param log where to keep what went out once {@link #keep} was called; null to keep nothing
     */
    Channel(int number, Limits limits, @Nullable EventLog log) {
        this.number = number;
        this.limits = limits;
        this.log = log;
        this.backlog = new Backlog(limits.notices(), log);
    }

    int number() {
        return number;
    }

    /** Puts a message on its way, unless the channel has ended. */
    void offer(Entry.Kind kind, byte[] message) {
        offer(kind, null, message);
    }

    /** As above; a message with the same key that has not gone out yet is replaced. */
    void offer(Entry.Kind kind, @Nullable Object key, byte[] message) {
        boolean keeps;
        Runnable told = null;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (kind != Entry.Kind.RESPONSE) {
                told = noticed;
                noticed = null;
            }
            if (backlog.waiting() > limits.waitingBytes()) {
                follower = null; // Too slow: its connection is closed. What the log keeps can still be resumed.
            }
            backlog.add(kind, key, message, limits.time().nanos());
            keeps = backlog.isKept();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
        if (keeps && log != null) {
            log.relieve();
        }
    }

    /** Runs this once, when the first message comes that is no response; on the thread it comes from. */
    void onNotice(Runnable listener) {
        lock.lock();
        try {
            noticed = listener;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the channel: followers write what is left and close. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on keeps what goes out, for those who come back. */
    void keep() {
        EventLog into = log;
        if (into == null) {
            return;
        }
        lock.lock();
        try {
            backlog.keep();
        } finally {
            lock.unlock();
        }
        into.register(this);
    }

    /**
     * Waits for a channel of nothing but responses to end, so that it needs no stream.
     *
     * @return the responses; nothing when the time is up or something else came
     */
    Optional<List<byte[]>> awaitPlain(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!ended && backlog.isPlain()) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return backlog.isPlain() ? Optional.of(backlog.messages()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the channel over: an earlier follower closes its connection. Starts with what never went out. */
    Follower follow() {
        return followAfter(-1);
    }

    /** As {@link #follow}, from the entry after this sequence; those gone out since then go out once more. */
    Follower followAfter(long sequence) {
        lock.lock();
        try {
            backlog.acknowledge(sequence);
            Follower next = new Follower(sequence < 0 ? backlog.taken() : sequence);
            follower = next;
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the channel and forgets all it holds. */
    void discard() {
        lock.lock();
        try {
            ended = true;
            follower = null;
            backlog.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFollowed() {
        lock.lock();
        try {
            return follower != null;
        } finally {
            lock.unlock();
        }
    }

    /** Messages for people that found no room. */
    int dropped() {
        lock.lock();
        try {
            return backlog.dropped();
        } finally {
            lock.unlock();
        }
    }

    /** When the oldest entry that may be forgotten was written; nothing when none may be. */
    Optional<Long> oldestForgettable() {
        lock.lock();
        try {
            return backlog.forgettable(follower != null).map(Entry::written);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the oldest entry, if it may be forgotten. */
    void forgetOldest() {
        lock.lock();
        try {
            backlog.forgettable(follower != null).ifPresent(backlog::forget);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing comes after the entry of this sequence. */
    boolean isOver(long sequence) {
        lock.lock();
        try {
            return ended && backlog.firstAfter(sequence) == null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing will ever come out of it. */
    boolean isSpent() {
        lock.lock();
        try {
            return ended && backlog.isEmpty() && follower == null;
        } finally {
            lock.unlock();
        }
    }

    /** One connection's view of the channel. */
    final class Follower {
        private long position;

        private Follower(long position) {
            this.position = position;
        }

        /**
         * Writes what there is and what comes, until the channel ends, another follower takes over, or {@link #leave}.
         *
         * @throws IOException when the connection breaks
         */
        void run(Sink sink) throws IOException, InterruptedException {
            try {
                for (Entry entry = next(); entry != null; entry = next()) {
                    sink.send(entry);
                    sent(entry);
                }
            } finally {
                leave();
            }
        }

        /** The sequence after which it goes on. */
        long position() {
            return position;
        }

        /** Ends {@link #run} as soon as it is not writing. Idempotent. */
        void leave() {
            lock.lock();
            try {
                if (follower == this) {
                    follower = null;
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private @Nullable Entry next() throws InterruptedException {
            lock.lock();
            try {
                while (follower == this) {
                    Entry entry = backlog.firstAfter(position);
                    if (entry != null || ended) {
                        return entry;
                    }
                    changed.await();
                }
                return null;
            } finally {
                lock.unlock();
            }
        }

        private void sent(Entry entry) {
            lock.lock();
            try {
                position = entry.sequence();
                backlog.sent(entry);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * What a channel may hold that its client has not taken.
     *
     * @param notices progress and log messages
     * @param waitingBytes bytes in all, while a connection is there to take them
     */
    record Limits(int notices, long waitingBytes, Time time) {}
}
