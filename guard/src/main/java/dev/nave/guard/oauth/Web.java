package dev.nave.guard.oauth;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import dev.nave.transport.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks those that a server's documents name, who are strangers: over https, or in the clear on this machine alone; no
 * nearer than the server itself is; within bounds of time and size; without following anyone elsewhere. Safe for many
 * threads.
 */
final class Web implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** No document of these kinds is larger. */
    private static final JsonLimits LIMITS = new JsonLimits(256 << 10, 32, 64 << 10, 1_000);

    private static final int REDIRECTS = 3;
    private static final HttpClientOptions FEW = new HttpClientOptions(8, 64, Duration.ofSeconds(10));

    // Guarded by this: made when first needed.
    private final Map<Nearness, HttpClient> clients = new EnumMap<>(Nearness.class);
    private @Nullable HttpClient thisMachine;

    /** Asks for a document; one that moved within its own origin is followed there. */
    Answer get(Nearness near, URI url) throws SignInFailure {
        URI at = url;
        for (int redirects = 0; ; redirects++) {
            Map<String, String> headers = Map.of("Accept", "application/json");
            try (HttpReply reply = send(near, new HttpCall("GET", at, headers, new byte[0], CONNECT, ANSWER))) {
                Optional<URI> next = reply.status() / 100 == 3
                        ? reply.header("Location").map(URI::create).map(at::resolve)
                        : Optional.empty();
                if (next.isEmpty() || redirects == REDIRECTS || !Urls.sameOrigin(at, next.get())) {
                    return answer(at, reply);
                }
                at = next.get();
            } catch (IOException e) {
                throw unreachable(at, e);
            } catch (IllegalArgumentException e) {
                throw SignInFailure.lasting("'" + Urls.shown(at) + "' redirects to no URL");
            }
        }
    }

    /** Posts a form. */
    Answer post(Nearness near, URI url, Map<String, String> form, Map<String, String> headers) throws SignInFailure {
        return post(
                near,
                url,
                encoded(form).getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded",
                headers);
    }

    /** Posts an object. */
    Answer post(Nearness near, URI url, Json body) throws SignInFailure {
        return post(near, url, body.toBytes(), "application/json", Map.of());
    }

    private Answer post(Nearness near, URI url, byte[] body, String type, Map<String, String> more)
            throws SignInFailure {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(more);
        headers.put("Accept", "application/json");
        headers.put("Content-Type", type);
        try (HttpReply reply = send(near, new HttpCall("POST", url, headers, body, CONNECT, ANSWER))) {
            return answer(url, reply);
        } catch (IOException e) {
            throw unreachable(url, e);
        }
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpReply send(Nearness near, HttpCall call) throws IOException {
        URI url = call.uri();
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw new IOException("a URL with a host and without a user is expected");
        }
        return switch (scheme) {
            case "https" -> client(near).send(call);
            case "http" -> {
                if (near != Nearness.LOOPBACK) {
                    throw new IOException("https is expected");
                }
                yield thisMachine().send(call);
            }
            default -> throw new IOException("https is expected");
        };
    }

    private synchronized HttpClient client(Nearness near) {
        return clients.computeIfAbsent(near, Web::open);
    }

    private static HttpClient open(Nearness near) {
        return new HttpClient(
                new HttpClientOptions(FEW.connectionsPerServer(), FEW.connections(), FEW.idle(), near.rule()));
    }

    private synchronized HttpClient thisMachine() {
        if (thisMachine == null) {
            thisMachine = new HttpClient(new HttpClientOptions(
                    FEW.connectionsPerServer(), FEW.connections(), FEW.idle(), Nearness.thisMachine()));
        }
        return thisMachine;
    }

    private static Answer answer(URI from, HttpReply reply) throws IOException {
        byte[] body = reply.body(LIMITS.bytes(), ANSWER);
        try {
            return new Answer(
                    from, reply.status(), Optional.of(Json.parse(body, LIMITS)).filter(Json::isObject));
        } catch (JsonException _) {
            // Its text would show what came, which may be a token.
            return new Answer(from, reply.status(), Optional.empty());
        }
    }

    private static SignInFailure unreachable(URI url, IOException e) {
        return SignInFailure.passing("'" + Urls.shown(url) + "' cannot be asked: " + e.getMessage());
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::close);
        if (thisMachine != null) {
            thisMachine.close();
        }
    }
}
