package dev.nave.e2e.signin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server of 2025-11-25 that lets nobody in without a token of its {@link Authority}. Its tools: {@code whoami} says whose
 * token it was shown, {@code write} needs the scope "write", {@code boom} fails and repeats what it was shown,
 * {@code away} redirects to a {@link #strangers stranger}.
 */
final class GuardedServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TOOLS = List.of("whoami", "write", "boom", "away");

    final Authority authority;
    /** What reached the place it redirects to. */
    final BlockingQueue<String> strangers = new LinkedBlockingQueue<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final HttpServer stranger;

    GuardedServer() throws IOException {
        stranger = open();
        stranger.createContext("/", exchange -> {
            strangers.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().get("Authorization"));
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server = open();
        authority = new Authority(origin());
        server.createContext("/", this::handle);
        stranger.start();
        server.start();
    }

    private HttpServer open() throws IOException {
        HttpServer open = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        open.setExecutor(threads);
        return open;
    }

    String url() {
        return origin() + "/mcp";
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/oauth-protected-resource/mcp" -> {
                    ObjectNode metadata = JSON.createObjectNode().put("resource", url());
                    metadata.putArray("authorization_servers").add(origin());
                    Authority.answer(exchange, 200, metadata);
                }
                case "/mcp" -> serve(exchange);
                default -> {
                    if (!authority.handle(exchange)) {
                        exchange.sendResponseHeaders(404, -1);
                    }
                }
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String shown = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        Optional<Authority.Grant> grant = authority.grant(shown);
        if (grant.isEmpty()) {
            refuse(exchange, 401, "scope=\"read\"");
            return;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        JsonNode message = JSON.readTree(Authority.body(exchange));
        if (!message.has("id")) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.path("id"));
        switch (message.path("method").asString("")) {
            case "initialize" -> {
                ObjectNode result = answer.putObject("result").put("protocolVersion", "2025-11-25");
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "guarded").put("version", "1");
            }
            case "ping" -> answer.putObject("result");
            case "tools/list" -> {
                var tools = answer.putObject("result").putArray("tools");
                TOOLS.forEach(tool -> tools.addObject()
                        .put("name", tool)
                        .putObject("inputSchema")
                        .put("type", "object"));
            }
            case "tools/call" -> {
                call(exchange, message.path("params").path("name").asString(""), grant.get(), shown, answer);
                return;
            }
            default -> answer.putObject("error").put("code", -32601).put("message", "no such method");
        }
        Authority.answer(exchange, 200, answer);
    }

    private void call(HttpExchange exchange, String tool, Authority.Grant grant, String shown, ObjectNode answer)
            throws IOException {
        switch (tool) {
            case "boom" -> {
                byte[] body = ("I was sent " + shown).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(500, body.length);
                exchange.getResponseBody().write(body);
            }
            case "away" -> {
                String elsewhere = "http://127.0.0.1:" + stranger.getAddress().getPort() + "/mcp";
                exchange.getResponseHeaders().set("Location", elsewhere);
                exchange.sendResponseHeaders(307, -1);
            }
            case "write" -> {
                if (grant.scopes().contains("write")) {
                    Authority.answer(exchange, 200, said(answer, "written"));
                } else {
                    refuse(exchange, 403, "error=\"insufficient_scope\", scope=\"write\"");
                }
            }
            default -> Authority.answer(exchange, 200, said(answer, grant.person()));
        }
    }

    private static ObjectNode said(ObjectNode answer, String text) {
        answer.putObject("result")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", text);
        return answer;
    }

    private static void refuse(HttpExchange exchange, int status, String challenge) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer " + challenge);
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        stranger.stop(0);
        threads.shutdownNow();
    }
}
