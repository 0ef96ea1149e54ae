package dev.nave.hub;

import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that takes over, at most once, what most of the time nobody has to do: it is begun when there is need,
 * or dismissed when there was none. Safe for many threads.
 */
public final class StandIn {
    private final String name;
    private final Runnable work;
    // Guarded by this.
    private @Nullable Thread thread;
    private boolean dismissed;

    /** Does nothing yet. */
    public StandIn(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Begins, unless it has or was dismissed; answers whether it did. */
    public synchronized boolean begin() {
        if (thread != null || dismissed) {
            return false;
        }
        thread = Thread.ofVirtual().name(name).start(work);
        return true;
    }

    /** Whether it never began; then it does not any more. */
    public synchronized boolean dismiss() {
        dismissed = thread == null;
        return dismissed;
    }

    /** Waits for its end, if it has begun. */
    public void awaitEnd() throws InterruptedException {
        Thread begun;
        synchronized (this) {
            begun = thread;
        }
        if (begun != null) {
            begun.join();
        }
    }
}
