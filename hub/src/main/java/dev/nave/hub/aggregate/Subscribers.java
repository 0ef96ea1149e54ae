package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Endpoint.Subscription;
import dev.nave.hub.ListKind;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.hub.naming.Names.Owned;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Those who are told of changes at one endpoint. Safe for use by many threads. */
final class Subscribers {
    private final Names names;
    private final List<ServerFeed> feeds;
    private final LiveCatalog live;
    private final Router router;
    private final Tasks tasks;
    private final Introduction introduction;
    private final Duration debounce;
    private final int mostResources;
    private final boolean alone;
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean announcing = new AtomicBoolean();
    private final ReentrantLock telling = new ReentrantLock();

    /**
     * @param debounce how long further changes are waited for before clients are told
     * @param mostResources that one subscriber may watch, and tasks that it may follow
     * @param alone whether all callers are one principal, so that what is nobody's in particular is theirs
     */
    Subscribers(
            Names names,
            List<ServerFeed> feeds,
            LiveCatalog live,
            Router router,
            Tasks tasks,
            Introduction introduction,
            Duration debounce,
            int mostResources,
            boolean alone) {
        this.names = names;
        this.feeds = feeds;
        this.live = live;
        this.router = router;
        this.tasks = tasks;
        this.introduction = introduction;
        this.debounce = debounce;
        this.mostResources = mostResources;
        this.alone = alone;
    }

    Subscription add(Caller caller, Interest interest, Consumer<Event> sink) {
        Subscriber subscriber = new Subscriber(caller, sink, live.catalog());
        all.add(subscriber);
        change(subscriber, interest);
        listsMayHaveChanged(); // Since it was looked at what is offered, and before changes were told.
        return new Running(subscriber);
    }

    /** The lists may be others now: tells who sees another one, after a moment in which more may change. */
    void listsMayHaveChanged() {
        if (all.isEmpty() || !announcing.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("announce").start(() -> {
            try {
                Thread.sleep(debounce);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            announcing.set(false);
            announce();
        });
    }

    /** One at a time, so that nobody is shown an older catalog after a newer one. */
    private void announce() {
        telling.lock();
        try {
            Catalog now = live.catalog();
            all.forEach(subscriber -> subscriber.compare(now));
        } finally {
            telling.unlock();
        }
    }

    /** A watched resource changed. */
    void updated(String server, String own, Json params) {
        Json seen = new UriEditor(names, server).uri(params);
        String exposed = names.uri(server, own);
        for (Subscriber subscriber : all) {
            for (String told : subscriber.toldOf(server, own, exposed)) {
                Json spelled = told.equals(exposed)
                        ? seen
                        : seen.edit().put("uri", told).build();
                subscriber.tell(new Event.ResourceUpdated(told, spelled));
            }
        }
    }

    /** A server said something outside any call: only for those it is for. */
    void said(Optional<String> principal, Optional<String> session, String method, Json params) {
        for (Subscriber subscriber : all) {
            boolean meant = principal
                    .map(name -> name.equals(subscriber.caller().principal()))
                    .orElse(alone);
            if (meant) {
                subscriber.tell(new Event.Said(session, method, params));
            }
        }
    }

    private Interest change(Subscriber subscriber, Interest interest) {
        Map<String, Owned> before = subscriber.resources();
        Map<String, Owned> wanted = new HashMap<>();
        interest.resources().stream().sorted().limit(mostResources).forEach(uri -> {
            if (router.uri(uri) instanceof Router.Routed.Found(String server, String own)) {
                wanted.put(uri, new Owned(server, own));
            }
        });
        Map<String, Owned> honoured = new HashMap<>();
        for (ServerFeed feed : feeds) {
            Map<String, Owned> fresh = only(wanted, feed.name());
            fresh.keySet().removeAll(before.keySet());
            Set<String> granted = feed.watch(owned(fresh));
            fresh.forEach((uri, owned) -> {
                if (granted.contains(owned.own())) {
                    honoured.put(uri, owned);
                }
            });
        }
        Map<String, Owned> dropped = new HashMap<>(before);
        dropped.keySet().removeAll(wanted.keySet());
        before.forEach((uri, owned) -> {
            if (wanted.containsKey(uri)) {
                honoured.put(uri, owned);
            }
        });
        Set<ListKind> lists = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : interest.lists()) {
            if (!introduction.lacks(kind.method())) {
                lists.add(kind == ListKind.TEMPLATES ? ListKind.RESOURCES : kind);
            }
        }
        subscriber.wants(lists, honoured);
        release(dropped);
        follow(subscriber, interest.tasks());
        return subscriber.honoured();
    }

    private void follow(Subscriber subscriber, Set<String> wanted) {
        Map<String, Runnable> before = subscriber.tasks();
        if (before.keySet().equals(wanted)) {
            return;
        }
        Map<String, Runnable> followed = new HashMap<>(before);
        followed.keySet().retainAll(wanted);
        Map<String, Map<String, Consumer<Json>>> fresh = new HashMap<>();
        Map<Owned, String> given = new HashMap<>();
        wanted.stream()
                .filter(id -> !before.containsKey(id))
                .sorted()
                .limit(Math.max(0, mostResources - followed.size()))
                .forEach(id -> tasks.owned(subscriber.caller().principal(), id).ifPresent(owned -> {
                    if (given.putIfAbsent(owned, id) == null) {
                        fresh.computeIfAbsent(owned.server(), server -> new HashMap<>())
                                .put(
                                        owned.own(),
                                        state -> subscriber.tell(
                                                new Event.TaskChanged(id, tasks.seen(state, owned, id))));
                    }
                }));
        for (ServerFeed feed : feeds) {
            Map<String, Consumer<Json>> own = fresh.getOrDefault(feed.name(), Map.of());
            if (!own.isEmpty()) {
                feed.follow(subscriber.caller(), own)
                        .forEach((id, end) -> followed.put(given.get(new Owned(feed.name(), id)), end));
            }
        }
        subscriber.follows(followed);
        before.forEach((id, end) -> {
            if (!followed.containsKey(id)) {
                end.run();
            }
        });
    }

    /** Servers are told on a thread of its own: who leaves does not wait for them. */
    private void release(Map<String, Owned> dropped) {
        for (ServerFeed feed : feeds) {
            List<String> gone = owned(only(dropped, feed.name()));
            if (!gone.isEmpty()) {
                Thread.ofVirtual().name("unwatch-" + feed.name()).start(() -> feed.unwatch(gone));
            }
        }
    }

    private static Map<String, Owned> only(Map<String, Owned> resources, String server) {
        Map<String, Owned> some = new HashMap<>(resources);
        some.values().removeIf(owned -> !owned.server().equals(server));
        return some;
    }

    /** As often as it is watched: two spellings of a URI count twice. */
    private static List<String> owned(Map<String, Owned> resources) {
        return resources.values().stream().map(Owned::own).toList();
    }

    private final class Running implements Subscription {
        private final Subscriber subscriber;
        private final AtomicBoolean closed = new AtomicBoolean();

        Running(Subscriber subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public Interest honoured() {
            return subscriber.honoured();
        }

        @Override
        public Interest change(Interest interest) {
            return closed.get() ? Interest.NONE : Subscribers.this.change(subscriber, interest);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                all.remove(subscriber);
                Map<String, Owned> held = subscriber.resources();
                subscriber.wants(Set.of(), Map.of());
                release(held);
                follow(subscriber, Set.of());
            }
        }
    }
}
