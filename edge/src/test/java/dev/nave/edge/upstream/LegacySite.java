package dev.nave.edge.upstream;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** A legacy server over HTTP (2025-11-25, basic/transports) and the connection to it, for the tests of both. */
abstract class LegacySite {
    static final String FORMS = "{\"elicitation\":{}}";

    final TestWires wires = new TestWires();
    final FakeSite site = new FakeSite();
    final HeardFeed feed = new HeardFeed();
    final AtomicInteger sessions = new AtomicInteger();
    /** Standing streams, in the order in which they were opened. */
    final BlockingQueue<FakeSite.Stream> standing = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        wires.close();
        site.close();
    }

    final Connection connect() throws Exception {
        return wires.connect(TestWires.with(TestWires.remote(site.url()), Era.LEGACY), feed);
    }

    /** Opens sessions s1, s2, …; the hub's own is the first. Calls are the test's. */
    FakeSite.Script legacy(FakeSite.Script rest) {
        return visit -> {
            switch (visit.name()) {
                case Method.INITIALIZE ->
                    visit.answer(Map.of("Mcp-Session-Id", "s" + sessions.incrementAndGet()), Scripts.INITIALIZED);
                case Method.INITIALIZED, Method.CANCELLED, "DELETE" -> visit.status(202);
                case Method.SET_LEVEL -> visit.answer("{}");
                case "GET" -> {
                    if (visit.http().header("Last-Event-ID").isPresent()) {
                        rest.take(visit);
                    } else {
                        standing.add(visit.stream());
                    }
                }
                default -> rest.take(visit);
            }
        };
    }

    static Request call() {
        return new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"t\"}"));
    }
}
