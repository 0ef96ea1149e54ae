package dev.nave.transport.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A stream to one client: callers wait here while too much is unread. Writes run on the connection's event loop in order. */
final class ServerStream implements EventStream {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServerResponse response;
    private final EventLoop loop;
    private final HttpServerOptions options;
    private final Consumer<Boolean> ended;
    private final Runnable sever;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** Bytes handed over and not yet taken by the socket. Guarded by {@link #lock}, as is all below. */
    private long unread;
    /** Since when the socket has taken nothing although something waits. */
    private long stuckSince;

    private long lastWrite;
    private volatile boolean open = true;

    /**
     * @param ended told once the stream was ended, whether the client took all of it
     * @param sever closes the connection
     */
    ServerStream(
            HttpServerResponse response,
            EventLoop loop,
            HttpServerOptions options,
            Consumer<Boolean> ended,
            Runnable sever) {
        this.response = response;
        this.loop = loop;
        this.options = options;
        this.ended = ended;
        this.sever = sever;
        this.lastWrite = System.nanoTime();
    }

    void open(Map<String, String> headers) {
        loop.run(() -> {
            response.setStatusCode(200).setChunked(true);
            response.putHeader("Content-Type", "text/event-stream");
            response.putHeader("Cache-Control", "no-cache");
            response.putHeader("X-Accel-Buffering", "no");
            headers.forEach(response::putHeader);
        });
        // The first comment carries the head with it: some proxies hold the head back until the first byte of body.
        lock.lock();
        try {
            write(COMMENT);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(SentEvent event) throws IOException {
        byte[] bytes = SentEvents.spell(event);
        lock.lock();
        try {
            long left = options.writeWait().toNanos();
            while (open && unread > 0 && unread + bytes.length > options.streamBytes() && left > 0) {
                left = drained.awaitNanos(left);
            }
            if (!open) {
                throw new IOException("The stream is closed: the client is gone, or the stream was ended");
            }
            if (left <= 0) {
                open = false;
                sever.run();
                throw new IOException("The client read too slowly: " + unread + " bytes were unread for "
                        + options.writeWait().toMillis() + " ms; the stream is closed");
            }
            write(bytes);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the client read slowly", interrupted);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!open) {
                return;
            }
            open = false;
            drained.signalAll();
            loop.run(() -> response.end().onComplete(done -> ended.accept(done.succeeded())));
        } finally {
            lock.unlock();
        }
    }

    /** The client is gone. */
    void gone() {
        lock.lock();
        try {
            open = false;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a silent stream alive and gives up on a stuck one, also one that was ended and is still unread. */
    void tick(long now) {
        lock.lock();
        try {
            if (unread > 0 && now - stuckSince > options.writeWait().toNanos()) {
                open = false;
                drained.signalAll();
                sever.run();
                return;
            }
            if (open && unread == 0 && now - lastWrite >= options.keepAlive().toNanos()) {
                write(COMMENT);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] bytes) {
        long now = System.nanoTime();
        lastWrite = now;
        if (unread == 0) {
            stuckSince = now;
        }
        unread += bytes.length;
        loop.run(() -> response.write(Buffer.buffer(bytes)).onComplete(done -> taken(bytes.length)));
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
