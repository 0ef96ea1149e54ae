package dev.nave.edge.downstream.legacy;

import dev.nave.edge.downstream.JsonReply;
import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Quota;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP+SSE (2024-11-05, basic/transports): a GET opens a stream whose first event says where to POST; everything else
 * comes back on the stream. To the rest of the door each of them is a pipe.
 */
final class SseWires {
    /** The query parameter that names the stream a POST belongs to. */
    static final String PARAMETER = "session";

    private static final Logger LOG = LoggerFactory.getLogger(SseWires.class);

    /** How long an open stream may be found from another node. */
    private static final Duration LIFE = Duration.ofDays(7);

    private final Surroundings surroundings;
    private final Seals seals;
    private final Optional<String> home;
    private final Quota places;
    private final Map<String, Wire> wires = new ConcurrentHashMap<>();

    /** @param home what this node is called among others; nothing when it serves alone */
    SseWires(Surroundings surroundings, Seals seals, Optional<String> home) {
        this.surroundings = surroundings;
        this.seals = seals;
        this.home = home;
        this.places = new Quota(surroundings.bound(Bound.SESSIONS), surroundings.bound(Bound.SESSIONS_PER_PRINCIPAL));
    }

    /** Opens a stream and stays until it ends. */
    void get(HttpExchange http, Caller caller, Endpoint endpoint) {
        switch (places.take(caller.principal())) {
            case FULL ->
                StreamableHttp.refuse(http, 503, null, "This hub has as many open streams as it may; try again later.");
            case PRINCIPAL_FULL ->
                StreamableHttp.refuse(http, 429, null, "You have as many open streams as you may; close some first.");
            case TAKEN -> {
                try {
                    serve(http, caller, endpoint);
                } finally {
                    places.give(caller.principal());
                }
            }
        }
    }

    /** Takes a message for an open stream. */
    void post(HttpExchange http, Caller caller, Frame frame) {
        Wire wire = wires.get(http.query(PARAMETER).orElse(""));
        if (wire == null || !wire.caller().principal().equals(caller.principal())) {
            StreamableHttp.refuse(http, 404, null, "Expected the address of an open stream: GET one first.");
            return;
        }
        wire.receive(frame);
        JsonReply.accepted(http);
    }

    /** The node where the stream that a POST names is open; nothing when that is here, or nobody knows. */
    Optional<String> home(HttpExchange http, Caller caller) {
        String id = http.query(PARAMETER).orElse("");
        return wires.containsKey(id)
                ? Optional.empty()
                : seals.open(Purpose.WIRE, caller.principal(), id).flatMap(content -> content.string("n"));
    }

    /** Among several nodes it says whose it is; else it is a text nobody can guess. */
    private String id(Caller caller) {
        String id = surroundings.ids().get();
        return home.map(node -> seals.seal(
                        Purpose.WIRE,
                        caller.principal(),
                        LIFE,
                        Json.object().put("n", node).put("k", id).build()))
                .orElse(id);
    }

    /** Ends the streams nothing is in flight on; the others end with their wire. */
    void close() {
        wires.values().stream().filter(wire -> wire.line().isIdle()).forEach(wire -> wire.pipe()
                .close());
    }

    private void serve(HttpExchange http, Caller caller, Endpoint endpoint) {
        String id = id(caller);
        CountDownLatch gone = new CountDownLatch(1);
        http.onGone(gone::countDown);
        try (EventStream stream = http.openStream(Map.of("Cache-Control", "no-cache, no-transform"))) {
            EventPipe pipe = new EventPipe(stream, gone);
            Wire wire = new Wire(caller, pipe, new PipeLine(pipe, caller, endpoint, surroundings));
            wires.put(id, wire);
            try {
                String address = postPath(http.path()) + "?" + PARAMETER + "=" + id;
                stream.send(new SentEvent(null, "endpoint", null, address.getBytes(StandardCharsets.UTF_8)));
                gone.await();
            } finally {
                wires.remove(id);
                wire.line().closed("The client closed its stream.");
            }
        } catch (IOException e) {
            LOG.debug("A client left its stream: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Beside {@code /sse} it is {@code /messages}; where one path serves all, it is that path. */
    private static String postPath(String path) {
        return path.endsWith("/sse") ? path.substring(0, path.length() - "sse".length()) + "messages" : path;
    }

    /** An open stream; its line takes messages from one thread at a time. */
    private record Wire(Caller caller, EventPipe pipe, PipeLine line) {
        void receive(Frame frame) {
            synchronized (line) {
                line.receive(frame);
            }
        }
    }

    /** An event stream as the writing half of a pipe. */
    private record EventPipe(EventStream stream, CountDownLatch gone) implements Pipe {
        @Override
        public void send(byte[] message) throws IOException {
            stream.send(new SentEvent(null, "message", null, message));
        }

        @Override
        public void close() {
            stream.close();
            gone.countDown();
        }
    }
}
