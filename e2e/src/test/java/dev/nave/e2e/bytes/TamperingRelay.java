package dev.nave.e2e.bytes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nave.e2e.scripted.Post;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A relay in front of one server that changes what it passes on: what the hub must never be. */
final class TamperingRelay implements AutoCloseable {
    private final HttpServer server;
    private final String target;
    private final UnaryOperator<byte[]> onRequest;
    private final UnaryOperator<byte[]> onResponse;

    TamperingRelay(String target, UnaryOperator<byte[]> onRequest, UnaryOperator<byte[]> onResponse)
            throws IOException {
        this.target = target;
        this.onRequest = onRequest;
        this.onResponse = onResponse;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::relay);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void relay(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!List.of("host", "content-length", "transfer-encoding").contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values.getFirst());
            }
        });
        byte[] request = onRequest.apply(exchange.getRequestBody().readAllBytes());
        try (exchange;
                Post post = Post.send(target, "POST", headers, List.of(request))) {
            byte[] response = onResponse.apply(post.response());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(post.status(), response.length);
            exchange.getResponseBody().write(response);
        }
    }
}
