package dev.nave.guard.oauth;

import dev.nave.hub.configuration.Authorization.ClientMethod;
import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * Who the hub is at an authorization server.
 *
 * @param secret its secret, if it has one
 * @param key its private key in PEM, if it has one
 * @param method how it shows itself
 * @param source where it comes from
 */
record Client(String id, Optional<Secret> secret, Optional<Secret> key, ClientMethod method, Source source) {

    /** Where a client comes from. */
    enum Source {
        /** The operator registered it. */
        CONFIGURED,
        /** Its id is the URL of a document. */
        DOCUMENT,
        /** It registered itself. */
        REGISTERED
    }

    /** As it is kept. What the operator configured is not, but for its name. */
    Json toJson() {
        JsonObject json = Json.object()
                .put("id", id)
                .put("method", method.wireName())
                .put("source", source.name().toLowerCase(Locale.ROOT));
        if (source == Source.REGISTERED) {
            secret.ifPresent(text -> json.put("secret", text.reveal()));
        }
        return json.build();
    }

    static Client of(Json json) {
        return new Client(
                json.string("id").orElse(""),
                json.string("secret").map(Secret::of),
                Optional.empty(),
                ClientMethod.valueOf(json.string("method").orElse("none").toUpperCase(Locale.ROOT)),
                Source.valueOf(json.string("source").orElse("registered").toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return "Client[" + id + ", " + method.wireName() + "]";
    }
}
