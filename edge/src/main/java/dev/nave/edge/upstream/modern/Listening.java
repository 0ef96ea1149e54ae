package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one listen a connection keeps open for its lists and the resources that are watched (2026-07-28,
 * basic/patterns/subscriptions). A filter cannot be changed, so another listen takes its place.
 */
final class Listening implements AutoCloseable {
    private final Terms terms;
    private final Channel channel;
    private final Stamp stamp;
    private final Opening opening;
    private final AtomicLong ids;
    private final ReentrantLock changing = new ReentrantLock();
    private @Nullable Listen current;
    private boolean closed;

    Listening(Terms terms, Channel channel, Stamp stamp, Opening opening, AtomicLong ids) {
        this.terms = terms;
        this.channel = channel;
        this.stamp = stamp;
        this.opening = opening;
        this.ids = ids;
    }

    /** Begins to listen to the lists, if the server says that they change. */
    void start() {
        changing.lock();
        try {
            replace(Set.of());
        } finally {
            changing.unlock();
        }
    }

    /** Watches these resources from now on; waits until the server said which it will report. */
    Set<String> watch(Set<String> uris) {
        boolean can = opening.capabilities()
                .at("resources", "subscribe")
                .filter(Json::isTrue)
                .isPresent();
        if (!can) {
            return Set.of();
        }
        changing.lock();
        try {
            Listen before = current;
            if (before != null && before.resources().equals(uris)) {
                return before.awaitHonoured(terms.wait(Wait.LIST));
            }
            Listen next = replace(uris);
            Set<String> honoured = next == null ? Set.of() : next.awaitHonoured(terms.wait(Wait.LIST));
            // Only now: until the new one was acknowledged the old one still reports.
            if (before != null) {
                before.close();
            }
            return honoured;
        } finally {
            changing.unlock();
        }
    }

    private @Nullable Listen replace(Set<String> uris) {
        JsonObject filter = Json.object();
        for (ListKind kind : List.of(ListKind.TOOLS, ListKind.PROMPTS, ListKind.RESOURCES)) {
            if (opening.capabilities()
                    .at(kind.capability(), "listChanged")
                    .filter(Json::isTrue)
                    .isPresent()) {
                filter.put(kind.interest(), true);
            }
        }
        if (!uris.isEmpty()) {
            filter.put(
                    "resourceSubscriptions",
                    Json.array(new TreeSet<>(uris).stream().map(Json::of).toList()));
        }
        Json wanted = filter.build();
        current = closed || wanted.names().isEmpty() ? null : new Listen(terms, channel, stamp, ids, wanted, uris);
        if (current != null) {
            current.start();
        }
        return current;
    }

    @Override
    public void close() {
        changing.lock();
        try {
            closed = true;
            if (current != null) {
                current.close();
            }
        } finally {
            changing.unlock();
        }
    }
}
