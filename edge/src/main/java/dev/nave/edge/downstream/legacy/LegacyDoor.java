package dev.nave.edge.downstream.legacy;

import dev.nave.edge.downstream.Door;
import dev.nave.edge.downstream.Line;
import dev.nave.edge.downstream.Relay;
import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.pipe.Pipe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The door for clients that open with {@code initialize}. Streamable HTTP with sessions, pipes with one session each, and
 * HTTP+SSE where a GET names no session. Safe for many threads; one virtual thread of its own ends what is idle.
 */
public final class LegacyDoor implements Door {
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(100);
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(15);

    private final Surroundings surroundings;
    private final Sessions sessions;
    private final StreamableHttp http;
    private final SseWires wires;
    private final Homes homes;
    private final Thread sweeper;

    /**
     * Opens the door and starts its sweeper.
     *
     * @param seals makes the ids of sessions; with keys that outlive this hub, its sessions do too
     * @param ids makes texts nobody can guess, of letters and digits: 128 bits each
     */
    public LegacyDoor(Waits waits, Bounds bounds, Seals seals, Time time, Supplier<String> ids) {
        this(waits, bounds, seals, time, ids, Relay.NONE);
    }

    /** As above, beside other nodes that share the keys of {@code seals}. */
    public LegacyDoor(Waits waits, Bounds bounds, Seals seals, Time time, Supplier<String> ids, Relay relay) {
        this(Surroundings.of(waits, bounds, time, ids, SILENCE), seals, relay);
    }

    LegacyDoor(Surroundings surroundings, Seals seals) {
        this(surroundings, seals, Relay.NONE);
    }

    private LegacyDoor(Surroundings surroundings, Seals seals, Relay relay) {
        this.surroundings = surroundings;
        this.sessions = new Sessions(new SessionIds(seals, relay.self(), surroundings.time()), surroundings);
        this.http = new StreamableHttp(sessions, surroundings);
        this.wires = new SseWires(surroundings, seals, relay.self());
        this.homes = new Homes(relay, sessions, wires);
        this.sweeper = Thread.ofVirtual().name("legacy-sweeper").start(this::sweep);
    }

    @Override
    public void post(HttpExchange exchange, Caller caller, Endpoint endpoint, Frame frame) {
        if (exchange.query(SseWires.PARAMETER).isPresent() && !namesSession(exchange)) {
            if (!homes.passWire(exchange, caller, frame)) {
                wires.post(exchange, caller, frame);
            }
        } else if (!homes.passSession(exchange, caller, Optional.of(frame))) {
            http.post(exchange, caller, endpoint, frame);
        }
    }

    @Override
    public void other(HttpExchange exchange, Caller caller, Endpoint endpoint) {
        if (homes.passSession(exchange, caller, Optional.empty())) {
            return;
        }
        switch (exchange.method()) {
            case "GET" -> {
                if (!namesSession(exchange) && StreamableHttp.accepts(exchange, "text/event-stream")) {
                    wires.get(exchange, caller, endpoint);
                } else {
                    http.get(exchange, caller, endpoint);
                }
            }
            case "DELETE" -> http.delete(exchange, caller, endpoint);
            default -> exchange.respond(405, Map.of("Allow", "GET, POST, DELETE"), new byte[0]);
        }
    }

    @Override
    public Line open(Pipe pipe, Caller caller, Endpoint endpoint) {
        return new PipeLine(pipe, caller, endpoint, surroundings);
    }

    @Override
    public void close() {
        sweeper.interrupt();
        sessions.endListening();
        wires.close();
    }

    /** How many sessions of Streamable HTTP are open. */
    public int openSessions() {
        return sessions.count();
    }

    private void sweep() {
        Duration quarter = surroundings.wait(Wait.SESSION).dividedBy(4);
        Duration pause = quarter.compareTo(LONGEST_SWEEP) > 0 ? LONGEST_SWEEP : quarter;
        try {
            while (true) {
                Thread.sleep(pause.compareTo(SHORTEST_SWEEP) < 0 ? SHORTEST_SWEEP : pause);
                sessions.sweep();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean namesSession(HttpExchange exchange) {
        return exchange.header(StreamableHttp.SESSION_HEADER).isPresent();
    }
}
