package dev.nave.edge.replica;

import dev.nave.edge.conversation.Party;
import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Request;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a modern client came back with, on its way from one node to another. */
record Errand(Caller caller, Party party, Request request, Request.Retry retry) {
    static final String PATH = "/replica/1/visit";

    byte[] toBytes() {
        JsonObject client = Json.object()
                .put("revision", party.client().revision().wireName())
                .put("info", party.client().info())
                .put("capabilities", party.client().capabilities())
                .putIfPresent("level", party.level().map(level -> Json.of(level.wireName())))
                .put("progress", party.wantsProgress())
                .put("hops", texts(party.hops()));
        return Json.object()
                .put("caller", caller(caller))
                .put("client", client.build())
                .put("method", request.method())
                .put("params", request.params())
                .put("responses", retry.responses())
                .put("state", retry.state())
                .build()
                .toBytes();
    }

    static Optional<Errand> read(byte[] body) {
        return parse(body).flatMap(json -> {
            Json client = json.member("client").orElse(Json.EMPTY_OBJECT);
            Optional<Caller> caller = json.member("caller").flatMap(Errand::caller);
            Optional<Revision> revision = client.string("revision").flatMap(Revision::of);
            Optional<Json> params = json.member("params").filter(Json::isObject);
            Optional<String> method = json.string("method");
            Optional<Json> state = json.member("state").filter(Json::isString);
            if (caller.isEmpty() || revision.isEmpty() || params.isEmpty() || method.isEmpty() || state.isEmpty()) {
                return Optional.empty();
            }
            Party party = new Party(
                    new Client(
                            revision.get(),
                            client.member("info").orElse(Json.EMPTY_OBJECT),
                            client.member("capabilities").orElse(Json.EMPTY_OBJECT)),
                    client.string("level").flatMap(LogLevel::of),
                    client.flag("progress"),
                    client.member("hops").map(Errand::texts).orElse(List.of()));
            Request.Retry retry = new Request.Retry(json.member("responses").orElse(Json.EMPTY_OBJECT), state.get());
            return Optional.of(new Errand(caller.get(), party, new Request(method.get(), params.get(), retry), retry));
        });
    }

    static Json caller(Caller caller) {
        return Json.object()
                .put("principal", caller.principal())
                .put("roles", texts(List.copyOf(caller.roles())))
                .build();
    }

    static Optional<Caller> caller(Json json) {
        return json.string("principal")
                .map(principal -> new Caller(
                        principal,
                        Set.copyOf(json.member("roles").map(Errand::texts).orElse(List.of()))));
    }

    /** What another node wrote, whatever its size: the listener bounds it. */
    static Optional<Json> parse(byte[] body) {
        try {
            return Optional.of(Json.parse(body, limits(body))).filter(Json::isObject);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** Whatever it is, it was within its bounds where it came from. */
    static JsonLimits limits(byte[] body) {
        int size = Math.max(1, body.length);
        return new JsonLimits(size, 1_000, size, size);
    }

    private static Json texts(List<String> texts) {
        return Json.array(texts.stream().map(Json::of).toList());
    }

    private static List<String> texts(Json array) {
        return array.elements().stream().filter(Json::isString).map(Json::text).toList();
    }
}
