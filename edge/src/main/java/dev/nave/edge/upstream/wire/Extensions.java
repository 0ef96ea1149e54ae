package dev.nave.edge.upstream.wire;

import dev.nave.hub.Client;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;

/** The extensions that a client and a server have in common. */
public final class Extensions {
    private Extensions() {}

    /**
     * Whether they share one whose messages the hub passes on as they are. Tasks are none: the hub speaks of them itself.
     *
     * @param server the capabilities it declared
     */
    public static boolean areShared(Json server, Client client) {
        return server.member("extensions").filter(Json::isObject).stream()
                .flatMap(extensions -> extensions.names().stream())
                .anyMatch(name -> !name.equals(MetaKey.TASKS_EXTENSION) && client.hasExtension(name));
    }
}
