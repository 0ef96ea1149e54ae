package dev.nave.transport.http;

import dev.nave.transport.pipe.OrderedReader;
import dev.nave.transport.pipe.Pipe;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a pipe, either end of it: one message a text message, which may come in several frames. Frames are read on
 * the connection's event loop. Signs of life are pings; a peer that leaves three of them without any answer is given up.
 */
final class SocketPipe implements Pipe {
    private static final int ENDS = 1024;
    private static final int SILENT_BEATS = 3;
    /** RFC 6455 §7.4.1. */
    private static final short NORMAL = 1000;

    private static final short NOT_TEXT = 1003;
    private static final short TOO_BIG = 1009;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final WebSocket socket;
    private final Bounds bounds;
    private final OrderedReader reader;
    private final Outbox outbox;
    /** Used on the event loop only, as are the next two: a message while its frames come in. */
    private @Nullable Buffer gathered;

    private long gatheredBytes;
    private volatile long lastHeard = System.nanoTime();
    /** The first cause is the one that is told. */
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

    /**
     * @param messageBytes most bytes of a message that comes in; a larger one closes the socket
     * @param unreadBytes how much may be unread before a sender waits
     * @param writeWait how long a sender waits
     * @param keepAlive between two pings on a silent socket
     */
    record Bounds(int messageBytes, int unreadBytes, Duration writeWait, Duration keepAlive) {}

    SocketPipe(WebSocket socket, EventLoop loop, Bounds bounds, Reader reader) {
        this.socket = socket;
        this.bounds = bounds;
        this.reader = new OrderedReader(reader);
        this.outbox = new Outbox(loop, bounds.unreadBytes(), bounds.writeWait(), new Wire());
    }

    /** Begins to read; on the event loop, before any frame is handled. {@code ended} runs there once it is closed. */
    void begin(Runnable ended) {
        socket.exceptionHandler(broken -> because("the socket broke: " + broken.getMessage()));
        socket.pongHandler(pong -> lastHeard = System.nanoTime());
        socket.frameHandler(this::frame);
        socket.closeHandler(closed -> {
            outbox.gone();
            because("the peer closed the socket");
            reader.closed(String.valueOf(reason.get()));
            ended.run();
        });
    }

    @Override
    public void send(byte[] message) throws IOException {
        outbox.send(message);
    }

    @Override
    public void close() {
        farewell(NORMAL, "the socket was closed by this side");
    }

    void tick(long now) {
        if (now - lastHeard
                > bounds.keepAlive().toNanos() * SILENT_BEATS
                        + bounds.writeWait().toNanos()) {
            because("the peer gave no sign of life");
            sever();
            return;
        }
        outbox.tick(now, bounds.keepAlive());
    }

    private void frame(WebSocketFrame frame) {
        lastHeard = System.nanoTime();
        if (frame.isBinary()) {
            farewell(NOT_TEXT, "the peer sent binary data where text was expected");
            return;
        }
        if (!frame.isText() && !frame.isContinuation()) {
            return;
        }
        Buffer data = frame.binaryData();
        Buffer whole = gathered == null ? Buffer.buffer() : gathered;
        gatheredBytes = (gathered == null ? 0 : gatheredBytes) + data.length();
        if (gatheredBytes > bounds.messageBytes()) {
            byte[] start = whole.appendBuffer(data).getBytes();
            gathered = null;
            reader.tooLarge(
                    Arrays.copyOf(start, Math.min(ENDS, start.length)),
                    Arrays.copyOfRange(
                            start, Math.max(Math.min(ENDS, start.length), start.length - ENDS), start.length),
                    gatheredBytes);
            farewell(TOO_BIG, "the peer sent a message of more than " + bounds.messageBytes() + " bytes");
            return;
        }
        whole.appendBuffer(data);
        gathered = frame.isFinal() ? null : whole;
        if (frame.isFinal()) {
            reader.message(whole.getBytes());
        }
    }

    private void farewell(short code, String why) {
        outbox.end(() -> {
            because(why);
            socket.shutdown(FAREWELL, code, why);
        });
    }

    private void because(String why) {
        reason.compareAndSet(null, why);
    }

    /** Vert.x would wait until what was written is read; see {@link ServerConnection#close}. */
    private void sever() {
        if (socket instanceof WebSocketInternal known) {
            var _ = known.channelHandlerContext().close();
        } else {
            socket.close();
        }
    }

    private final class Wire implements Outbox.Wire {
        @Override
        public Future<Void> write(byte[] bytes) {
            return socket.writeTextMessage(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public Future<Void> beat() {
            return socket.writePing(Buffer.buffer());
        }

        @Override
        public void sever() {
            SocketPipe.this.sever();
        }
    }
}
