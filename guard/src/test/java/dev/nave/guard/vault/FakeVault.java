package dev.nave.guard.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A Vault in memory that answers as its API documentation has it, with the parts that Nave asks. */
final class FakeVault implements AutoCloseable {
    final Map<String, String> secrets = new ConcurrentHashMap<>();
    final Map<String, String> tokens = new ConcurrentHashMap<>();
    final Set<String> deleted = ConcurrentHashMap.newKeySet();
    final Map<String, String> mounts = new ConcurrentHashMap<>(Map.of("kv", "2", "team/kv", "2", "old", "1"));
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    volatile boolean sealed;
    volatile String namespace = "";
    volatile long life = 3600;
    volatile boolean renewable = true;
    volatile String raw = "";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger made = new AtomicInteger();

    FakeVault() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits for a request. */
    void await(String request) throws InterruptedException {
        while (true) {
            String next = asked.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Expected " + request + " within 30 s");
            }
            if (next.equals(request)) {
                return;
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().replaceFirst("^/v1/", "");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + path);
            if (!raw.isEmpty()) {
                answer(exchange, 200, raw);
            } else if (sealed) {
                answer(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
            } else if (!"true".equals(exchange.getRequestHeaders().getFirst("X-Vault-Request"))) {
                answer(exchange, 412, "{\"errors\":[\"missing 'X-Vault-Request' header\"]}");
            } else if (!namespace.equals(header(exchange, "X-Vault-Namespace"))) {
                answer(exchange, 404, "{\"errors\":[]}");
            } else if (path.startsWith("auth/") && path.endsWith("/login")) {
                login(exchange, path, Json.parse(body));
            } else {
                signedIn(exchange, path, header(exchange, "X-Vault-Token"));
            }
        }
    }

    private void login(HttpExchange exchange, String path, Json body) throws IOException {
        boolean known =
                switch (path) {
                    case "auth/approle/login", "auth/roles/login" ->
                        body.string("role_id").orElse("").equals("nave")
                                && body.string("secret_id").orElse("").equals("s3cret-id");
                    case "auth/kubernetes/login" ->
                        body.string("role").orElse("").equals("nave")
                                && body.string("jwt").orElse("").equals("service.account.jwt");
                    default -> false;
                };
        if (!known) {
            answer(exchange, 400, "{\"errors\":[\"invalid role or secret ID\"]}");
            return;
        }
        String token = "hvs.made-" + made.incrementAndGet();
        tokens.put(token, "read");
        answer(exchange, 200, auth(token));
    }

    private String auth(String token) {
        return "{\"auth\":{\"client_token\":\"" + token + "\",\"lease_duration\":" + life + ",\"renewable\":"
                + renewable + "}}";
    }

    private void signedIn(HttpExchange exchange, String path, String token) throws IOException {
        String may = tokens.get(token);
        if (may == null) {
            answer(exchange, 403, "{\"errors\":[\"permission denied\"]}");
        } else if (path.equals("auth/token/lookup-self")) {
            answer(exchange, 200, "{\"data\":{\"ttl\":" + life + ",\"renewable\":" + renewable + "}}");
        } else if (path.equals("auth/token/renew-self")) {
            answer(exchange, 200, auth(token));
        } else if (path.startsWith("sys/internal/ui/mounts/")) {
            mount(exchange, path.substring("sys/internal/ui/mounts/".length()));
        } else {
            data(exchange, path, may);
        }
    }

    private void mount(HttpExchange exchange, String path) throws IOException {
        for (Map.Entry<String, String> mount : mounts.entrySet()) {
            if ((path + "/").startsWith(mount.getKey() + "/")) {
                String version = mount.getValue();
                String type = version.equals("pki") ? "pki" : "kv";
                String options = version.equals("2") ? "{\"version\":\"2\"}" : "null";
                answer(
                        exchange,
                        200,
                        "{\"data\":{\"path\":\"" + mount.getKey() + "/\",\"type\":\"" + type + "\",\"options\":"
                                + options + "}}");
                return;
            }
        }
        answer(
                exchange,
                403,
                "{\"errors\":[\"preflight capability check returned 403, please ensure client's policies"
                        + " grant access to path\"]}");
    }

    private void data(HttpExchange exchange, String path, String may) throws IOException {
        for (String mount : mounts.keySet()) {
            String prefix = mount + "/data/";
            if (mounts.get(mount).equals("2") && path.startsWith(prefix)) {
                String key = mount + "/" + path.substring(prefix.length());
                if (!may.equals("read")) {
                    answer(exchange, 403, "{\"errors\":[\"1 error occurred:\\n\\t* permission denied\\n\\n\"]}");
                } else if (deleted.contains(key)) {
                    answer(exchange, 404, "{\"data\":{\"data\":null,\"metadata\":{\"deletion_time\":\"2026-01-01\"}}}");
                } else if (secrets.containsKey(key)) {
                    answer(
                            exchange,
                            200,
                            "{\"data\":{\"data\":" + secrets.get(key) + ",\"metadata\":{\"version\":3}}}");
                } else {
                    answer(exchange, 404, "{\"errors\":[]}");
                }
                return;
            }
        }
        answer(exchange, 404, "{\"errors\":[\"no handler for route \\\"" + path + "\\\". route entry not found.\"]}");
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
