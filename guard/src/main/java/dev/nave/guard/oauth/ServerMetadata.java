package dev.nave.guard.oauth;

import dev.nave.hub.configuration.Authorization.ClientMethod;
import dev.nave.protocol.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an authorization server says of itself (RFC 8414 §2).
 *
 * @param issuer its name, exactly as it spells it
 * @param authorization where people are sent
 * @param token where tokens are got
 * @param registration where clients register themselves, if it lets them
 * @param revocation where tokens are given back, if it takes them
 * @param methods how clients may show themselves at the token endpoint; none when it does not say
 * @param scopes those it knows of; empty when it does not say
 * @param challengeMethods of PKCE; none when it does not say
 * @param namesItself whether it names itself in its answers (RFC 9207)
 * @param takesDocuments whether a client's id may be the URL of a document
 */
record ServerMetadata(
        String issuer,
        Optional<URI> authorization,
        URI token,
        Optional<URI> registration,
        Optional<URI> revocation,
        Optional<List<String>> methods,
        List<String> scopes,
        Optional<List<String>> challengeMethods,
        boolean namesItself,
        boolean takesDocuments) {

    /** Reads a document whose issuer was compared already. */
    static ServerMetadata read(String issuer, Json document) throws SignInFailure {
        return new ServerMetadata(
                issuer,
                url(document, "authorization_endpoint"),
                url(document, "token_endpoint")
                        .orElseThrow(() -> SignInFailure.lasting(
                                "the authorization server " + issuer + " names no token_endpoint")),
                url(document, "registration_endpoint"),
                url(document, "revocation_endpoint"),
                texts(document, "token_endpoint_auth_methods_supported"),
                texts(document, "scopes_supported").orElse(List.of()),
                texts(document, "code_challenge_methods_supported"),
                document.flag("authorization_response_iss_parameter_supported"),
                document.flag("client_id_metadata_document_supported"));
    }

    /** One of 2025-03-26 that says nothing: its endpoints are where that revision puts them. */
    static ServerMetadata usual(String origin) {
        return new ServerMetadata(
                origin,
                Optional.of(URI.create(origin + "/authorize")),
                URI.create(origin + "/token"),
                Optional.of(URI.create(origin + "/register")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(List.of("S256")),
                false,
                false);
    }

    boolean allows(ClientMethod method) {
        // A server that does not say takes the first of these (RFC 8414 §2).
        return methods.orElse(List.of(ClientMethod.CLIENT_SECRET_BASIC.wireName()))
                .contains(method.wireName());
    }

    /** How a client shows itself here. */
    ClientMethod method(boolean secret) throws SignInFailure {
        if (!secret) {
            return ClientMethod.NONE;
        }
        for (ClientMethod method : List.of(ClientMethod.CLIENT_SECRET_BASIC, ClientMethod.CLIENT_SECRET_POST)) {
            if (allows(method)) {
                return method;
            }
        }
        if (allows(ClientMethod.NONE)) {
            return ClientMethod.NONE;
        }
        throw SignInFailure.lasting("the authorization server " + issuer + " takes clients by "
                + String.join(", ", methods.orElse(List.of())) + " alone, which this client cannot do");
    }

    private static Optional<URI> url(Json document, String member) {
        return document.string(member).flatMap(Urls::read);
    }

    private static Optional<List<String>> texts(Json document, String member) {
        return document.member(member).filter(Json::isArray).map(array -> array.elements().stream()
                .filter(Json::isString)
                .map(Json::text)
                .toList());
    }

    /** Its host, for people. */
    String host() {
        return Urls.read(issuer)
                .map(url -> url.getHost().toLowerCase(Locale.ROOT))
                .orElse(issuer);
    }
}
