package dev.nave.transport.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests off the wire, on the event loop, and hands whole ones to virtual threads. */
final class RequestReader {
    private static final Logger LOG = LoggerFactory.getLogger(RequestReader.class);

    /** How many of the largest bodies may be arriving at once; requests are refused with 503 beyond it. */
    private static final long MOST_ARRIVING = 64;

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final HttpHandler handler;
    private final Admission admission;
    private final ThreadFactory threads = Thread.ofVirtual().name("http").factory();
    /** Bytes of bodies that are not whole yet. */
    private final AtomicLong arriving = new AtomicLong();

    private final Map<HttpConnection, ServerConnection> connections = new ConcurrentHashMap<>();

    RequestReader(Vertx vertx, HttpServerOptions options, HttpHandler handler) {
        this.vertx = vertx;
        this.options = options;
        this.handler = handler;
        this.admission = new Admission(options);
    }

    void attach(io.vertx.core.http.HttpServer server) {
        server.connectionHandler(this::connected);
        server.requestHandler(this::head);
        server.invalidRequestHandler(RequestReader::invalid);
        server.exceptionHandler(failed -> LOG.debug("A connection failed", failed));
        vertx.setPeriodic(tick(options).toMillis(), timer -> {
            long now = System.nanoTime();
            connections.values().forEach(connection -> connection.tick(now, options));
        });
    }

    /** Often enough that no wait is overstepped by more than a quarter. */
    private static Duration tick(HttpServerOptions options) {
        Duration shortest =
                List.of(options.keepAlive(), options.writeWait(), options.idleWait(), options.bodyWait()).stream()
                        .min(Duration::compareTo)
                        .orElseThrow();
        long millis = Math.clamp(shortest.toMillis() / 4, 5, 1000);
        return Duration.ofMillis(millis);
    }

    private void connected(HttpConnection connection) {
        if (connections.size() >= options.connections()) {
            connection.close();
            return;
        }
        ServerConnection known =
                new ServerConnection(connection, System.nanoTime(), () -> connections.remove(connection));
        connections.put(connection, known);
        connection.closeHandler(closed -> known.closed());
    }

    private void head(HttpServerRequest request) {
        ServerConnection connection = connections.get(request.connection());
        if (connection == null) {
            request.connection().close();
            return;
        }
        connection.touch(System.nanoTime());
        Admission.Refusal refusal = admission.check(new RequestHeaders(request.headers()), request.uri());
        if (refusal != null) {
            refuse(request, refusal.status(), refusal.text());
            return;
        }
        if (SocketUpgrade.isAsked(request)) {
            upgrade(request, connection);
            return;
        }
        if (arriving.get() > MOST_ARRIVING * options.bodyBytes()) {
            refuse(request, 503, "Too much is arriving at once; try again soon.");
            return;
        }
        EventLoop loop = new EventLoop(vertx.getOrCreateContext());
        new ArrivingBody(request, connection, options, arriving, body -> serve(request, connection, loop, body)).read();
    }

    private void upgrade(HttpServerRequest request, ServerConnection connection) {
        if (!SocketUpgrade.isForMcp(request)) {
            refuse(request, 400, "Expected mcp among the sub-protocols of the WebSocket.");
            return;
        }
        // Once its end was read, a request cannot become a socket any more.
        request.pause();
        serve(request, connection, new EventLoop(vertx.getOrCreateContext()), new byte[0]);
    }

    private void serve(HttpServerRequest request, ServerConnection connection, EventLoop loop, byte[] body) {
        ServerExchange exchange = new ServerExchange(request, loop, connection, options, body, connection.isLocal());
        connection.begin(exchange);
        threads.newThread(() -> run(exchange)).start();
    }

    private void run(ServerExchange exchange) {
        try {
            handler.handle(exchange);
        } catch (RuntimeException | Error failed) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), failed);
        }
        if (!exchange.isAnswered()) {
            try {
                exchange.respond(
                        500,
                        HttpServer.errorHeaders(),
                        HttpServer.error(500, "The server failed to answer; its log says why."));
            } catch (IllegalStateException answeredMeanwhile) {
                LOG.debug("Answered by another thread in the end", answeredMeanwhile);
            }
        }
    }

    static void refuse(HttpServerRequest request, int status, String text) {
        HttpServer.errorHeaders().forEach(request.response()::putHeader);
        request.response().setStatusCode(status).end(Buffer.buffer(HttpServer.error(status, text)));
    }

    /** The head could not be read: nothing is known of the rest, so the connection ends. */
    private static void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String text = cause == null ? "" : String.valueOf(cause.getMessage());
        request.response().putHeader("Connection", "close");
        int status =
                switch (cause) {
                    case TooLongHttpHeaderException tooLong -> 431;
                    case TooLongHttpLineException tooLong -> 414;
                    case null, default -> 400;
                };
        refuse(request, status, "Expected an HTTP/1.1 request: " + text);
        request.connection().close();
    }

    private record RequestHeaders(MultiMap all) implements Admission.Headers {
        @Override
        public void forEach(BiConsumer<String, String> each) {
            all.forEach(each);
        }

        @Override
        public @Nullable String first(String name) {
            String value = all.get(name);
            return value == null ? null : value.strip();
        }
    }
}
