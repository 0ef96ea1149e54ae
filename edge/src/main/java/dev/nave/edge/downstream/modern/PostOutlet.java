package dev.nave.edge.downstream.modern;

import dev.nave.edge.downstream.JsonReply;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a POST: JSON as long as there is nothing to tell before it, else a stream of events. While neither has
 * begun, the status can still say what went wrong.
 */
final class PostOutlet implements Outlet {
    private static final Map<String, String> STREAM_HEADERS =
            Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no");

    private final HttpExchange http;
    private @Nullable EventStream stream;

    PostOutlet(HttpExchange http) {
        this.http = http;
    }

    @Override
    public void tell(Message.Notification notification) throws IOException {
        stream().send(SentEvent.of(notification.toBytes()));
    }

    @Override
    public void showLife() {
        stream();
    }

    @Override
    public void end(Outcome outcome) throws IOException {
        if (stream == null) {
            JsonReply.send(http, outcome.status(), outcome.message());
            return;
        }
        try (EventStream ending = stream) {
            ending.send(SentEvent.of(outcome.message().toBytes()));
        }
    }

    @Override
    public void abandon() {
        stream().close();
    }

    private EventStream stream() {
        EventStream open = stream;
        if (open == null) {
            open = http.openStream(STREAM_HEADERS);
            stream = open;
        }
        return open;
    }
}
