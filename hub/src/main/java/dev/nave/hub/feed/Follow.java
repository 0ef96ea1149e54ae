package dev.nave.hub.feed;

import dev.nave.hub.Caller;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task that somebody follows, on a virtual thread of its own: it waits for the server to say that the task changed, or
 * for the time after which the server wants to be asked, and tells of every state that is another than the one before.
 */
final class Follow implements AutoCloseable {
    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration STANDARD = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Even a server that reports changes may lose one. */
    private static final Duration REPORTED = Duration.ofMinutes(5);

    private final String id;
    private final Caller caller;
    private final Looking looking;
    private final Consumer<Json> told;
    private final Runnable over;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private @Nullable Json news;
    private boolean due;
    private boolean reported;
    private boolean closed;
    private boolean ended;
    // Of the thread that follows.
    private Json last;
    private int failures;

    /**
     * @param last the state it is in as it begins to be followed
     * @param told of each further state
     * @param over run once the task is in its last state or nobody knows it any more
     */
    Follow(String id, Caller caller, Json last, Looking looking, Consumer<Json> told, Runnable over) {
        this.id = id;
        this.caller = caller;
        this.last = last;
        this.looking = looking;
        this.told = told;
        this.over = over;
    }

    /** Asks for the state of a task. */
    @FunctionalInterface
    interface Looking {
        Looked look(String id, Caller caller);
    }

    /** What came of asking. */
    sealed interface Looked {
        record State(Json task) implements Looked {}

        /** There is no such task, or not for this caller. */
        record Unknown() implements Looked {}

        record NotNow() implements Looked {}
    }

    String id() {
        return id;
    }

    void start() {
        Thread.ofVirtual().name("follow a task").start(this::run);
    }

    /** Whether nothing will be told any more. */
    boolean isOver() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** The server says that the task changed. */
    void changed(Optional<Json> state) {
        lock.lock();
        try {
            if (state.isPresent()) {
                news = state.get();
            } else {
                due = true;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the server reports changes by itself. */
    void reported(boolean now) {
        lock.lock();
        try {
            reported = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            if (!status(last).equals("working")) {
                told.accept(last); // It may have come to this before anybody listened.
            }
            while (!OVER.contains(status(last))) {
                Json state = next();
                if (state == null) {
                    return;
                }
                if (!state.equals(last)) {
                    last = state;
                    told.accept(state);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
            over.run();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** The next state; null when there will be none. */
    private @Nullable Json next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause().toNanos();
            while (news == null && !due && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                return null;
            }
            Json state = news;
            news = null;
            if (state != null) {
                return state;
            }
            due = false;
        } finally {
            lock.unlock();
        }
        return switch (looking.look(id, caller)) {
            case Looked.State(Json task) -> {
                failures = 0;
                yield task;
            }
            case Looked.Unknown unknown -> null;
            case Looked.NotNow notNow -> {
                failures++;
                yield last;
            }
        };
    }

    private Duration pause() {
        if (reported && failures == 0) {
            return REPORTED;
        }
        OptionalLong wanted = last.member("pollIntervalMs").map(Json::asLong).orElse(OptionalLong.empty());
        Duration pause = wanted.isPresent()
                ? Duration.ofMillis(Math.clamp(wanted.getAsLong(), SHORTEST.toMillis(), LONGEST.toMillis()))
                : STANDARD;
        Duration more = pause.multipliedBy(1L << Math.min(failures, 6));
        return more.compareTo(LONGEST) < 0 ? more : LONGEST;
    }

    private static String status(Json task) {
        return task.string("status").orElse("");
    }
}
