package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Deadline;
import dev.nave.hub.Lookout;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one POST while its call runs on the thread of the request: JSON when there is nothing but the outcome, and
 * soon; else a stream, which another thread writes. Safe for many threads.
 */
final class Answering implements Lookout.Watched {
    private final Runnable stream;
    private final Deadline silent;
    /** Guarded by this, as is all below. */
    private @Nullable Thread writer;

    private boolean plain;

    /**
     * @param stream writes the stream to its end
     * @param silent until when the call may say nothing before its client gets a stream
     */
    Answering(Runnable stream, Deadline silent) {
        this.stream = stream;
        this.silent = silent;
    }

    /** The call said something that only a stream can carry, or may do so at any time. */
    synchronized void begin() {
        if (writer == null && !plain) {
            writer = Thread.ofVirtual().name("stream").start(stream);
        }
    }

    @Override
    public void look() {
        if (silent.hasPassed()) {
            begin();
        }
    }

    /** Whether the outcome is the whole answer; if so, no stream begins any more. */
    synchronized boolean isPlain() {
        plain = writer == null;
        return plain;
    }

    /** Waits until the stream was written. */
    void awaitEnd() {
        Thread writing;
        synchronized (this) {
            writing = writer;
        }
        try {
            if (writing != null) {
                writing.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
