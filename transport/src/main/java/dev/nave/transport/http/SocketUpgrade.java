package dev.nave.transport.http;

import dev.nave.transport.pipe.Pipe;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/** Turns a request into a WebSocket (RFC 6455 §4). */
final class SocketUpgrade {
    private SocketUpgrade() {}

    static boolean isAsked(HttpServerRequest request) {
        return request.method().name().equals("GET")
                && hasToken(request, "Connection", "upgrade")
                && hasToken(request, "Upgrade", "websocket");
    }

    /** Clients that name no sub-protocol are taken at their word that they speak MCP. */
    static boolean isForMcp(HttpServerRequest request) {
        return request.getHeader("Sec-WebSocket-Protocol") == null
                || hasToken(request, "Sec-WebSocket-Protocol", "mcp");
    }

    /**
     * Shakes hands; blocks until that is done.
     *
     * @param begun told of the pipe on the event loop, before any message
     * @param ended told there once it is closed
     */
    static Pipe open(
            HttpServerRequest request,
            EventLoop loop,
            HttpServerOptions options,
            Pipe.Reader reader,
            Consumer<SocketPipe> begun,
            Runnable ended)
            throws IOException {
        SocketPipe.Bounds bounds = new SocketPipe.Bounds(
                options.bodyBytes(), options.streamBytes(), options.writeWait(), options.keepAlive());
        Promise<SocketPipe> opened = Promise.promise();
        loop.run(() -> request.toWebSocket()
                .map(socket -> {
                    SocketPipe pipe = new SocketPipe(socket, loop, bounds, reader);
                    pipe.begin(ended);
                    begun.accept(pipe);
                    return pipe;
                })
                .onComplete(opened));
        return HttpServer.await(opened.future(), options.writeWait());
    }

    private static boolean hasToken(HttpServerRequest request, String header, String token) {
        return request.headers().getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).equals(token));
    }
}
