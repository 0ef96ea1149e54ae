package dev.nave.edge.upstream;

import dev.nave.hub.Connector;
import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Lets nothing through once the server was lost or the connection closed. Safe for many threads. */
final class LastWordFeed implements Connector.Feed {
    private final Connector.Feed feed;
    private final UnaryOperator<String> hiding;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param hiding takes what its server was given out of its last words
     */
    LastWordFeed(Connector.Feed feed, UnaryOperator<String> hiding) {
        this.feed = feed;
        this.hiding = hiding;
    }

    void close() {
        over.set(true);
    }

    @Override
    public void listChanged(ListKind kind) {
        if (!over.get()) {
            feed.listChanged(kind);
        }
    }

    @Override
    public void resourceUpdated(Optional<String> principal, String uri, Json params) {
        if (!over.get()) {
            feed.resourceUpdated(principal, uri, params);
        }
    }

    @Override
    public void taskChanged(String id, Optional<Json> state) {
        if (!over.get()) {
            feed.taskChanged(id, state);
        }
    }

    @Override
    public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
        if (!over.get()) {
            feed.said(principal, session, method, params);
        }
    }

    @Override
    public void ended(String reason) {
        if (over.compareAndSet(false, true)) {
            feed.ended(reason);
        }
    }

    @Override
    public void lost(String reason) {
        if (over.compareAndSet(false, true)) {
            feed.lost(hiding.apply(reason));
        }
    }
}
