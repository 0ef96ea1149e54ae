package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.configuration.Authorization;
import dev.nave.hub.configuration.Authorization.ClientMethod;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds who the hub is at an authorization server: what the operator registered, else the hub's own document where that
 * is taken, else what the hub registers itself as (2026-07-28, basic/authorization/client-registration). A registration is
 * kept for the server that gave it and shown to no other.
 */
final class Clients {
    private static final String NAME = "Nave";

    private final Web web;
    private final SignIns kept;
    private final Optional<URI> document;

    Clients(Web web, SignIns kept, Optional<URI> document) {
        this.web = web;
        this.kept = kept;
        this.document = document;
    }

    /** The client that the operator registered, if he did. */
    static Optional<Client> configured(Authorization settings, Values values, ServerMetadata server)
            throws SignInFailure {
        if (settings.clientId().isEmpty()) {
            return Optional.empty();
        }
        Optional<Secret> secret = settings.clientSecret().map(values::of);
        Optional<Secret> key = settings.privateKey().map(values::of);
        ClientMethod method =
                settings.method().isPresent() ? settings.method().get() : server.method(secret.isPresent());
        return Optional.of(new Client(settings.clientId().get(), secret, key, method, Client.Source.CONFIGURED));
    }

    /**
     * The client for a person's sign-in.
     *
     * @param redirect where the browser comes back
     */
    Client choose(Nearness near, Authorization settings, Values values, ServerMetadata server, URI redirect)
            throws SignInFailure, StoreFailure {
        Optional<Client> configured = configured(settings, values, server);
        if (configured.isPresent()) {
            return configured.get();
        }
        if (server.takesDocuments() && document.isPresent()) {
            return new Client(
                    document.get().toString(),
                    Optional.empty(),
                    Optional.empty(),
                    ClientMethod.NONE,
                    Client.Source.DOCUMENT);
        }
        Optional<Client> registered = kept.client(server.issuer(), redirect);
        if (registered.isPresent()) {
            return registered.get();
        }
        Client fresh = register(near, server, redirect);
        kept.keepClient(server.issuer(), redirect, fresh);
        return fresh;
    }

    private Client register(Nearness near, ServerMetadata server, URI redirect) throws SignInFailure {
        URI endpoint = server.registration()
                .orElseThrow(() -> SignInFailure.lasting("the authorization server " + server.issuer()
                        + " registers no clients by itself: register one there with the redirect URI "
                        + redirect + " and set auth.clientId for the server"));
        Answer answer = web.post(near, endpoint, request(server, redirect));
        if (!answer.isGood()) {
            String said = answer.object()
                    .string("error_description")
                    .or(() -> answer.object().string("error"))
                    .map(text -> ": " + TokenEndpoint.line(text))
                    .orElse("");
            String text = "the authorization server " + server.issuer() + " did not register the hub (HTTP "
                    + answer.status() + ")" + said;
            throw answer.isTrouble() ? SignInFailure.passing(text) : SignInFailure.lasting(text);
        }
        Json given = answer.object();
        String id = given.string("client_id")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> SignInFailure.lasting(
                        "the authorization server " + server.issuer() + " registered the hub without a client_id"));
        Optional<Secret> secret =
                given.string("client_secret").filter(text -> !text.isEmpty()).map(Secret::of);
        Optional<ClientMethod> named =
                given.string("token_endpoint_auth_method").flatMap(Clients::method);
        boolean usable = named.isPresent() && (secret.isPresent() || named.get() == ClientMethod.NONE);
        return new Client(
                id,
                secret,
                Optional.empty(),
                usable ? named.get() : server.method(secret.isPresent()),
                Client.Source.REGISTERED);
    }

    private static Json request(ServerMetadata server, URI redirect) {
        ClientMethod method = server.allows(ClientMethod.NONE)
                ? ClientMethod.NONE
                : server.allows(ClientMethod.CLIENT_SECRET_BASIC)
                        ? ClientMethod.CLIENT_SECRET_BASIC
                        : ClientMethod.CLIENT_SECRET_POST;
        JsonObject json = description(redirect).put("token_endpoint_auth_method", method.wireName());
        // Left out it would mean the web, where nothing may come back to this machine (SEP-837).
        return json.put("application_type", Urls.isThisMachine(redirect) ? "native" : "web")
                .build();
    }

    /** What the hub says of itself, in a registration as in its document. */
    static JsonObject description(URI... redirects) {
        return Json.object()
                .put("client_name", NAME)
                .put(
                        "redirect_uris",
                        Json.array(List.of(redirects).stream()
                                .map(url -> Json.of(url.toString()))
                                .toList()))
                .put("grant_types", Json.array(List.of(Json.of("authorization_code"), Json.of("refresh_token"))))
                .put("response_types", Json.array(List.of(Json.of("code"))));
    }

    private static Optional<ClientMethod> method(String text) {
        try {
            return Optional.of(ClientMethod.valueOf(text.toUpperCase(Locale.ROOT)))
                    .filter(method -> method != ClientMethod.PRIVATE_KEY_JWT);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
