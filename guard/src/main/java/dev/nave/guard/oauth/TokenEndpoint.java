package dev.nave.guard.oauth;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.Authorization.ClientMethod;
import dev.nave.hub.secret.Mask;
import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Gets tokens of authorization servers (RFC 6749 §3.2, RFC 8707). Safe for many threads. */
final class TokenEndpoint {
    private static final long LONGEST_LIFE = Duration.ofDays(3650).toSeconds();
    private static final int LONGEST_TEXT = 200;
    /** What of a form nobody else may see. */
    private static final List<String> SECRETS =
            List.of("code", "code_verifier", "refresh_token", "client_secret", "client_assertion");

    private final Web web;
    private final Unguessable ids;
    private final Time time;

    TokenEndpoint(Web web, Unguessable ids, Time time) {
        this.web = web;
        this.ids = ids;
        this.time = time;
    }

    /**
     * Whom to ask, as whom, for what.
     *
     * @param near how near the server is that the tokens are for
     * @param resource that server as a resource
     */
    record Place(Nearness near, String issuer, URI url, Client client, String resource) {}

    /** The tokens for the code that a browser brought back. */
    Tokens redeem(Place place, String code, String verifier, URI redirect) throws SignInFailure {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect.toString());
        form.put("code_verifier", verifier);
        return ask(place, form, Optional.empty());
    }

    /** The next tokens; one that is not given anew goes on to be used. */
    Tokens refresh(Place place, Secret refresh) throws SignInFailure {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refresh.reveal());
        return ask(place, form, Optional.of(refresh));
    }

    /** Tokens for the hub itself. */
    Tokens own(Place place, List<String> scopes) throws SignInFailure {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!scopes.isEmpty()) {
            form.put("scope", Scopes.write(scopes));
        }
        return ask(place, form, Optional.empty());
    }

    /** Gives a token back, if somebody takes it (RFC 7009); what comes of it changes nothing. */
    void revoke(Place place, URI revocation, Secret token) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", token.reveal());
        try {
            Place there = new Place(place.near, place.issuer, revocation, place.client, place.resource);
            web.post(place.near, revocation, form, shown(there, form));
        } catch (SignInFailure _) {
            // It ends by itself.
        }
    }

    private Tokens ask(Place place, Map<String, String> form, Optional<Secret> before) throws SignInFailure {
        form.put("resource", place.resource);
        Map<String, String> headers = shown(place, form);
        Answer answer = web.post(place.near, place.url, form, headers);
        Json given = answer.object();
        if (!answer.isGood()) {
            throw refusal(place, answer, form, headers);
        }
        String type = given.string("token_type").orElse("");
        String access = given.string("access_token").orElse("");
        if (!type.equalsIgnoreCase("Bearer") || !access.matches("[\\x21-\\x7e]+")) {
            throw SignInFailure.lasting("the authorization server " + place.issuer + " gave no token of the type Bearer"
                    + (type.isEmpty() ? "" : ", but one of the type '" + line(type) + "'"));
        }
        Instant now = time.now();
        OptionalLong life = given.member("expires_in").map(Json::asLong).orElse(OptionalLong.empty());
        return new Tokens(
                Secret.of(access),
                given.string("refresh_token")
                        .filter(text -> !text.isEmpty())
                        .map(Secret::of)
                        .or(() -> before),
                now,
                life.isPresent()
                        ? Optional.of(now.plusSeconds(Math.clamp(life.getAsLong(), 0, LONGEST_LIFE)))
                        : Optional.empty(),
                given.string("scope").map(Scopes::read));
    }

    /** How the client shows itself: adds to the form, or answers headers. */
    private Map<String, String> shown(Place place, Map<String, String> form) throws SignInFailure {
        Client client = place.client;
        switch (client.method()) {
            case NONE -> form.put("client_id", client.id());
            case CLIENT_SECRET_POST -> {
                form.put("client_id", client.id());
                form.put("client_secret", secret(client));
            }
            case CLIENT_SECRET_BASIC -> {
                // Both are encoded as in a form before they are put together (RFC 6749 §2.3.1).
                String pair = Web.encoded(client.id()) + ":" + Web.encoded(secret(client));
                String value = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                return Map.of("Authorization", "Basic " + value);
            }
            case PRIVATE_KEY_JWT -> {
                Secret key = client.key()
                        .orElseThrow(() -> SignInFailure.lasting(
                                "the client has no private key: set auth.privateKey for the server"));
                form.put("client_id", client.id());
                form.put("client_assertion_type", ClientAssertion.TYPE);
                form.put(
                        "client_assertion",
                        ClientAssertion.sign(client.id(), key, place.issuer, time.now(), ids.next()));
            }
        }
        return Map.of();
    }

    private static String secret(Client client) throws SignInFailure {
        return client.secret()
                .map(Secret::reveal)
                .orElseThrow(() -> SignInFailure.lasting("the client '" + client.id()
                        + "' has no secret, which the authorization server wants ("
                        + ClientMethod.CLIENT_SECRET_BASIC.wireName() + "): set auth.clientSecret for the server"));
    }

    private static SignInFailure refusal(
            Place place, Answer answer, Map<String, String> form, Map<String, String> headers) {
        // Some repeat what they were sent.
        Mask sent = new Mask(Stream.concat(
                        SECRETS.stream().map(form::get).filter(Objects::nonNull),
                        headers.values().stream().map(value -> value.substring(value.indexOf(' ') + 1)))
                .map(Secret::of)
                .toList());
        Optional<String> code = answer.object().string("error").map(sent::over).map(TokenEndpoint::line);
        String said = answer.object()
                .string("error_description")
                .map(sent::over)
                .map(text -> ": " + line(text))
                .orElse("");
        String text = "the authorization server " + place.issuer + " gave no token (HTTP " + answer.status()
                + code.map(error -> ", " + error).orElse("") + ")" + said;
        boolean later = answer.isTrouble()
                || code.filter("temporarily_unavailable"::equals).isPresent();
        return later || answer.status() / 100 == 2
                ? SignInFailure.passing(text)
                : SignInFailure.refused(code.orElse(""), text);
    }

    /** A stranger's words on one line, not at any length. */
    static String line(String text) {
        String one = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return one.length() > LONGEST_TEXT ? one.substring(0, LONGEST_TEXT) + "…" : one;
    }
}
