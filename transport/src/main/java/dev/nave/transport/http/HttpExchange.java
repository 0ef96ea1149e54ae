package dev.nave.transport.http;

import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One HTTP request and the way to answer it. Its body has arrived whole, within the bounds; Host and Origin are checked. */
public interface HttpExchange {
    /** In capitals, such as {@code POST}. */
    String method();

    /** The path as sent, without the query, percent-escapes and all; always begins with a slash. */
    String path();

    /** The first value of a query parameter, decoded; none when the query cannot be decoded. */
    Optional<String> query(String name);

    /** The value of a header, without blanks around it, names ignoring case; the first one when it came several times. */
    Optional<String> header(String name);

    /** All values of a header in order. */
    List<String> headers(String name);

    /** Names of all headers as sent. */
    List<String> headerNames();

    byte[] body();

    /** Whether the peer is on this machine (loopback address or Unix socket). */
    boolean isLocal();

    /** Whether it came over a Unix domain socket, which the system lets nobody open but the user this program runs as. */
    default boolean isOwner() {
        return false;
    }

    /**
     * Answers and ends the exchange. Content-Length is set here.
     *
     * @throws IllegalStateException when the exchange was answered before
     */
    void respond(int status, Map<String, String> headers, byte[] body);

    /**
     * Answers 200 with {@code text/event-stream} and sends the headers at once. Keep-alive comments follow on their own
     * while the stream is open.
     */
    EventStream openStream(Map<String, String> headers);

    /** Whether the request asks to become a WebSocket (RFC 6455); if it names sub-protocols, {@code mcp} is among them. */
    default boolean isWebSocket() {
        return false;
    }

    /**
     * Answers by becoming a WebSocket that carries one message a text message, with the server's bounds for bodies and
     * streams. The reader is told on the connection's event loop, perhaps before this returns.
     *
     * @throws IOException when the client is gone, or what it sent is no upgrade after all
     * @throws IllegalStateException when the exchange was answered before
     */
    default Pipe openSocket(Pipe.Reader reader) throws IOException {
        throw new IllegalStateException("Expected a request that asks to become a WebSocket");
    }

    /** Runs once when the client goes away before the answer has ended; at once if it already has. */
    void onGone(Runnable listener);

    /** Whether the client went away before the answer ended. */
    boolean isGone();
}
