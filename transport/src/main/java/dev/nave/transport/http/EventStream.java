package dev.nave.transport.http;

import java.io.IOException;

/** A stream of server-sent events to one client. Safe for many threads. */
public interface EventStream extends AutoCloseable {
    /**
     * Sends an event; waits while the client is slow, up to the server's stated wait, then closes the stream.
     *
     * @throws IOException when the client is gone or too slow
     */
    void send(SentEvent event) throws IOException;

    boolean isOpen();

    /** Ends the stream in order. Idempotent. */
    @Override
    void close();
}
