package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Caller;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** A door with clients that speak to it over HTTP in memory. */
final class LegacyFixture implements AutoCloseable {
    static final Caller ALICE = new Caller("key:alice", Set.of());
    static final Caller BOB = new Caller("key:bob", Set.of());

    final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private final SecureRandom random = new SecureRandom();
    private final Seals seals = new Seals(List.of(), random, Time.SYSTEM);
    private final Duration silence;
    private final Waits waits;
    private final Bounds bounds;
    private LegacyDoor door;

    LegacyFixture() {
        this(Waits.defaults(), Bounds.defaults());
    }

    LegacyFixture(Waits waits, Bounds bounds) {
        this(waits, bounds, Duration.ofMinutes(1));
    }

    /** @param silence long, so that a slow machine makes no streams of short calls */
    LegacyFixture(Waits waits, Bounds bounds, Duration silence) {
        this.silence = silence;
        this.waits = waits;
        this.bounds = bounds;
        this.door = open();
    }

    LegacyDoor door() {
        return door;
    }

    /** The hub starts anew, with the keys it had. */
    void restart() {
        door.close();
        door = open();
    }

    private LegacyDoor open() {
        Surroundings surroundings = Surroundings.of(waits, bounds, Time.SYSTEM, this::newId, silence);
        return new LegacyDoor(surroundings, seals);
    }

    private String newId() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** Opens a session; its id. */
    String session(Revision revision, String capabilities) {
        return initialize(ALICE, revision.wireName(), capabilities).answerHeader(StreamableHttp.SESSION_HEADER);
    }

    FakeHttp initialize(Caller caller, String version, String capabilities) {
        return post(
                caller,
                new FakeHttp(
                        "POST",
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                                + version + "\",\"capabilities\":" + capabilities
                                + ",\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}"));
    }

    /** Posts a body in a session of Alice. */
    FakeHttp post(String session, String body) {
        return post(ALICE, new FakeHttp("POST", "/mcp", body).with(StreamableHttp.SESSION_HEADER, session));
    }

    /** Posts a request in a session of Alice. */
    FakeHttp request(String session, String id, String method, String params) {
        return post(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    FakeHttp call(String session, String params) {
        return request(session, "1", "tools/call", params);
    }

    FakeHttp notification(String session, String method, String params) {
        return post(session, "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Answers a question the hub asked. */
    FakeHttp respond(String session, Json question, String result) {
        Json id = question.member("id").orElseThrow();
        return post(session, "{\"jsonrpc\":\"2.0\",\"id\":" + id.raw() + ",\"result\":" + result + "}");
    }

    FakeHttp get(String session) {
        return other(ALICE, new FakeHttp("GET", "/mcp", "").with(StreamableHttp.SESSION_HEADER, session));
    }

    FakeHttp resume(String session, String lastEventId) {
        return other(
                ALICE,
                new FakeHttp("GET", "/mcp", "")
                        .with(StreamableHttp.SESSION_HEADER, session)
                        .with("Last-Event-ID", lastEventId));
    }

    FakeHttp post(Caller caller, FakeHttp http) {
        Frame frame = Frame.read(http.body(), JsonLimits.DEFAULT);
        Thread.ofVirtual().start(() -> door.post(http, caller, endpoint, frame));
        return http;
    }

    FakeHttp other(Caller caller, FakeHttp http) {
        Thread.ofVirtual().start(() -> door.other(http, caller, endpoint));
        return http;
    }

    static Frame frame(String text) {
        return Frame.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }

    @Override
    public void close() {
        door.close();
    }
}
