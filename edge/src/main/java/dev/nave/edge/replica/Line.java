package dev.nave.edge.replica;

import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The stream of what another node answers. Read by one thread; closing it from any other tells that node that nobody
 * waits any more.
 *
 * @param most bytes of one event
 * @param silence how long the node may say nothing at all, not even that it is alive
 */
record Line(HttpSending sending, HttpReply reply, int most, Duration silence) implements AutoCloseable {
    /** The next event; null at an orderly end. */
    @Nullable
    SentEvent next() throws IOException {
        return reply.next(most, silence);
    }

    @Override
    public void close() {
        sending.abort();
        reply.close();
    }
}
