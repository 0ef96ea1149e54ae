package dev.nave.transport.pipe;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as lines to a stream that may block. The stream is touched by one platform thread only, which ends with
 * the writer: a virtual thread blocked on a pipe would hold on to its carrier. Senders hand over and go on; they wait while
 * too much is unwritten.
 */
public final class LineWriter {
    private final OutputStream out;
    private final int most;
    private final Duration wait;
    private final Runnable broken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final Condition handedOver = lock.newCondition();
    private final Thread thread;
    /** Guarded by the lock, as is all below. */
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();

    private long unwritten;
    /** Why nothing more is taken, or null. */
    private @Nullable String ended;

    /**
     * Starts the thread.
     *
     * @param name of the thread
     * @param most bytes that may be unwritten before a sender waits; a message beyond it waits until it is alone
     * @param wait how long a sender waits
     * @param broken runs on the writer's thread when the other side has closed the stream
     */
    public LineWriter(String name, OutputStream out, int most, Duration wait, Runnable broken) {
        this.out = new BufferedOutputStream(out, 64 << 10);
        this.most = most;
        this.wait = wait;
        this.broken = broken;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /**
     * Hands over one JSON text. Line breaks between its tokens become blanks; inside strings JSON has none.
     *
     * @throws IOException when the writer has ended, or the other side read too slowly
     */
    public void send(byte[] message) throws IOException {
        byte[] line = line(message);
        lock.lock();
        try {
            long left = wait.toNanos();
            while (ended == null && unwritten > 0 && unwritten + line.length > most) {
                if (left <= 0) {
                    throw new IOException("The other side reads too slowly: " + unwritten + " bytes are unread after "
                            + wait.toMillis() + " ms");
                }
                left = written.awaitNanos(left);
            }
            if (ended != null) {
                throw new IOException(ended);
            }
            unwritten += line.length;
            queue.add(line);
            handedOver.signal();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the other side read slowly", interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, writes what was handed over, then closes the stream. Returns at once. Idempotent. */
    public void finish(String reason) {
        end(reason, false);
    }

    /** Takes and writes nothing more; closes the stream once a write under way has ended. Returns at once. */
    public void abandon(String reason) {
        end(reason, true);
    }

    /** Waits, at most for so long, until all is written after {@link #finish}. */
    public void awaitEnd(Duration patience) throws InterruptedException {
        boolean ignored = thread.join(patience);
    }

    private void end(String reason, boolean drop) {
        lock.lock();
        try {
            if (ended == null) {
                ended = reason;
            }
            if (drop) {
                queue.clear();
                unwritten = 0;
            }
            handedOver.signal();
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try (out) {
            for (List<byte[]> lines = take(); !lines.isEmpty(); lines = take()) {
                long bytes = 0;
                for (byte[] line : lines) {
                    out.write(line);
                    bytes += line.length;
                }
                out.flush();
                done(bytes);
            }
        } catch (IOException failure) {
            abandon("The other side does not read any more: " + failure.getMessage());
            broken.run();
        }
    }

    /** All that waits; empty once the writer has ended and nothing waits. */
    private List<byte[]> take() {
        lock.lock();
        try {
            while (queue.isEmpty() && ended == null) {
                handedOver.awaitUninterruptibly();
            }
            List<byte[]> lines = new ArrayList<>(queue);
            queue.clear();
            return lines;
        } finally {
            lock.unlock();
        }
    }

    private void done(long bytes) {
        lock.lock();
        try {
            unwritten = Math.max(0, unwritten - bytes);
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static byte[] line(byte[] message) {
        byte[] line = java.util.Arrays.copyOf(message, message.length + 1);
        for (int i = 0; i < message.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        line[message.length] = '\n';
        return line;
    }
}
