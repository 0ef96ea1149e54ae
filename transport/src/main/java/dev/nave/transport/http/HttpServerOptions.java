package dev.nave.transport.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How an {@link HttpServer} listens and what it bounds.
 *
 * @param address an {@link InetSocketAddress} (port 0 for any free one) or a {@link UnixDomainSocketAddress}
 * @param allowedHosts what {@code Host} may say beside the address itself: {@code host} (any port), {@code host:port}, or
 *     {@code *} for anything
 * @param allowedOrigins what {@code Origin} may say beside the server's own: {@code scheme://host[:port]}, or {@code *}
 * @param bodyBytes most bytes of a request's body; more gives 413
 * @param headerBytes most bytes of a request's headers; more gives 431
 * @param bodyWait how long a body may take to arrive; longer gives 408
 * @param keepAlive how often a silent stream carries a comment, so that proxies and peers see it alive
 * @param writeWait how long a client may leave what is written unread before its connection is closed
 * @param idleWait how long a connection without a request is kept
 * @param connections most connections at once; a further one is closed at once
 * @param streamBytes how much of a stream may wait unread or WebSocket may wait unread before a sender waits
 */
public record HttpServerOptions(
        SocketAddress address,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        int bodyBytes,
        int headerBytes,
        Duration bodyWait,
        Duration keepAlive,
        Duration writeWait,
        Duration idleWait,
        int connections,
        int streamBytes) {

    public HttpServerOptions {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (!(address instanceof InetSocketAddress) && !(address instanceof UnixDomainSocketAddress)) {
            throw new IllegalArgumentException(
                    "Expected a host and port or a Unix socket to listen on, not " + address);
        }
        if (bodyBytes < 1 || connections < 1 || streamBytes < 1) {
            throw new IllegalArgumentException("Expected bounds of at least 1, not " + bodyBytes + " bytes of body, "
                    + connections + " connections, " + streamBytes + " bytes of a stream");
        }
    }

    /** Listens on a host and port with the default bounds; nothing is resolved before the server starts. */
    public static HttpServerOptions on(String host, int port) {
        return on(InetSocketAddress.createUnresolved(host, port));
    }

    /** Listens on a Unix domain socket with the default bounds. */
    public static HttpServerOptions on(Path socket) {
        return on(UnixDomainSocketAddress.of(socket));
    }

    private static HttpServerOptions on(SocketAddress address) {
        return new HttpServerOptions(
                address,
                List.of(),
                List.of(),
                4 << 20,
                64 << 10,
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                20_000,
                256 << 10);
    }

    public HttpServerOptions withAllowedHosts(List<String> value) {
        return new HttpServerOptions(
                address,
                value,
                allowedOrigins,
                bodyBytes,
                headerBytes,
                bodyWait,
                keepAlive,
                writeWait,
                idleWait,
                connections,
                streamBytes);
    }

    public HttpServerOptions withAllowedOrigins(List<String> value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                value,
                bodyBytes,
                headerBytes,
                bodyWait,
                keepAlive,
                writeWait,
                idleWait,
                connections,
                streamBytes);
    }

    public HttpServerOptions withBody(int bytes, Duration wait) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bytes,
                headerBytes,
                wait,
                keepAlive,
                writeWait,
                idleWait,
                connections,
                streamBytes);
    }

    public HttpServerOptions withKeepAlive(Duration value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bodyBytes,
                headerBytes,
                bodyWait,
                value,
                writeWait,
                idleWait,
                connections,
                streamBytes);
    }

    public HttpServerOptions withWriteWait(Duration value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bodyBytes,
                headerBytes,
                bodyWait,
                keepAlive,
                value,
                idleWait,
                connections,
                streamBytes);
    }

    public HttpServerOptions withIdleWait(Duration value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bodyBytes,
                headerBytes,
                bodyWait,
                keepAlive,
                writeWait,
                value,
                connections,
                streamBytes);
    }

    public HttpServerOptions withConnections(int value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bodyBytes,
                headerBytes,
                bodyWait,
                keepAlive,
                writeWait,
                idleWait,
                value,
                streamBytes);
    }

    public HttpServerOptions withHeaderBytes(int value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bodyBytes,
                value,
                bodyWait,
                keepAlive,
                writeWait,
                idleWait,
                connections,
                streamBytes);
    }

    public HttpServerOptions withStreamBytes(int value) {
        return new HttpServerOptions(
                address,
                allowedHosts,
                allowedOrigins,
                bodyBytes,
                headerBytes,
                bodyWait,
                keepAlive,
                writeWait,
                idleWait,
                connections,
                value);
    }

    /** Whether only this machine can reach the address, as far as its text tells. */
    boolean isLocalOnly() {
        return !(address instanceof InetSocketAddress inet) || HostName.isLoopback(inet.getHostString());
    }
}
