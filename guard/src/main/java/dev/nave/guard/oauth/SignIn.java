package dev.nave.guard.oauth;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A sign-in that was done.
 *
 * @param holder whose it is; none for the operator's, which all share
 * @param server the configured URL it was done for
 * @param resource the server as a resource
 * @param issuer who gave the tokens, and the only one who is ever shown them
 * @param token where the next ones are got
 * @param revocation where they are given back, if anywhere
 * @param client who the hub is there
 * @param asked the scopes that were asked for
 */
record SignIn(
        Optional<String> holder,
        URI server,
        String resource,
        String issuer,
        URI token,
        Optional<URI> revocation,
        Client client,
        List<String> asked,
        Tokens tokens) {
    SignIn {
        asked = List.copyOf(asked);
    }

    SignIn with(Tokens next) {
        return new SignIn(holder, server, resource, issuer, token, revocation, client, asked, next);
    }

    Json toJson() {
        JsonObject json = Json.object()
                .put("server", server.toString())
                .put("resource", resource)
                .put("issuer", issuer)
                .put("token", token.toString())
                .put("client", client.toJson())
                .put("asked", Scopes.write(asked))
                .put("tokens", tokens.toJson());
        holder.ifPresent(principal -> json.put("holder", principal));
        revocation.ifPresent(url -> json.put("revocation", url.toString()));
        return json.build();
    }

    /** Nothing when it was kept by something that means something else. */
    static Optional<SignIn> of(Json json) {
        Optional<URI> server = json.string("server").flatMap(Urls::read);
        Optional<URI> token = json.string("token").flatMap(Urls::read);
        if (server.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SignIn(
                json.string("holder"),
                server.get(),
                json.string("resource").orElse(""),
                json.string("issuer").orElse(""),
                token.get(),
                json.string("revocation").flatMap(Urls::read),
                Client.of(json.member("client").orElse(Json.EMPTY_OBJECT)),
                Scopes.read(json.string("asked").orElse("")),
                Tokens.of(json.member("tokens").orElse(Json.EMPTY_OBJECT))));
    }
}
