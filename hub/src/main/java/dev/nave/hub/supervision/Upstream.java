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
import dev.nave.protocol.Method;
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
    private final Function<String, Optional<Json>> tools;
    private final Time time;

    /**
     * @param known how the server introduced itself last, if that is known
     * @param asleep whether its first call starts it
     * @param listener told of what the server does and says, on threads of the connection
     * @param tools the entry of a tool by the server's own name, as far as it is known: for what it says of repeating it
     */
    public Upstream(
            ServerSettings settings,
            Optional<Opening> known,
            boolean asleep,
            Connector connector,
            Listener listener,
            Function<String, Optional<Json>> tools,
            Time time,
            RandomGenerator random) {
        this.settings = settings;
        this.time = time;
        this.tools = tools;
        this.standing = new Standing(settings, known, listener, time);
        this.supervisor = new Supervisor(
                settings, connector, listener, standing, new Backoff(settings.waits(), random), asleep, time);
    }

    /** Begins to connect, and returns. Once. */
    public void start() {
        supervisor.start();
    }

    /** Starts it anew, whatever it is doing, and forgets that it failed. Calls in flight may end first. */
    public void restart() {
        supervisor.renew();
    }

    /** Starts it anew if it has failed, or ended, for good. Answers whether it had. */
    public boolean retry() {
        boolean over =
                switch (standing.state()) {
                    case State.Failed ignored -> true;
                    case State.Stopped ignored -> true;
                    case State.Disabled ignored -> false;
                    case State.Idle ignored -> false;
                    case State.Starting ignored -> false;
                    case State.Ready ignored -> false;
                    case State.Degraded ignored -> false;
                    case State.BackingOff ignored -> false;
                    case State.Stopping ignored -> false;
                };
        if (over) {
            supervisor.renew();
        }
        return over;
    }

    /** Starts an idle server: somebody waits to be told of what only a running one can tell. */
    public void wake() {
        if (standing.state() instanceof State.Idle) {
            supervisor.wake();
        }
    }

    /** How often it was tried anew by itself after it had failed. */
    public int retried() {
        return supervisor.retried();
    }

    public State state() {
        return standing.state();
    }

    /** The connection, if there is one right now. */
    public Optional<Connection> connection() {
        return Optional.ofNullable(standing.traffic()).map(Traffic::connection);
    }

    /** How the server introduced itself last; none when it never has. */
    public Optional<Opening> opening() {
        return standing.opening();
    }

    /** Waits until the server has introduced itself, or has failed once, or the deadline has passed. */
    public void awaitSettled(Deadline deadline) {
        standing.awaitSettled(deadline);
    }

    /** Waits until the server is neither starting nor stopping, or the deadline has passed. */
    public void awaitDecided(Deadline deadline) {
        standing.awaitDecided(deadline);
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
        return serve(request, exchange, settings);
    }

    /** The server as its operator vouches for it now: with the rules for its tools that these settings have. */
    public Server under(ServerSettings rules) {
        return new Server() {
            @Override
            public Reply serve(Request request, Exchange exchange) {
                return Upstream.this.serve(request, exchange, rules);
            }

            @Override
            public boolean mayRepeat(Request request) {
                return Upstream.this.mayRepeat(request, rules);
            }

            @Override
            public String toString() {
                return Upstream.this.toString();
            }
        };
    }

    @Override
    public boolean mayRepeat(Request request) {
        return mayRepeat(request, settings);
    }

    private boolean mayRepeat(Request request, ServerSettings rules) {
        return request.method().equals(Method.TOOLS_CALL) && new Repeats(rules, tools).isSafe(request);
    }

    private Reply serve(Request request, Exchange exchange, ServerSettings rules) {
        long started = time.nanos();
        return switch (attempt(request, exchange)) {
            case Attempt.Unavailable(Reply reply) -> reply;
            case Attempt.Made(Reply reply, Traffic used) -> judge(reply, request, exchange, rules, used, started);
        };
    }

    private Attempt attempt(Request request, Exchange exchange) {
        while (true) {
            switch (standing.await(exchange)) {
                case Standing.Awaited.Unavailable(Reply reply) -> {
                    return new Attempt.Unavailable(reply);
                }
                case Standing.Awaited.There(Traffic traffic) -> {
                    Optional<Reply> reply = traffic.serve(request, exchange);
                    if (reply.isPresent()) {
                        return new Attempt.Made(reply.get(), traffic);
                    }
                    // It was withdrawn in between, which a moment later nobody sees there any more.
                    standing.awaitLoss(traffic, BREATH);
                }
            }
        }
    }

    private Reply judge(
            Reply reply, Request request, Exchange exchange, ServerSettings rules, Traffic used, long started) {
        if (!(reply instanceof Reply.Failed(var failure, Reply.Ran ran))
                || ran == Reply.Ran.ANSWERED
                || ran == Reply.Ran.UNANSWERED) {
            return reply;
        }
        boolean allowed = ran == Reply.Ran.SURELY_NOT || new Repeats(rules, tools).isSafe(request);
        if (!allowed) {
            return unknownOutcome(failure.message());
        }
        if (exchange.cancellation().isCancelled() || exchange.deadline().hasPassed() || wasLong(started)) {
            return reply;
        }
        standing.awaitLoss(used, BREATH);
        return switch (attempt(request, exchange)) {
            case Attempt.Unavailable(Reply unavailable) -> unavailable;
            case Attempt.Made(Reply second, Traffic ignored) -> second;
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
        close(Duration.ZERO);
    }

    /**
     * As {@link #close()}, but lets calls in flight end first.
     *
     * @param drain how long they may take
     */
    public void close(Duration drain) {
        supervisor.close(drain);
    }

    @Override
    public String toString() {
        return settings.name();
    }

    /** What became of a call. */
    private sealed interface Attempt {
        record Made(Reply reply, Traffic traffic) implements Attempt {}

        record Unavailable(Reply reply) implements Attempt {}
    }

    /** Is told how the lists of one connection fare, which is what makes a server ready. Must return soon. */
    public interface Lists {
        /** All of them came. */
        void listed();

        /** Not all of them could be had; {@code reason} is for people. */
        void unlisted(String reason);
    }

    /** Is told what becomes of a server and what it says outside calls. Must return soon. */
    public interface Listener {
        /** The state changed; calls come in order. */
        void stateChanged(State state);

        /**
         * A connection is there, the first one or again; lists and watches of an earlier one are void.
         *
         * @param lists to be told how the lists of this connection fare, at once or later
         */
        void connected(Connection connection, Lists lists);

        /** Whether somebody waits to be told of what only a running server can tell. */
        default boolean isWatched() {
            return false;
        }

        void listChanged(ListKind kind);

        /** See {@link Connector.Feed#resourceUpdated}. */
        void resourceUpdated(Optional<String> principal, String uri, Json params);

        /** See {@link Connector.Feed#taskChanged}. */
        default void taskChanged(String id, Optional<Json> state) {}

        /** See {@link Connector.Feed#said}. */
        void said(Optional<String> principal, Optional<String> session, String method, Json params);
    }
}
