package dev.nave.transport.http;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.transport.local.SocketFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An HTTP/1.1 server. Heads, bodies and disconnects are watched by an event loop inside; each whole request that passed
 * the checks of {@code Host} and {@code Origin} runs on a virtual thread of its own.
 */
public final class HttpServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    /** What closing takes beside the drain. */
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final io.vertx.core.http.HttpServer server;
    private final SocketAddress address;

    private final AtomicBoolean closing = new AtomicBoolean();

    private HttpServer(Vertx vertx, io.vertx.core.http.HttpServer server, SocketAddress address) {
        this.vertx = vertx;
        this.server = server;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @throws IOException when the address cannot be listened on, with a text for the operator
     */
    public static HttpServer start(HttpServerOptions options, HttpHandler handler) throws IOException {
        Vertx vertx = Vertx.vertx(vertxOptions());
        try {
            if (options.address() instanceof UnixDomainSocketAddress unix) {
                SocketFile.clear(unix.getPath());
            }
            io.vertx.core.http.HttpServer server = vertx.createHttpServer(serverOptions(options));
            new RequestReader(vertx, options, handler).attach(server);
            if (options.address() instanceof UnixDomainSocketAddress unix) {
                try (SocketFile file = SocketFile.apart(unix.getPath())) {
                    await(server.listen(vertxAddress(file.address())), START);
                    file.putInPlace();
                }
            } else {
                await(server.listen(vertxAddress(options.address())), START);
            }
            return new HttpServer(vertx, server, bound(options.address(), server.actualPort()));
        } catch (IOException failed) {
            vertx.close();
            throw new IOException(
                    "Cannot listen on " + show(options.address()) + ": " + failed.getMessage()
                            + ". Is another program using it? Choose another address, or stop that program.",
                    failed);
        }
    }

    /** Where it listens: an {@link InetSocketAddress} with the port in use, or a {@link UnixDomainSocketAddress}. */
    public SocketAddress address() {
        return address;
    }

    /** The port it listens on; 0 for a Unix socket. */
    public int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** Where a client on this machine reaches a path of this server over TCP. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Stops at once: whatever is in flight is cut off. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Stops accepting, lets what is in flight end until {@code drain} is over, then cuts it off. Returns when all is
     * closed. Streams that do not end on their own are the handler's to close. Idempotent.
     */
    public void close(Duration drain) {
        try {
            // Once, and before anybody else can have taken the place.
            if (address instanceof UnixDomainSocketAddress unix && closing.compareAndSet(false, true)) {
                Files.deleteIfExists(unix.getPath());
            }
            await(server.shutdown(drain), drain.plus(CLOSE));
            await(vertx.close(), CLOSE);
        } catch (IOException late) {
            // Nothing more can be done: what is left is the operating system's to take back.
            org.slf4j.LoggerFactory.getLogger(HttpServer.class).warn("The HTTP server did not close in time", late);
        }
    }

    /** An error without an id, as a JSON-RPC client expects it. */
    static byte[] error(int status, String text) {
        int code = status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.INVALID_REQUEST;
        Json json = new Message.Failure(null, code, text, null).toJson();
        return json.toBytes();
    }

    static Map<String, String> errorHeaders() {
        return Map.of("Content-Type", "application/json");
    }

    static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setPreferNativeTransport(false)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static io.vertx.core.http.HttpServerOptions serverOptions(HttpServerOptions options) {
        return new io.vertx.core.http.HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(8 << 10)
                .setMaxHeaderSize(options.headerBytes())
                .setMaxWebSocketFrameSize(options.bodyBytes())
                .setMaxWebSocketMessageSize(options.bodyBytes())
                .setWebSocketSubProtocols(List.of("mcp"))
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(2)
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096);
    }

    private static io.vertx.core.net.SocketAddress vertxAddress(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return io.vertx.core.net.SocketAddress.inetSocketAddress(inet.getPort(), inet.getHostString());
        }
        return io.vertx.core.net.SocketAddress.domainSocketAddress(address.toString());
    }

    private static SocketAddress bound(SocketAddress asked, int port) {
        return asked instanceof InetSocketAddress inet ? new InetSocketAddress(inet.getHostString(), port) : asked;
    }

    private static String show(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : address.toString();
    }

    static <T> T await(Future<T> future, Duration wait) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + wait.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
