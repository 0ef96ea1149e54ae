package dev.nave.edge.downstream.modern;

import dev.nave.hub.Client;
import dev.nave.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/** Compares what a server says it requires of a client with what the client declared. */
final class Requirements {
    private Requirements() {}

    /** Whether the client truly lacks something the server names in {@code data.requiredCapabilities}. */
    static boolean unmet(@Nullable Json data, Client client) {
        Json required = data == null ? null : data.find("requiredCapabilities");
        return required == null || !required.isObject() || !covers(client.capabilities(), required);
    }

    private static boolean covers(Json declared, Json required) {
        for (String name : required.names()) {
            Json mine = declared.find(name);
            Json wanted = required.find(name);
            boolean formByDefault =
                    mine == null && name.equals("form") && !declared.hasMembers(); // elicitation: {} means forms.
            if (!formByDefault && (mine == null || (wanted != null && !covers(mine, wanted)))) {
                return false;
            }
        }
        return true;
    }
}
