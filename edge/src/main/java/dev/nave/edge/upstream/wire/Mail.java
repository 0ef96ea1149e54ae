package dev.nave.edge.upstream.wire;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;

/** What may arrive for one call while it is open. */
public sealed interface Mail {
    /** The server answered: the last thing that arrives. */
    record Answer(Message.Response response) implements Mail {}

    /** {@code notifications/progress} with the call's own token. */
    record Progress(Json params) implements Mail {}

    /** {@code notifications/message} that belongs to the call. */
    record Log(Json params) implements Mail {}

    /** A notification that no revision defines, and which therefore is an extension's. */
    record Opaque(String method, Json params) implements Mail {}

    /** The server asks something before it answers. */
    record Asked(Message.Request question) implements Mail {}

    /** No answer will arrive any more, because of this. */
    record Ended(Outcome outcome) implements Mail {}

    /** The client no longer wants the outcome. */
    record Cancelled(String reason) implements Mail {}
}
