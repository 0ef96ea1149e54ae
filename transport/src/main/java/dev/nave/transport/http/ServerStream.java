package dev.nave.transport.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** A stream of events to one client. */
final class ServerStream implements EventStream {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServerResponse response;
    private final EventLoop loop;
    private final HttpServerOptions options;
    private final Consumer<Boolean> ended;
    private final Outbox outbox;

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
        this.outbox = new Outbox(loop, options.streamBytes(), options.writeWait(), new Wire(response, sever));
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
        outbox.beat();
    }

    @Override
    public void send(SentEvent event) throws IOException {
        outbox.send(SentEvents.spell(event));
    }

    @Override
    public boolean isOpen() {
        return outbox.isOpen();
    }

    @Override
    public void close() {
        outbox.end(() -> response.end().onComplete(done -> ended.accept(done.succeeded())));
    }

    /** The client is gone. */
    void gone() {
        outbox.gone();
    }

    void tick(long now) {
        outbox.tick(now, options.keepAlive());
    }

    private record Wire(HttpServerResponse response, Runnable severing) implements Outbox.Wire {
        @Override
        public Future<Void> write(byte[] bytes) {
            return response.write(Buffer.buffer(bytes));
        }

        @Override
        public Future<Void> beat() {
            return write(COMMENT);
        }

        @Override
        public void sever() {
            severing.run();
        }
    }
}
