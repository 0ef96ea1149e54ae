package dev.nave.transport.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What goes to one peer: writes run on the connection's event loop in the order they came, and callers wait here while too
 * much is unread. Safe for many threads.
 */
final class Outbox {
    private final EventLoop loop;
    private final int most;
    private final Duration wait;
    private final Wire wire;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** Bytes handed over and not yet taken by the socket. Guarded by {@link #lock}, as is all below. */
    private long unread;
    /** Since when the socket has taken nothing although something waits. */
    private long stuckSince;

    private long lastWrite;
    private volatile boolean open = true;

    /** The connection, as far as an outbox uses it. */
    interface Wire {
        /** Writes, on the event loop; done once the socket has taken all. */
        Future<Void> write(byte[] bytes);

        /** Shows a silent peer that this side lives; called like {@link #write}. */
        Future<Void> beat();

        /** Closes the connection now; called on any thread. */
        void sever();
    }

    /**
     * @param most bytes that may be unread before a sender waits
     * @param wait how long a sender waits, and how long the peer may take nothing, before the connection is closed
     */
    Outbox(EventLoop loop, int most, Duration wait, Wire wire) {
        this.loop = loop;
        this.most = most;
        this.wait = wait;
        this.wire = wire;
        this.lastWrite = System.nanoTime();
    }

    void send(byte[] bytes) throws IOException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (open && unread > 0 && unread + bytes.length > most && left > 0) {
                left = drained.awaitNanos(left);
            }
            if (!open) {
                throw new IOException("The stream is closed: the peer is gone, or the stream was ended");
            }
            if (left <= 0) {
                open = false;
                wire.sever();
                throw new IOException("The peer read too slowly: " + unread + " bytes were unread for "
                        + wait.toMillis() + " ms; the stream is closed");
            }
            write(bytes.length, () -> wire.write(bytes));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the peer read slowly", interrupted);
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Takes nothing more and runs the last task on the event loop after everything sent before; only once. */
    void end(Runnable last) {
        lock.lock();
        try {
            if (open) {
                open = false;
                drained.signalAll();
                loop.run(last);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The peer is gone. */
    void gone() {
        lock.lock();
        try {
            open = false;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Shows a sign of life. */
    void beat() {
        lock.lock();
        try {
            if (open) {
                write(0, wire::beat);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a silent peer's connection alive and gives up on a stuck one, also one that was ended and is still unread. */
    void tick(long now, Duration keepAlive) {
        lock.lock();
        try {
            if (unread > 0 && now - stuckSince > wait.toNanos()) {
                open = false;
                drained.signalAll();
                wire.sever();
                return;
            }
            if (unread == 0 && now - lastWrite >= keepAlive.toNanos()) {
                beat();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(int length, Supplier<Future<Void>> write) {
        // A sign of life counts as a byte, so that one nobody reads is noticed too.
        int bytes = Math.max(1, length);
        lastWrite = System.nanoTime();
        if (unread == 0) {
            stuckSince = lastWrite;
        }
        unread += bytes;
        loop.run(() -> write.get().onComplete(done -> taken(bytes)));
    }

    private void taken(int bytes) {
        lock.lock();
        try {
            unread -= bytes;
            stuckSince = System.nanoTime();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
