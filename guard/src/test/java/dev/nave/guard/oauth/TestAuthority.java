package dev.nave.guard.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server and its authorization server in one, as the specification has them, and as it does not where a test says so:
 * metadata, registration, sign-in without questions, tokens whose refresh tokens are good for one use, revocation.
 */
final class TestAuthority implements AutoCloseable {
    /** Documents by their path; a path with none is a 404. */
    final Map<String, Json> documents = new ConcurrentHashMap<>();

    final Map<String, String> redirects = new ConcurrentHashMap<>();
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<Map<String, String>> authorized = new LinkedBlockingQueue<>();
    final BlockingQueue<Map<String, String>> tokenForms = new LinkedBlockingQueue<>();
    final BlockingQueue<Json> registrations = new LinkedBlockingQueue<>();
    final BlockingQueue<Map<String, String>> revoked = new LinkedBlockingQueue<>();
    /** What is put into the redirect beside code and state. */
    volatile Map<String, String> answered = new HashMap<>();
    /** In place of tokens. */
    volatile int tokenStatus = 200;

    volatile String tokenError = "";
    /** Whether it tells what it was sent. */
    volatile boolean repeating;

    volatile long life = 3600;
    volatile boolean endless;
    volatile boolean refreshing = true;
    /** Held back until it is counted down. */
    volatile CountDownLatch refreshes = new CountDownLatch(0);

    final AtomicInteger refreshed = new AtomicInteger();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> challenges = new ConcurrentHashMap<>();
    private final Map<String, Boolean> refreshTokens = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    TestAuthority() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        documents.put(
                "/.well-known/oauth-protected-resource/mcp",
                Json.object()
                        .put("resource", url() + "/mcp")
                        .put("authorization_servers", Json.array(List.of(Json.of(url()))))
                        .build());
        documents.put("/.well-known/oauth-authorization-server", metadata(url()).build());
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many codes, clients and tokens it made. */
    int made() {
        return made.get();
    }

    /** The server that wants sign-ins. */
    URI mcp() {
        return URI.create(url() + "/mcp");
    }

    /** What an authorization server of this name says of itself. */
    JsonObject metadata(String issuer) {
        return Json.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", url() + "/authorize")
                .put("token_endpoint", url() + "/token")
                .put("registration_endpoint", url() + "/register")
                .put("revocation_endpoint", url() + "/revoke")
                .put("code_challenge_methods_supported", Json.array(List.of(Json.of("S256"))))
                .put("token_endpoint_auth_methods_supported", Json.array(List.of(Json.of("none"))));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(path);
            if (endless) {
                pour(exchange);
            } else if (redirects.containsKey(path)) {
                exchange.getResponseHeaders().add("Location", redirects.get(path));
                exchange.sendResponseHeaders(302, -1);
            } else if (documents.containsKey(path)) {
                answer(exchange, 200, documents.get(path));
            } else {
                switch (path) {
                    case "/authorize" -> authorize(exchange);
                    case "/token" -> token(exchange, form(body));
                    case "/register" -> register(exchange, Json.parse(body));
                    case "/revoke" -> {
                        revoked.add(form(body));
                        exchange.sendResponseHeaders(200, -1);
                    }
                    default -> exchange.sendResponseHeaders(404, -1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never ends by itself. */
    private static void pour(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = " ".repeat(16 << 10).getBytes(StandardCharsets.US_ASCII);
        OutputStream out = exchange.getResponseBody();
        while (true) {
            out.write(piece);
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        authorized.add(query);
        String code = "code-" + made.incrementAndGet();
        challenges.put(code, query.getOrDefault("code_challenge", ""));
        Map<String, String> answer = new HashMap<>();
        answer.put("code", code);
        answer.put("state", query.getOrDefault("state", ""));
        answer.putAll(answered);
        answer.values().removeIf(String::isEmpty);
        exchange.getResponseHeaders().add("Location", query.get("redirect_uri") + "?" + Web.encoded(answer));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException, InterruptedException {
        String basic = exchange.getRequestHeaders().getFirst("Authorization");
        if (basic != null) {
            form.put("basic", new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8));
        }
        tokenForms.add(form);
        String grant = form.getOrDefault("grant_type", "");
        if (grant.equals("refresh_token")) {
            refreshed.incrementAndGet();
            assert refreshes.await(30, TimeUnit.SECONDS);
        }
        if (tokenStatus != 200) {
            JsonObject refusal = Json.object().put("error", tokenError);
            if (repeating) {
                refusal.put("error_description", "you sent " + form.get("refresh_token"));
            }
            answer(exchange, tokenStatus, refusal.build());
            return;
        }
        boolean good =
                switch (grant) {
                    case "authorization_code" -> {
                        String challenge = challenges.remove(form.getOrDefault("code", ""));
                        yield challenge != null && challenge.equals(hash(form.getOrDefault("code_verifier", "")));
                    }
                    case "refresh_token" -> refreshTokens.remove(form.getOrDefault("refresh_token", "")) != null;
                    default -> true;
                };
        if (!good) {
            answer(exchange, 400, Json.object().put("error", "invalid_grant").build());
            return;
        }
        int number = made.incrementAndGet();
        JsonObject given = Json.object()
                .put("access_token", "access-" + number)
                .put("token_type", "bearer")
                .put("expires_in", life);
        if (refreshing && !grant.equals("client_credentials")) {
            refreshTokens.put("refresh-" + number, true);
            given.put("refresh_token", "refresh-" + number);
        }
        answer(exchange, 200, given.build());
    }

    private void register(HttpExchange exchange, Json wanted) throws IOException {
        registrations.add(wanted);
        answer(
                exchange,
                201,
                wanted.edit()
                        .put("client_id", "client-" + made.incrementAndGet())
                        .build());
    }

    private static String hash(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, Json json) throws IOException {
        byte[] body = json.toBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            int end = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, end), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(end + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
