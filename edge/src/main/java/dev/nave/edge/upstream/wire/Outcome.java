package dev.nave.edge.upstream.wire;

import dev.nave.hub.Reply;
import dev.nave.protocol.message.Message;

/** How a call to a server ended. */
public sealed interface Outcome {
    /**
     * The server answered.
     *
     * @param status of HTTP; 200 on other wires
     */
    record Answered(Message.Response response, int status) implements Outcome {}

    /** HTTP refused it with this status and no JSON-RPC error; {@code text} is the beginning of what it said. */
    record Refused(int status, String text) implements Outcome {}

    /** It did not let the hub in; the request never ran. */
    record Barred(dev.nave.hub.credential.Barred why) implements Outcome {}

    /** The wire broke. */
    record Lost(String reason, Reply.Ran ran) implements Outcome {}

    /** The server was silent for too long. */
    record TimedOut(String reason) implements Outcome {}

    /** The client no longer wants it. */
    record Cancelled(String reason) implements Outcome {}
}
