package dev.nave.edge.upstream.wire;

import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.http.SentEvent;
import java.util.Optional;

/** Reads messages from server-sent events. */
public final class Streams {
    private Streams() {}

    /** The frame an event carries; nothing for one of no data, or of a type that is not for messages. */
    public static Optional<Frame> frame(SentEvent event, JsonLimits limits) {
        boolean message = event.name() == null || event.name().equals("message");
        return message && event.data().length > 0 ? Optional.of(Frame.read(event.data(), limits)) : Optional.empty();
    }
}
