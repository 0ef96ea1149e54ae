package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Request;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.Message;
import java.util.List;

/** What a client sent, in the hub's own form. */
final class Requests {
    /** Members that mean nothing on this side: rounds are modern, and what is to be a task goes another way. */
    private static final List<String> FOREIGN = List.of("inputResponses", "requestState", "task");

    private Requests() {}

    /** The request without what belongs to this hop; as spelled where there is none of it. */
    static Request of(Message.Request request) {
        Json params = request.params();
        JsonObject edit = params.edit();
        for (String name : FOREIGN) {
            if (params.find(name) != null) {
                edit.remove(name);
            }
        }
        Json meta = params.find("_meta");
        if (meta != null) {
            Json rest = MetaKey.ofAllHops(meta);
            if (!meta.equals(rest)) {
                edit.put("_meta", rest);
            }
        }
        return new Request(request.method(), edit.build());
    }
}
