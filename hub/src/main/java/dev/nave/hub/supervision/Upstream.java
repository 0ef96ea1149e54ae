package dev.nave.hub.supervision;

import dev.nave.hub.Connector;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One configured server, kept reachable by a virtual thread of its own. Calls wait until it is ready, within stated
 * waits; those that may be repeated are repeated once when the way to the server was lost under them. Safe for use by
 * many threads.
 */
public final class Upstream implements Server, AutoCloseable {
    /** Between a lost call and its repetition, unless the loss of the whole connection is known before. */
    private static final Duration BREATH = Duration.ofMillis(250);

    private final ServerSettings settings;
    private final Standing standing;
    private final Supervisor supervisor;
    private final Repeats repeats;
    private final Time time;

    /**
     * @param listener told of what the server does and says, on threads of the connection
     * @param tools the entry of a tool by the server's own name, as far as it is known: for what it says of repeating it
     */
    public Upstream(
            ServerSettings settings,
            Connector connector,
            Listener listener,
            Function<String, Optional<Json>> tools,
            Time time,
            RandomGenerator random) {
        this.settings = settings;
        this.time = time;
        this.standing = new Standing(settings, listener, time);
        this.supervisor =
                new Supervisor(settings, connector, listener, standing, new Backoff(settings.waits(), random), time);
        this.repeats = new Repeats(settings, tools);
    }

    /** Begins to connect, and returns. Once. */
    public void start() {
        supervisor.start();
    }

    public State state() {
        return standing.state();
    }

    /** The connection, if there is one right now. */
    public Optional<Connection> connection() {
        return Optional.ofNullable(standing.connection());
    }

    /** How the server introduced itself last; none when it never has. */
    public Optional<Opening> opening() {
        return standing.opening();
    }

    /** Waits until the server is ready, or has failed once, or the deadline has passed. */
    public void awaitSettled(Deadline deadline) {
        standing.awaitSettled(deadline);
    }

    /** Waits for the server as a call would; answers what such a call would be told when it does not come. */
    public Optional<Reply> awaitReady(Exchange exchange) {
        return switch (standing.await(exchange)) {
            case Standing.Awaited.Unavailable(Reply reply) -> Optional.of(reply);
            case Standing.Awaited.There ignored -> Optional.empty();
        };
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        long started = time.nanos();
        return switch (standing.await(exchange)) {
            case Standing.Awaited.Unavailable(Reply reply) -> reply;
            case Standing.Awaited.There(Connection connection) ->
                judge(connection.serve(request, exchange), request, exchange, connection, started);
        };
    }

    private Reply judge(Reply reply, Request request, Exchange exchange, Connection used, long started) {
        if (!(reply instanceof Reply.Failed(var failure, Reply.Ran ran)) || ran == Reply.Ran.ANSWERED) {
            return reply;
        }
        boolean allowed = ran == Reply.Ran.SURELY_NOT || repeats.isSafe(request);
        if (!allowed) {
            return unknownOutcome(failure.message());
        }
        if (exchange.cancellation().isCancelled() || exchange.deadline().hasPassed() || wasLong(started)) {
            return reply;
        }
        standing.awaitLoss(used, BREATH);
        return switch (standing.await(exchange)) {
            case Standing.Awaited.Unavailable(Reply unavailable) -> unavailable;
            case Standing.Awaited.There(Connection connection) -> connection.serve(request, exchange);
        };
    }

    /** Whether the first try used up so much patience that a second one would double what the client waits. */
    private boolean wasLong(long started) {
        Duration spent = Duration.ofNanos(time.nanos() - started);
        return spent.multipliedBy(2).compareTo(settings.waits().get(Wait.CALL)) > 0;
    }

    private Reply unknownOutcome(String reason) {
        return Reply.lost(
                Reply.Ran.PERHAPS,
                "Server '" + settings.name() + "' was lost during the call, so it is not known whether the call took"
                        + " effect; it was not repeated. Look before you call again. (" + reason + ")");
    }

    /** Ends the server and waits until it has ended, within the waits of its connection. Idempotent. */
    @Override
    public void close() {
        supervisor.close();
    }

    @Override
    public String toString() {
        return settings.name();
    }

    /** Is told what becomes of a server and what it says outside calls. Must return soon. */
    public interface Listener {
        /** The state changed; calls come in order. */
        void stateChanged(State state);

        /** A connection is there, the first one or again; lists and watches of an earlier one are void. */
        void connected(Connection connection);

        void listChanged(ListKind kind);

        /** See {@link Connector.Feed#resourceUpdated}. */
        void resourceUpdated(String uri, Json params);

        /** See {@link Connector.Feed#taskChanged}. */
        default void taskChanged(String id, Optional<Json> state) {}

        /** See {@link Connector.Feed#said}. */
        void said(Optional<String> principal, Optional<String> session, String method, Json params);
    }
}
