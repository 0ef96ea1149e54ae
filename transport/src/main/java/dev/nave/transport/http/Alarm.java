package dev.nave.transport.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs something when a call takes too long. Put off, it does not trouble the clock again: the task that is there finds
 * out that it came too early, and comes again. Safe for many threads.
 */
final class Alarm implements Runnable {
    private final ScheduledThreadPoolExecutor clock;
    private final Runnable late;
    /** When it goes off, by {@link System#nanoTime}. Guarded by this, as is all below. */
    private long due;

    /** When the task comes. */
    private long comes;

    private @Nullable ScheduledFuture<?> task;
    private boolean stopped;

    Alarm(ScheduledThreadPoolExecutor clock, Runnable late) {
        this.clock = clock;
        this.late = late;
    }

    /**
     * Goes off after this wait, whatever was set before.
     *
     * @throws IOException when the clock is shut down
     */
    synchronized void set(Duration wait) throws IOException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(wait.toMillis());
        due = System.nanoTime() + nanos;
        ScheduledFuture<?> before = task;
        if (before != null && comes - due <= 0) {
            return;
        }
        if (before != null) {
            before.cancel(false);
        }
        try {
            comeIn(nanos);
        } catch (RejectedExecutionException closed) {
            throw new IOException("The HTTP client is closed", closed);
        }
    }

    synchronized void stop() {
        stopped = true;
        ScheduledFuture<?> set = task;
        if (set != null) {
            set.cancel(false);
        }
    }

    @Override
    public void run() {
        if (isDue()) {
            late.run();
        }
    }

    private synchronized boolean isDue() {
        long left = due - System.nanoTime();
        if (stopped || left <= 0) {
            return !stopped;
        }
        try {
            comeIn(left);
            return false;
        } catch (RejectedExecutionException closed) {
            return true;
        }
    }

    private void comeIn(long nanos) {
        comes = System.nanoTime() + nanos;
        task = clock.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }
}
