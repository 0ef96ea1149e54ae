package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The listens a connection keeps open: one for its lists and the resources that are watched, one for the tasks that are
 * followed, which come and go (2026-07-28, basic/patterns/subscriptions). A filter cannot be changed, so another listen
 * takes its place.
 */
final class Listening implements AutoCloseable {
    private final Terms terms;
    private final Channel channel;
    private final Stamp stamp;
    private final Opening opening;
    private final AtomicLong ids;
    private final ReentrantLock changing = new ReentrantLock();
    private @Nullable Listen current;
    private @Nullable Listen ofTasks;
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
            if (before != null && before.names().equals(uris)) {
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

    /** Follows these tasks from now on; waits until the server said which it will report. */
    Set<String> watchTasks(Set<String> tasks) {
        boolean can =
                opening.capabilities().at("extensions", MetaKey.TASKS_EXTENSION).isPresent();
        changing.lock();
        try {
            if (!can || closed) {
                return Set.of();
            }
            Listen before = ofTasks;
            if (before != null && before.names().equals(tasks)) {
                return before.awaitHonoured(terms.wait(Wait.LIST));
            }
            Listen next = tasks.isEmpty() ? null : toTasks(tasks);
            ofTasks = next;
            Set<String> honoured = next == null ? Set.of() : next.awaitHonoured(terms.wait(Wait.LIST));
            if (before != null) {
                before.close();
            }
            return honoured;
        } finally {
            changing.unlock();
        }
    }

    private Listen toTasks(Set<String> tasks) {
        Listen.Names names = new Listen.Names(Listen.Names.TASKS, tasks);
        Json wanted = Json.object()
                .put(
                        names.member(),
                        Json.array(new TreeSet<>(tasks).stream().map(Json::of).toList()))
                .build();
        Listen listen = new Listen(terms, channel, stamp, ids, wanted, names);
        listen.start();
        return listen;
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
        Listen.Names names = new Listen.Names(Listen.Names.RESOURCES, uris);
        if (!uris.isEmpty()) {
            filter.put(
                    names.member(),
                    Json.array(new TreeSet<>(uris).stream().map(Json::of).toList()));
        }
        Json wanted = filter.build();
        current = wanted.hasMembers() && !closed ? new Listen(terms, channel, stamp, ids, wanted, names) : null;
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
            if (ofTasks != null) {
                ofTasks.close();
            }
        } finally {
            changing.unlock();
        }
    }
}
