package dev.nave.e2e.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that refuses everybody and repeats what it was sent, as badly written ones do. */
final class EchoingServer implements AutoCloseable {
    /** What came: the header Authorization and the request's target. */
    final BlockingQueue<String> came = new LinkedBlockingQueue<>();

    private final HttpServer server;
    private final int status;

    EchoingServer(int status) throws IOException {
        this.status = status;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization =
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
            String target = exchange.getRequestURI().toString();
            came.add(authorization + " " + target);
            // The beginning is what ends up in messages, so all of it is there.
            byte[] body = (authorization + " " + target + " "
                            + Base64.getEncoder().encodeToString(authorization.getBytes(StandardCharsets.UTF_8)))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Echo", authorization);
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
