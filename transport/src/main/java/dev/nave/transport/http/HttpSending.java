package dev.nave.transport.http;

import java.io.IOException;

/** A call on its way, so that another thread can end it while one waits for its answer. */
public interface HttpSending {
    /**
     * Connects, sends, and waits for the head of the answer on the calling thread. Call it once.
     *
     * @throws java.net.SocketTimeoutException when a wait of the call ended
     * @throws IOException when the server cannot be reached, breaks off, speaks no HTTP, or the call was aborted; the
     *     text is for people and names the host, never the path or a header
     */
    HttpReply reply() throws IOException;

    /**
     * Ends the call from any thread, at any time: the connection is closed within milliseconds, and whoever waits in
     * {@link #reply()} or reads the reply gets an {@link IOException}. Without effect once the answer was read whole.
     */
    void abort();
}
