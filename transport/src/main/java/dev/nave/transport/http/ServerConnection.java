package dev.nave.transport.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of one connection. {@link #idleSince} is written by the event loop and by threads that end an
 * exchange, and read by the server's clock.
 */
final class ServerConnection {
    private final HttpConnection connection;
    private final Runnable forget;
    private final Set<ServerExchange> open = ConcurrentHashMap.newKeySet();
    private final boolean local;
    private volatile long idleSince;
    /** The body that comes in now; used on the event loop only. */
    private @Nullable ArrivingBody arriving;

    /** @param forget runs once the connection is closed */
    ServerConnection(HttpConnection connection, long now, Runnable forget) {
        this.connection = connection;
        this.forget = forget;
        this.local = isLocal(connection.remoteAddress());
        this.idleSince = now;
    }

    private static boolean isLocal(@Nullable SocketAddress remote) {
        if (remote == null || remote.isDomainSocket()) {
            return true;
        }
        String host = remote.hostAddress();
        return host != null && (HostName.isLoopback(host) || host.startsWith("::ffff:127."));
    }

    /** Whether the peer is on this machine. */
    boolean isLocal() {
        return local;
    }

    /** A request begins to arrive. */
    void touch(long now) {
        idleSince = now;
    }

    void arriving(@Nullable ArrivingBody body) {
        arriving = body;
    }

    void begin(ServerExchange exchange) {
        open.add(exchange);
    }

    void end(ServerExchange exchange, long now) {
        idleSince = now;
        open.remove(exchange);
    }

    /** The peer is gone: whatever was not answered in full has lost its client. */
    void closed() {
        forget.run();
        if (arriving != null) {
            arriving.forget();
        }
        open.forEach(ServerExchange::gone);
        open.clear();
    }

    /**
     * Closes the socket now. Vert.x itself closes only after everything written has been read, which a peer that stopped
     * reading never does; its public interface offers nothing else. From this context on, so that it is not Vert.x that is
     * asked.
     */
    void close() {
        if (connection instanceof HttpServerConnection known) {
            var _ = known.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    /** Looks after this connection, on the event loop: keeps streams alive, closes what is idle or unread for too long. */
    void tick(long now, HttpServerOptions options) {
        if (arriving != null) {
            arriving.tick(now);
            return;
        }
        if (open.isEmpty()) {
            if (now - idleSince > options.idleWait().toNanos()) {
                close();
            }
            return;
        }
        for (ServerExchange exchange : open) {
            exchange.tick(now);
        }
    }
}
