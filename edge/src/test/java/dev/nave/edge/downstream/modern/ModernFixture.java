package dev.nave.edge.downstream.modern;

import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.edge.downstream.FakeExchange;
import dev.nave.hub.Caller;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.Frame;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A modern door in front of a fake endpoint, and a client that knocks. */
final class ModernFixture {
    static final Caller ALICE = new Caller("key:alice", java.util.Set.of());
    static final Caller BOB = new Caller("key:bob", java.util.Set.of());

    final FakeEndpoint endpoint;
    final ModernDoor door;
    final Conversations conversations;

    ModernFixture(FakeEndpoint endpoint) {
        this(endpoint, Bounds.defaults());
    }

    ModernFixture(FakeEndpoint endpoint, Bounds bounds) {
        this.endpoint = endpoint;
        Waits waits = Waits.defaults().with(Wait.ANSWER, Duration.ofMinutes(5));
        this.conversations = new Conversations(
                new Conversations.Settings("here", waits, bounds, Duration.ofMillis(60), Duration.ofMinutes(1)),
                new Seals(List.of(), new SecureRandom(), Time.SYSTEM),
                new JsonSchema(),
                () -> UUID.randomUUID().toString(),
                Time.SYSTEM);
        this.door = new ModernDoor(conversations, bounds);
    }

    static Bounds bounds(Bound bound, long value) {
        return Bounds.defaults().with(bound, value);
    }

    /** A request in order, headers and all, not sent yet. */
    static FakeExchange request(String method, String params) {
        return request(method, params, "{}");
    }

    static FakeExchange request(String method, String params, String capabilities) {
        return request(method, params, capabilities, "{}");
    }

    /** As above, with further members of {@code _meta}. */
    static FakeExchange request(String method, String params, String capabilities, String more) {
        Json given = Json.parse(params);
        Json meta = Json.object()
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .put("io.modelcontextprotocol/clientCapabilities", Json.parse(capabilities))
                .putAll(Json.parse(more))
                .build();
        JsonObject edit = given.edit();
        if (given.find("_meta") == null) {
            edit.put("_meta", meta);
        }
        FakeExchange http = new FakeExchange(
                "POST",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":"
                        + edit.build().raw() + "}");
        http.with("MCP-Protocol-Version", "2026-07-28").with("Mcp-Method", method);
        given.string("name").ifPresent(name -> http.with("Mcp-Name", name));
        given.string("uri").ifPresent(uri -> http.with("Mcp-Name", uri));
        return http;
    }

    /** Sends it and waits for the answer. */
    FakeExchange send(FakeExchange http) {
        return send(http, ALICE);
    }

    FakeExchange send(FakeExchange http, Caller caller) {
        begin(http, caller);
        return http.awaitEnd();
    }

    /** Sends it on a thread of its own. */
    Thread begin(FakeExchange http, Caller caller) {
        Frame frame = Frame.read(http.body(), JsonLimits.DEFAULT);
        return Thread.ofVirtual().start(() -> door.post(http, caller, endpoint, frame));
    }

    static Json lastEvent(FakeExchange http) {
        return http.events().getLast();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
