package dev.nave.edge.conversation;

import dev.nave.hub.Reply;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.time.Duration;

/** A client that waits for what comes of its call: one request of one round. For one thread, save {@link #leave}. */
public interface Visit {
    /** Between two signs that time passes, once the client was told anything. */
    Duration LATER = Duration.ofHours(1);

    /**
     * Tells the client all it is to hear, and returns when it has heard the last. A call that begins with this visit runs on
     * this thread, which returns when that has ended too: a client that was asked has its round long before.
     *
     * @param silence after how long {@link Notice.Silence} is the first it hears
     */
    default void attend(Guest guest, Duration silence) {
        try {
            Notice notice = next(silence);
            guest.hear(notice);
            while (!notice.isLast()) {
                notice = next(LATER);
                guest.hear(notice);
            }
        } catch (IOException gone) {
            // It hears nothing more.
        } finally {
            leave(); // Who cannot be told anything has left, though nobody may have said so yet.
        }
    }

    /**
     * Waits for what the client is to be told next, while the call runs on a thread of its own.
     *
     * @param silence how long to wait before answering {@link Notice.Silence}
     */
    Notice next(Duration silence);

    /** The client went away or cancelled: while it is the one that waits, this ends the call. From any thread. */
    void leave();

    /** Who waits: told one notice after the other, not always by the same thread. */
    @FunctionalInterface
    interface Guest {
        /** @throws IOException when the client is gone: then it hears nothing more */
        void hear(Notice notice) throws IOException;
    }

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

        /** Whether nothing follows. */
        default boolean isLast() {
            return this instanceof Ended || this instanceof Left;
        }
    }
}
