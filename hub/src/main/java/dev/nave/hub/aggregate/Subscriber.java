package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.ListKind;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.feed.ServerFeed;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One client that is told of changes, and what it has seen. Safe for use by many threads. */
final class Subscriber {
    private final Caller caller;
    private final Consumer<Event> sink;
    private final ReentrantLock changing = new ReentrantLock();
    // Guarded by this.
    private Set<ListKind> lists = Set.of();
    private Interest interest = Interest.NONE;
    private Map<String, Watched> resources = Map.of();
    private Map<String, Followed> tasks = Map.of();
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

    /** Held while what it watches is changed, which may take as long as a server does. */
    ReentrantLock changing() {
        return changing;
    }

    /** What it wants, of which only these can be honoured. */
    synchronized void wants(Interest wanted, Set<ListKind> kinds, Map<String, Watched> uris) {
        interest = wanted;
        lists = Set.copyOf(kinds);
        resources = Map.copyOf(uris);
    }

    synchronized Interest interest() {
        return interest;
    }

    synchronized Map<String, Watched> resources() {
        return resources;
    }

    /** Follows these tasks from now on, by their ids as the client has them. */
    synchronized void follows(Map<String, Followed> followed) {
        tasks = Map.copyOf(followed);
    }

    synchronized Map<String, Followed> tasks() {
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
        resources().forEach((spelled, watched) -> {
            if (watched.feed().name().equals(server) && Reads.isPart(own, watched.own())) {
                told.add(own.equals(watched.own()) ? spelled : exposed);
            }
        });
        return told;
    }

    /** A resource that is watched at a server, by that server's own URI. */
    record Watched(ServerFeed feed, String own) {}

    /** A task that is followed at a server, and what ends that. */
    record Followed(ServerFeed feed, Runnable end) {}
}
