package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.ListKind;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.naming.Names.Owned;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One client that is told of changes, and what it has seen. Safe for use by many threads. */
final class Subscriber {
    private final Caller caller;
    private final Consumer<Event> sink;
    // Guarded by this.
    private Set<ListKind> lists = Set.of();
    private Map<String, Owned> resources = Map.of();
    private Map<String, Runnable> tasks = Map.of();
    private Catalog seen;

    /**
     * @param seen what is offered as it subscribes
     */
    Subscriber(Caller caller, Consumer<Event> sink, Catalog seen) {
        this.caller = caller;
        this.sink = sink;
        this.seen = seen;
    }

    Caller caller() {
        return caller;
    }

    synchronized void wants(Set<ListKind> kinds, Map<String, Owned> uris) {
        lists = Set.copyOf(kinds);
        resources = Map.copyOf(uris);
    }

    synchronized Map<String, Owned> resources() {
        return resources;
    }

    /** Follows these tasks from now on: the id as the client has it, and what ends it. */
    synchronized void follows(Map<String, Runnable> followed) {
        tasks = Map.copyOf(followed);
    }

    synchronized Map<String, Runnable> tasks() {
        return tasks;
    }

    synchronized Interest honoured() {
        return new Interest(lists, resources.keySet(), tasks.keySet());
    }

    void tell(Event event) {
        sink.accept(event);
    }

    /** Tells of every list it asked for that is not what it has seen. */
    void compare(Catalog now) {
        Set<ListKind> changed = EnumSet.noneOf(ListKind.class);
        synchronized (this) {
            for (ListKind kind : ListKind.values()) {
                ListKind told = kind == ListKind.TEMPLATES ? ListKind.RESOURCES : kind;
                if (lists.contains(told) && !seen.offersTheSame(now, kind)) {
                    changed.add(told);
                }
            }
            seen = now;
        }
        changed.forEach(kind -> tell(new Event.ListChanged(kind)));
    }

    /**
     * By which URIs the client is told of an update: as it spelled the one it watches, or {@code exposed} when that is a
     * part of what it watches (2025-11-25, server/resources, "Subscriptions").
     */
    Set<String> toldOf(String server, String own, String exposed) {
        Set<String> told = new HashSet<>();
        resources().forEach((watched, owned) -> {
            if (owned.server().equals(server) && Reads.isPart(own, owned.own())) {
                told.add(own.equals(owned.own()) ? watched : exposed);
            }
        });
        return told;
    }
}
