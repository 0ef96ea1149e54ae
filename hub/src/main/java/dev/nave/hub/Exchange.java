package dev.nave.hub;

import dev.nave.protocol.LogLevel;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * One call in progress: who asks, what the client can do on this call, and the way back while it is open. All methods
 * may be called from any thread; once the call has ended, what still comes is dropped.
 */
public interface Exchange {
    Caller caller();

    /** The client as it declared itself for this call. */
    Client client();

    /** The client's legacy session, for what belongs to it beyond this call; none for a modern client. */
    Optional<String> session();

    /** That session, for questions that no single call of it caused; none for a modern client. */
    default Optional<Audience> audience() {
        return Optional.empty();
    }

    /** The hubs this call came through, outermost first, so that a loop is seen. */
    List<String> hops();

    /** The latest time at which this call ends, whatever happens. */
    Deadline deadline();

    /** Becomes cancelled when the client no longer wants the outcome. */
    Cancellation cancellation();

    /** Whether the client gave a progress token. */
    boolean wantsProgress();

    /**
     * Tells the client how far the call is. Never blocks on the client: what a slow one cannot take is coalesced.
     *
     * @param params of {@code notifications/progress}; a {@code progressToken} in it is replaced by the client's own
     */
    void progress(Json params);

    /** The least severe level the client wants to see; none means no log messages at all. */
    Optional<LogLevel> logLevel();

    /**
     * Passes a log message that belongs to this call, if the client wants its level. Never blocks on the client.
     *
     * @param params of {@code notifications/message}
     */
    void log(Json params);

    /**
     * Passes a notification of an extension that the hub does not know and that client and server both declared, as it
     * came. Never blocks on the client.
     */
    default void pass(String method, Json params) {}

    /**
     * Asks the client something while the call is open, and waits for the answer: up to {@code waits.answer}, the
     * deadline, or cancellation, or until this thread is interrupted, which takes the question back. May be called several
     * times at once; questions asked together reach a modern client in one round.
     */
    Answer ask(Question question);
}
