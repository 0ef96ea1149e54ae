package dev.nave.guard.vault;

import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks one Vault. Over TLS, and in the clear on this machine only. Safe for many threads. */
final class VaultHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32, 1 << 20, 1_000);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient client;
    private final URI address;
    private final String namespace;

    /**
     * @param namespace empty for none
     * @throws SecretUnavailable when the address is none that a token may be sent to
     */
    VaultHttp(HttpClient client, String address, String namespace) throws SecretUnavailable {
        this.client = client;
        this.address = checked(address);
        this.namespace = namespace;
    }

    /** Scheme, host and port, for people. */
    String place() {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    VaultAnswer get(String path, @Nullable String token) throws SecretUnavailable {
        return ask("GET", path, token, new byte[0]);
    }

    VaultAnswer post(String path, @Nullable String token, Json body) throws SecretUnavailable {
        return ask("POST", path, token, body.toBytes());
    }

    private VaultAnswer ask(String method, String path, @Nullable String token, byte[] body) throws SecretUnavailable {
        Map<String, String> headers = new TreeMap<>();
        // Vault refuses what comes without it, so that no other program is talked into asking.
        headers.put("X-Vault-Request", "true");
        headers.put("Accept", "application/json");
        if (token != null) {
            headers.put("X-Vault-Token", token);
        }
        if (!namespace.isEmpty()) {
            headers.put("X-Vault-Namespace", namespace);
        }
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        HttpCall call = new HttpCall(method, address.resolve("/v1/" + path), headers, body, CONNECT, ANSWER);
        try (HttpReply reply = client.send(call)) {
            byte[] answer = reply.body(LIMITS.bytes(), ANSWER);
            return new VaultAnswer(reply.status(), answer.length == 0 ? Json.EMPTY_OBJECT : read(answer));
        } catch (IOException e) {
            throw new SecretUnavailable(
                    "Vault at " + place() + " cannot be asked: " + e.getMessage(),
                    "Check secrets.vault.address or VAULT_ADDR, and that Vault runs.",
                    true);
        } catch (IllegalArgumentException e) {
            // A header that cannot be sent: its text would show the token.
            throw new SecretUnavailable(
                    "the token or namespace for Vault has characters that cannot be sent",
                    "Is there a line end within it?",
                    true);
        }
    }

    private static Json read(byte[] answer) throws IOException {
        try {
            Json json = Json.parse(answer, LIMITS);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonException _) {
            // Said below; its text would show what came.
        }
        throw new IOException("it answers with something else than JSON, so it is not Vault that answers");
    }

    private static URI checked(String address) throws SecretUnavailable {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException _) {
            uri = URI.create("");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new SecretUnavailable(
                    "the address of Vault is no URL",
                    "Set secrets.vault.address or VAULT_ADDR, for example to https://vault.example.com:8200.",
                    false);
        }
        if (scheme.equals("http") && !LOOPBACK.contains(uri.getHost())) {
            throw new SecretUnavailable(
                    "Vault at http://" + uri.getHost() + " would be sent its token in the clear",
                    "Use https; http is for Vault on this machine alone.",
                    false);
        }
        return uri;
    }
}
