package dev.nave.transport.http;

import dev.nave.transport.pipe.Pipe;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Opens WebSockets of the sub-protocol {@code mcp} to servers. Frames are handled by an event loop inside. */
public final class WebSocketClient implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 16_384;

    private final Vertx vertx;
    private final io.vertx.core.http.WebSocketClient client;
    private final SocketPipe.Bounds bounds;
    private final Set<SocketPipe> open = ConcurrentHashMap.newKeySet();

    /**
     * @param messageBytes most bytes of a message that comes in; a larger one closes its socket
     * @param unreadBytes how much a server may leave unread before a sender waits
     * @param writeWait how long a sender waits
     * @param keepAlive between two pings on a silent socket
     */
    public WebSocketClient(int messageBytes, int unreadBytes, Duration writeWait, Duration keepAlive) {
        this.bounds = new SocketPipe.Bounds(messageBytes, unreadBytes, writeWait, keepAlive);
        this.vertx = Vertx.vertx(HttpServer.vertxOptions());
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(CONNECTIONS)
                .setMaxFrameSize(messageBytes)
                .setMaxMessageSize(messageBytes)
                .setClosingTimeout(2)
                .setTryUsePerMessageCompression(false)
                .setTcpNoDelay(true));
        vertx.setPeriodic(Math.clamp(keepAlive.toMillis() / 4, 5, 1000), timer -> {
            long now = System.nanoTime();
            open.forEach(pipe -> pipe.tick(now));
        });
    }

    /**
     * Opens a socket; blocks until it stands.
     *
     * @param uri {@code ws} or {@code wss}
     * @param wait for the connection and the handshake
     * @throws IOException with a text for people that names the host, never the path or a header
     */
    public Pipe connect(URI uri, Map<String, String> headers, Duration wait, Pipe.Reader reader) throws IOException {
        headers.forEach(HeaderCheck::check);
        boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(secure || "ws".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("Expected a ws or wss URL with a host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""))
                .setPort(port)
                .setSsl(secure)
                .setURI(target(uri))
                .addSubProtocol("mcp");
        options.setTimeout(Math.max(1, wait.toMillis()));
        headers.forEach(options::putHeader);
        CompletableFuture<SocketPipe> begun = new CompletableFuture<>();
        try {
            // Handlers are set on the event loop at once: a frame that comes first would find none.
            return HttpServer.await(
                    client.connect(options).map(socket -> begin(socket, reader, begun)), wait.plusSeconds(1));
        } catch (IOException failed) {
            begun.cancel(false);
            if (begun.isDone() && !begun.isCancelled()) {
                begun.join().close();
            }
            throw explain(uri.getHost() + ":" + port, failed);
        }
    }

    /** Closes every socket. Idempotent. */
    @Override
    public void close() {
        open.forEach(SocketPipe::close);
        try {
            HttpServer.await(vertx.close(), CLOSE);
        } catch (IOException late) {
            org.slf4j.LoggerFactory.getLogger(WebSocketClient.class).warn("Sockets did not close in time", late);
        }
    }

    private SocketPipe begin(WebSocket socket, Pipe.Reader reader, CompletableFuture<SocketPipe> begun) {
        SocketPipe pipe = new SocketPipe(socket, new EventLoop(vertx.getOrCreateContext()), bounds, reader);
        open.add(pipe);
        pipe.begin(() -> open.remove(pipe));
        if (!begun.complete(pipe)) {
            pipe.close();
        }
        return pipe;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static IOException explain(String place, IOException failed) {
        if (failed.getCause() instanceof UpgradeRejectedException rejected) {
            return new IOException("The server " + place + " refused a WebSocket with status " + rejected.getStatus()
                    + ": is this the URL of one?");
        }
        return new IOException("Cannot open a WebSocket to " + place + ": " + failed.getMessage(), failed);
    }
}
