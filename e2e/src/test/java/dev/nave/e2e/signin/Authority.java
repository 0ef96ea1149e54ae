package dev.nave.e2e.signin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An authorization server at which every person is let in at once. It takes each code and each refresh token one time,
 * wants PKCE, and knows which tokens are good and for what.
 */
final class Authority {
    private static final JsonMapper JSON = new JsonMapper();

    /** What people were asked for: the scopes of each sign-in. */
    final BlockingQueue<String> scopesAsked = new LinkedBlockingQueue<>();

    final BlockingQueue<String> revoked = new LinkedBlockingQueue<>();
    final AtomicInteger refreshed = new AtomicInteger();
    final AtomicInteger refusedRefreshes = new AtomicInteger();
    /** Every token there ever was, none of which may be seen anywhere. */
    final List<String> tokens = new CopyOnWriteArrayList<>();
    /** Whom its answers say they are of; itself when empty. */
    volatile Optional<String> issuerInAnswers = Optional.empty();
    /** How long the token of a sign-in is good; one that was got by another lasts. */
    volatile int life = 3600;

    private final String url;
    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Grant> access = new ConcurrentHashMap<>();
    private final Map<String, Grant> refresh = new ConcurrentHashMap<>();

    Authority(String url) {
        this.url = url;
    }

    /** What a token stands for. */
    record Grant(String person, List<String> scopes) {}

    private record Code(Grant grant, String challenge, String redirect) {}

    /** What a token allows; nothing for one that is not good. */
    Optional<Grant> grant(String authorization) {
        return Optional.ofNullable(access.get(authorization.replaceFirst("^Bearer ", "")));
    }

    /** No token is good any more, nor gets another one. */
    void forgetEverybody() {
        access.clear();
        refresh.clear();
    }

    /** Answers what is its own; false when it is nothing of it. */
    boolean handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/oauth-authorization-server" -> answer(exchange, 200, metadata());
            case "/authorize" ->
                authorize(exchange, form(exchange.getRequestURI().getRawQuery()));
            case "/register" -> register(exchange);
            case "/token" -> token(exchange, form(body(exchange)));
            case "/revoke" -> {
                String token = form(body(exchange)).getOrDefault("token", "");
                refresh.remove(token);
                revoked.add(token);
                exchange.sendResponseHeaders(200, -1);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private ObjectNode metadata() {
        ObjectNode metadata = JSON.createObjectNode()
                .put("issuer", url)
                .put("authorization_endpoint", url + "/authorize")
                .put("token_endpoint", url + "/token")
                .put("registration_endpoint", url + "/register")
                .put("revocation_endpoint", url + "/revoke")
                .put("authorization_response_iss_parameter_supported", true);
        metadata.putArray("code_challenge_methods_supported").add("S256");
        metadata.putArray("token_endpoint_auth_methods_supported").add("none");
        return metadata;
    }

    private void authorize(HttpExchange exchange, Map<String, String> asked) throws IOException {
        int number = made.incrementAndGet();
        String scope = asked.getOrDefault("scope", "");
        scopesAsked.add(scope);
        String code = "c0de-" + number + "-of-an-authority";
        Grant grant = new Grant("person-" + number, List.of(scope.split(" ")));
        String redirect = asked.getOrDefault("redirect_uri", "");
        codes.put(code, new Code(grant, asked.getOrDefault("code_challenge", ""), redirect));
        tokens.add(code);
        String answer = "code=" + code + "&state=" + asked.getOrDefault("state", "") + "&iss="
                + URLEncoder.encode(issuerInAnswers.orElse(url), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", redirect + "?" + answer);
        exchange.sendResponseHeaders(302, -1);
    }

    private void register(HttpExchange exchange) throws IOException {
        ObjectNode client = (ObjectNode) JSON.readTree(body(exchange));
        answer(exchange, 201, client.put("client_id", "client-" + made.incrementAndGet()));
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        boolean renewal = form.getOrDefault("grant_type", "").equals("refresh_token");
        Grant grant = renewal ? renewed(form) : redeemed(form);
        if (grant == null || !form.getOrDefault("resource", "").equals(url + "/mcp")) {
            answer(exchange, 400, JSON.createObjectNode().put("error", "invalid_grant"));
            return;
        }
        int number = made.incrementAndGet();
        String token = "t0ken-" + number + "-for-" + grant.person();
        String next = "r3fresh-" + number + "-for-" + grant.person();
        access.put(token, grant);
        refresh.put(next, grant);
        tokens.addAll(List.of(token, next));
        answer(
                exchange,
                200,
                JSON.createObjectNode()
                        .put("access_token", token)
                        .put("refresh_token", next)
                        .put("token_type", "Bearer")
                        .put("expires_in", renewal ? 3600 : life));
    }

    private @Nullable Grant redeemed(Map<String, String> form) {
        Code code = codes.remove(form.getOrDefault("code", ""));
        if (code == null) {
            return null;
        }
        boolean good = code.challenge().equals(hash(form.getOrDefault("code_verifier", "")))
                && code.redirect().equals(form.get("redirect_uri"));
        return good ? code.grant() : null;
    }

    private @Nullable Grant renewed(Map<String, String> form) {
        Grant grant = refresh.remove(form.getOrDefault("refresh_token", ""));
        (grant == null ? refusedRefreshes : refreshed).incrementAndGet();
        return grant;
    }

    private static String hash(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static void answer(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            int end = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, end), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(end + 1), StandardCharsets.UTF_8));
        }
        return form;
    }
}
