package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What carries one session. Safe for many threads. */
interface Link extends AutoCloseable {
    /** From now on this one is told what belongs to no call; before the handshake. */
    void hear(Ear ear);

    /** Sends a request and waits for its outcome; one that is given up is cancelled at the server too. */
    Outcome call(Call call);

    /** Sends a notification or an answer. */
    void send(Message message) throws IOException;

    /** The handshake named this revision. */
    void negotiated(Revision revision);

    /** The handshake is over: the server may speak by itself now. */
    void opened();

    /** Whether this outcome proves that the session is over, and that the request never ran. */
    boolean isSessionGone(Outcome outcome);

    /** Whether another session can take this one's place, as on HTTP; else the whole connection is lost with it. */
    boolean canReopen();

    /** Whether everything comes on one wire, so that an answer proves that what was sent before it has arrived. */
    boolean keepsOrder();

    /** The call in flight with this progress token. */
    @Nullable
    Call ofToken(Json token);

    Optional<String> lastWords();

    /** Whether a process ended by itself and said that all was well. */
    default boolean endedInOrder() {
        return false;
    }

    /** No session came of it: lets go of what it was opened on. */
    default void abandon() {
        close();
    }

    /** Ends the session at the server and here. Idempotent; may wait for the server a little. */
    @Override
    void close();

    /** Told on a thread that reads: must return at once. */
    interface Ear {
        void request(Message.Request request);

        void notification(Message.Notification notice);

        /** Nothing will come any more. Called at most once. */
        void closed(String reason);
    }
}
