package dev.nave.hub.configuration;

import dev.nave.hub.secret.Template;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the hub is let in by a server that asks for OAuth (2026-07-28, basic/authorization).
 *
 * @param grant {@link Grant#AUTHORIZATION_CODE} by default
 * @param clientId the client that was registered for this hub at the authorization server, by hand; none by default
 * @param clientSecret its secret; none by default
 * @param privateKey its private key as PKCS #8 in PEM, for {@code private_key_jwt}; none by default
 * @param method how it shows itself at the token endpoint; by default as the authorization server says
 * @param issuer the authorization server it is registered at, which must be one of those the server names; any by default
 * @param scopes what to ask for in place of what the server says; empty by default
 * @param credentials whose sign-in calls take; {@link Sharing#SHARED} by default
 */
public record Authorization(
        Grant grant,
        Optional<String> clientId,
        Optional<Template> clientSecret,
        Optional<Template> privateKey,
        Optional<ClientMethod> method,
        Optional<String> issuer,
        List<String> scopes,
        Sharing credentials) {
    public Authorization {
        scopes = List.copyOf(scopes);
    }

    public static Authorization defaults() {
        return new Authorization(
                Grant.AUTHORIZATION_CODE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Sharing.SHARED);
    }

    /** The texts that may hold secrets. */
    public List<Template> secrets() {
        return Stream.concat(clientSecret.stream(), privateKey.stream()).toList();
    }

    /** How a token is got. */
    public enum Grant {
        /** A person signs in. */
        AUTHORIZATION_CODE,
        /** The hub signs in as itself. */
        CLIENT_CREDENTIALS,
        /** Not at all: a refusal is an answer like any other. */
        NONE
    }

    /** How a client shows itself at the token endpoint (RFC 6749 §2.3, RFC 7523 §2.2). */
    public enum ClientMethod {
        NONE,
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST,
        PRIVATE_KEY_JWT;

        /** As OAuth spells it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whose sign-in the calls of a caller take. */
    public enum Sharing {
        /** The caller's own if there is one, else the operator's. */
        SHARED,
        /** The caller's own alone; the operator's is for what the hub itself asks, its lists. */
        PER_PRINCIPAL
    }
}
