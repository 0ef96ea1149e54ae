package dev.nave.edge.downstream;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.pipe.Pipe;

/** The side of the house that faces clients of one era. Safe for many threads. */
public interface Door extends AutoCloseable {
    /**
     * Answers a POST that speaks this era; on the virtual thread of the exchange, which it may block.
     *
     * @param frame the body: a message or a batch, never {@link Frame.Malformed}
     */
    void post(HttpExchange http, Caller caller, Endpoint endpoint, Frame frame);

    /** Answers a request of any other verb; on the virtual thread of the exchange, which it may block. */
    void other(HttpExchange http, Caller caller, Endpoint endpoint);

    /** Takes this era's part of a pipe that a client may use in both. */
    Line open(Pipe pipe, Caller caller, Endpoint endpoint);

    /** Ends what would not end by itself, such as listening streams; calls in flight run on. Idempotent. */
    @Override
    void close();
}
