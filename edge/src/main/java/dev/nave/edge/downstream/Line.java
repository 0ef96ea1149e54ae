package dev.nave.edge.downstream;

import dev.nave.protocol.message.Frame;

/** One era's part of a pipe. Called by one thread at a time, the wire's own: it hands over and returns, never writes. */
public interface Line {
    /**
     * A message of this era, or a notification that may be meant for either.
     *
     * @param frame a message or a batch, never {@link Frame.Malformed}
     */
    void receive(Frame frame);

    /** Whether a request that came is not answered yet; one that only listens is not counted. Safe for many threads. */
    boolean isBusy();

    /** The pipe is closed; nothing follows. {@code reason} is for people. */
    void closed(String reason);
}
