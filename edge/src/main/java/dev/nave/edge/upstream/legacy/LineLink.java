package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session on a line of its own: everything that is no answer arrives untied.
 *
 * @param lent whether the line is somebody else's until a session is open
 */
record LineLink(Line line, boolean lent) implements Link {
    LineLink(Line line) {
        this(line, false);
    }

    static LineLink lent(Line line) {
        return new LineLink(line, true);
    }

    @Override
    public void abandon() {
        if (!lent) {
            close();
        }
    }

    @Override
    public void hear(Ear ear) {
        line.hear(new Line.Ear() {
            @Override
            public void request(Message.Request request) {
                ear.request(request);
            }

            @Override
            public void notification(Message.Notification notice) {
                ear.notification(notice);
            }

            @Override
            public void closed(String reason) {
                ear.closed(reason);
            }
        });
    }

    @Override
    public Outcome call(Call call) {
        return line.call(call);
    }

    @Override
    public void send(Message message) throws IOException {
        line.send(message);
    }

    @Override
    public void negotiated(Revision revision) {}

    @Override
    public void opened() {}

    @Override
    public boolean isSessionGone(Outcome outcome) {
        return false;
    }

    @Override
    public boolean canReopen() {
        return false;
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public @Nullable Call ofToken(Json token) {
        return line.ofToken(token);
    }

    @Override
    public Optional<String> lastWords() {
        return line.lastWords();
    }

    @Override
    public boolean endedInOrder() {
        return line.endedInOrder();
    }

    @Override
    public void close() {
        line.close();
    }
}
