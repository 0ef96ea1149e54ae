package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Client;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;

/** What a client says of itself, in no more bytes than there is room for. */
final class Brevity {
    private static final int LONGEST_NAME = 200;

    private Brevity() {}

    /** The client as it is if that fits, else without what is not needed to serve it. It holds on to no message. */
    static Client within(int bytes, Client client) {
        Json info = client.info();
        Json capabilities = client.capabilities();
        if (info.length() + capabilities.length() > bytes) {
            info = name(info);
        }
        if (info.length() + capabilities.length() > bytes) {
            capabilities = inFewWords(client);
        }
        return new Client(client.revision(), apart(info), apart(capabilities));
    }

    /** The same value in bytes of its own: it would keep the whole message it came in. */
    private static Json apart(Json value) {
        return Json.parse(value.raw());
    }

    private static Json name(Json info) {
        return Json.object()
                .put("name", cut(info.string("name").orElse("")))
                .put("version", cut(info.string("version").orElse("")))
                .build();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }

    private static Json inFewWords(Client client) {
        JsonObject few = Json.object();
        if (client.hasRoots()) {
            few.put("roots", Json.EMPTY_OBJECT);
        }
        if (client.hasSampling()) {
            boolean tools = client.capabilities().at("sampling", "tools").isPresent();
            few.put("sampling", tools ? Json.parse("{\"tools\":{}}") : Json.EMPTY_OBJECT);
        }
        if (client.hasForms() || client.hasUrls()) {
            JsonObject elicitation = Json.object();
            if (client.hasForms()) {
                elicitation.put("form", Json.EMPTY_OBJECT);
            }
            if (client.hasUrls()) {
                elicitation.put("url", Json.EMPTY_OBJECT);
            }
            few.put("elicitation", elicitation.build());
        }
        return few.build();
    }
}
