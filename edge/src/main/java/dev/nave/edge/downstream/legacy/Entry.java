package dev.nave.edge.downstream.legacy;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a client.
 *
 * @param sequence its place in the channel, from 1
 * @param key what an entry that has not gone out yet is replaced by, or null
 * @param written when it was written, in nanoseconds of the hub's clock
 */
record Entry(long sequence, Kind kind, @Nullable Object key, byte[] message, long written) {
    /** What becomes of a message that its client is slow to take. */
    enum Kind {
        /** Answers a request of the client: always kept. */
        RESPONSE,
        /** Asks the client something, or tells it what it must know: always kept. */
        REQUEST,
        /** Says how far a call is: the oldest goes first when there are too many. */
        PROGRESS,
        /** A line for people, or what an extension tells: counted, not kept, when there are too many. */
        LOG;

        boolean isNotice() {
            return this == PROGRESS || this == LOG;
        }
    }
}
