package dev.nave.edge.conversation;

import dev.nave.hub.Reply;
import dev.nave.protocol.json.Json;
import java.time.Duration;

/** A client that waits for what comes of its call: one request of one round. For one thread, save {@link #leave}. */
public interface Visit {
    /**
     * Waits for what the client is to be told next.
     *
     * @param silence how long to wait before answering {@link Notice.Silence}
     */
    Notice next(Duration silence);

    /** The client went away or cancelled: while it is the one that waits, this ends the call. From any thread. */
    void leave();

    /** What a waiting client is told. */
    sealed interface Notice {
        /** {@code params} of {@code notifications/progress}; the token in them is not the client's. */
        record Progress(Json params) implements Notice {}

        /** {@code params} of {@code notifications/message}, of a level the client wants. */
        record Log(Json params) implements Notice {}

        /** A notification of an extension that the hub does not know, as it came. */
        record Opaque(String method, Json params) implements Notice {}

        /** Nothing came for so long. */
        record Silence() implements Notice {}

        /** The answer to the request; nothing follows. */
        record Ended(Reply reply) implements Notice {}

        /** Nobody waits here any more: the client left, or sent the same request again. Nothing follows. */
        record Left() implements Notice {}
    }
}
