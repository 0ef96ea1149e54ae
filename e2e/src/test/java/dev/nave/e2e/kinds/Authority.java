package dev.nave.e2e.kinds;

import dev.nave.e2e.scripted.WebCall;
import dev.nave.e2e.scripted.WebServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An authorization server before a server that it protects, at the same address: what the specification says of discovery,
 * and tokens for one client that signs in as itself (RFC 6749, section 4.4; RFC 8414; RFC 9728).
 */
final class Authority implements WebServer.Gate {
    static final String CLIENT = "nave-test";

    private final String secret;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();

    /** @param secret the client's */
    Authority(String secret) {
        this.secret = secret;
    }

    /** How many tokens it gave. */
    int given() {
        return tokens.size();
    }

    /** How many requests it turned away since they had no token of its. */
    int refused() {
        return refused.get();
    }

    @Override
    public boolean answers(WebCall call) throws IOException {
        String here = "http://" + call.header("Host").orElse("");
        switch (call.line().split(" ")[1]) {
            case "/.well-known/oauth-protected-resource/mcp" ->
                json(call, 200, "{\"resource\":\"" + here + "/mcp\",\"authorization_servers\":[\"" + here + "\"]}");
            case "/.well-known/oauth-authorization-server" -> json(call, 200, """
                {"issuer":"%1$s","token_endpoint":"%1$s/token","authorization_endpoint":"%1$s/authorize",\
                "response_types_supported":["code"],"code_challenge_methods_supported":["S256"],\
                "grant_types_supported":["client_credentials"],\
                "token_endpoint_auth_methods_supported":["client_secret_basic"]}\
                """.formatted(here));
            case "/token" -> token(call, here);
            case "/mcp" -> {
                String shown = call.header("Authorization").orElse("");
                if (shown.startsWith("Bearer ") && tokens.contains(shown.substring(7))) {
                    return false;
                }
                refused.incrementAndGet();
                call.write("HTTP/1.1 401 Sign in\r\nContent-Length: 0\r\nWWW-Authenticate: Bearer resource_metadata=\""
                        + here + "/.well-known/oauth-protected-resource/mcp\"\r\n\r\n");
            }
            default -> json(call, 404, "{}");
        }
        return true;
    }

    private void token(WebCall call, String here) throws IOException {
        String basic = Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(StandardCharsets.UTF_8));
        Map<String, String> form = form(new String(call.bytes(), StandardCharsets.UTF_8));
        if (!call.header("Authorization").orElse("").equals("Basic " + basic)) {
            json(call, 401, "{\"error\":\"invalid_client\"}");
        } else if (!"client_credentials".equals(form.get("grant_type"))
                || !(here + "/mcp").equals(form.get("resource"))) {
            json(call, 400, "{\"error\":\"invalid_request\"}");
        } else {
            String token = "token-" + tokens.size();
            tokens.add(token);
            json(call, 200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        }
    }

    private static Map<String, String> form(String text) {
        return Stream.of(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void json(WebCall call, int status, String json) throws IOException {
        // Not by WebCall.status, which looks into the body of the request: a form, here.
        call.write("HTTP/1.1 " + status + " Told\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json);
    }
}
