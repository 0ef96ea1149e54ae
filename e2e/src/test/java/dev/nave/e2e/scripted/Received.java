package dev.nave.e2e.scripted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One message a scripted server was given, and the ways to answer it. Used by the thread that runs the script for this
 * message.
 */
public interface Received {
    /** The message as it came: a body, or a line without its end. */
    byte[] bytes();

    /** The message. */
    Spelled message();

    /** Sends these bytes as one message of the call: an event of its stream, or a line. */
    void send(byte[] message) throws IOException;

    /** Answers the request with this message, after which the call is over. */
    void answer(byte[] response) throws IOException;

    /**
     * Waits until the hub no longer wants the outcome: it closed the connection, or told this call's cancellation.
     *
     * @throws AssertionError when it does not in time
     */
    void awaitGone(Duration patience) throws IOException, InterruptedException;

    /** The method, or "response" for a response. */
    default String method() {
        return message().string("method").orElse("response");
    }

    /** The name of the tool called; empty in any other message. */
    default String tool() {
        return message().string("params", "name").orElse("");
    }

    /** The request's id as spelled; empty in a notification. */
    default String id() {
        return message().at("id").map(Spelled::text).orElse("");
    }

    /** Answers with this result. */
    default void result(String result) throws IOException {
        answer(utf8("{\"jsonrpc\":\"2.0\",\"id\":" + id() + ",\"result\":" + result + "}"));
    }

    /** Answers with an error. */
    default void failure(int code, String message) throws IOException {
        answer(utf8("{\"jsonrpc\":\"2.0\",\"id\":" + id() + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}"));
    }

    /** Sends a notification of the call. */
    default void tell(String method, String params) throws IOException {
        send(utf8("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
