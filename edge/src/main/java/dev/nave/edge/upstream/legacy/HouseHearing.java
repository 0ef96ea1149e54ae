package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.Optional;
import java.util.function.Consumer;

/** What the hub's own session says goes to the feed; what is for people, to whoever used it alone. */
record HouseHearing(Terms terms, Occupancy occupancy, Tasks tasks, Consumer<String> whenClosed) implements Hearing {
    @Override
    public void listChanged(ListKind kind) {
        terms.feed().listChanged(kind);
    }

    @Override
    public void resourceUpdated(String uri, Json params) {
        terms.feed().resourceUpdated(Optional.empty(), uri, params);
    }

    @Override
    public void taskChanged(String id) {
        terms.feed().taskChanged(id, Optional.empty());
    }

    @Override
    public boolean asked(Message.Request question) {
        return tasks.asked(question);
    }

    @Override
    public void said(Message.Notification notice) {
        if (!occupancy.isShared()) {
            terms.feed().said(occupancy.audience(), Optional.empty(), notice.method(), notice.params());
        }
    }

    @Override
    public void closed(String reason) {
        whenClosed.accept(reason);
    }
}
