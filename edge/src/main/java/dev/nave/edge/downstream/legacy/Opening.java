package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.util.Optional;

/** The handshake ({@code initialize}; 2025-11-25, basic/lifecycle). */
final class Opening {
    /** A session holds on to what its client said of itself. */
    private static final int MOST_BYTES = 16_000;

    private Opening() {}

    /** The client as it introduces itself; nothing when it names no revision. */
    static Optional<Client> client(Message.Request initialize) {
        Json params = initialize.params();
        return params.string("protocolVersion")
                .map(asked -> new Client(negotiated(asked), object(params, "clientInfo"), declared(params)))
                .map(client -> Brevity.within(MOST_BYTES, client));
    }

    /** Answers how the endpoint introduces itself to this client. */
    static Message.Result welcome(Message.Request initialize, Client client, Endpoint endpoint, Caller caller) {
        Endpoint.Description description = endpoint.describe(caller);
        Projection projection = Projection.to(client.revision());
        JsonObject result = Json.object()
                .put("protocolVersion", client.revision().wireName())
                .put("capabilities", projection.serverCapabilities(description.capabilities()))
                .put("serverInfo", projection.information(description.serverInfo()));
        description.instructions().ifPresent(text -> result.put("instructions", text));
        return new Message.Result(initialize.id(), result.build());
    }

    static Message.Failure refusal(Message.Request initialize) {
        return new Message.Failure(
                initialize.id(),
                ErrorCode.INVALID_PARAMS,
                "Expected \"protocolVersion\" in the params of initialize, such as \""
                        + Revision.NEWEST_LEGACY.wireName() + "\".",
                null);
    }

    /** The revision asked for when it has a handshake, else the newest one that has. */
    private static Revision negotiated(String asked) {
        return Revision.of(asked).filter(revision -> !revision.isModern()).orElse(Revision.NEWEST_LEGACY);
    }

    /** The extension of tasks is of 2026-07-28: an older client that names it could do nothing with such a task. */
    private static Json declared(Json params) {
        Json capabilities = object(params, "capabilities");
        Json extensions = capabilities.find("extensions");
        return extensions == null || extensions.find(MetaKey.TASKS_EXTENSION) == null
                ? capabilities
                : capabilities
                        .edit()
                        .put(
                                "extensions",
                                extensions
                                        .edit()
                                        .remove(MetaKey.TASKS_EXTENSION)
                                        .build())
                        .build();
    }

    private static Json object(Json params, String name) {
        return params.member(name).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }
}
