package dev.nave.transport.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers the body of one request, on the event loop. */
final class ArrivingBody {
    /** What is read and thrown away of a body refused: a close with unread bytes would take the answer from the client. */
    private static final long PATIENCE = 4;

    private final HttpServerRequest request;
    private final ServerConnection connection;
    private final HttpServerOptions options;
    private final AtomicLong arriving;
    private final Consumer<byte[]> whole;
    private final long since = System.nanoTime();
    private @Nullable Buffer gathered;
    private boolean joined;
    private long bytes;
    private boolean refused;

    /**
     * @param arriving how much of all bodies has come that are not whole yet; kept up here
     * @param whole told of the body
     */
    ArrivingBody(
            HttpServerRequest request,
            ServerConnection connection,
            HttpServerOptions options,
            AtomicLong arriving,
            Consumer<byte[]> whole) {
        this.request = request;
        this.connection = connection;
        this.options = options;
        this.arriving = arriving;
        this.whole = whole;
    }

    void read() {
        connection.arriving(this);
        request.handler(this::part);
        request.endHandler(ended -> end());
        if (announced() > options.bodyBytes()) {
            tooLarge();
        }
    }

    /** Gives up on a body that takes too long. */
    void tick(long now) {
        if (now - since <= options.bodyWait().toNanos()) {
            return;
        }
        if (!refused) {
            refused = true;
            forget();
            request.response().putHeader("Connection", "close");
            RequestReader.refuse(
                    request,
                    408,
                    "Expected the whole body within " + options.bodyWait().toMillis() + " ms.");
        }
        request.connection().close();
    }

    /** Nothing more comes. */
    void forget() {
        Buffer kept = gathered;
        if (kept != null) {
            arriving.addAndGet(-kept.length());
            gathered = null;
        }
    }

    private void part(Buffer part) {
        bytes += part.length();
        if (!refused && bytes > options.bodyBytes()) {
            tooLarge();
        }
        if (!refused) {
            arriving.addAndGet(part.length());
            gathered = gathered == null ? part : join(gathered, part);
            return;
        }
        if (bytes > PATIENCE * options.bodyBytes() + (1 << 20)) {
            request.connection().close();
        }
    }

    private Buffer join(Buffer first, Buffer second) {
        if (joined) {
            return first.appendBuffer(second);
        }
        // What came first may be a view of something larger; from now on the buffer is this body's own.
        joined = true;
        int expected = (int) Math.clamp(announced(), bytes, options.bodyBytes());
        return Buffer.buffer(expected).appendBuffer(first).appendBuffer(second);
    }

    private void end() {
        connection.arriving(null);
        if (refused) {
            return;
        }
        byte[] body = gathered == null ? new byte[0] : gathered.getBytes();
        forget();
        whole.accept(body);
    }

    private void tooLarge() {
        refused = true;
        forget();
        RequestReader.refuse(request, 413, "Expected a body of at most " + options.bodyBytes() + " bytes.");
    }

    private long announced() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException refusedByDecoder) {
            return 0;
        }
    }
}
