package dev.nave.edge.downstream.legacy;

import java.io.IOException;

/** Where a channel writes to: a connection of the client. */
@FunctionalInterface
interface Sink {
    /**
     * Sends one message; waits while the client is slow.
     *
     * @throws IOException when the client is gone or too slow
     */
    void send(Entry entry) throws IOException;
}
