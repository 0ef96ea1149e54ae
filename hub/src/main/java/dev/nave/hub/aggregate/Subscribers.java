package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Endpoint.Subscription;
import dev.nave.hub.ListKind;
import dev.nave.hub.aggregate.Subscriber.Followed;
import dev.nave.hub.aggregate.Subscriber.Watched;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.hub.naming.Names.Owned;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Those who are told of changes at one endpoint, whatever configuration is behind it. Safe for use by many threads.
 */
final class Subscribers {
    private final Supplier<Optional<Group>> group;
    private final Duration debounce;
    private final int mostResources;
    private final BooleanSupplier alone;
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean announcing = new AtomicBoolean();
    private final ReentrantLock telling = new ReentrantLock();

    /**
     * @param group what is behind the endpoint now, if anything is
     * @param debounce how long further changes are waited for before clients are told
     * @param mostResources that one subscriber may watch, and tasks that it may follow
     * @param alone whether all callers are one principal, so that what is nobody's in particular is theirs
     */
    Subscribers(Supplier<Optional<Group>> group, Duration debounce, int mostResources, BooleanSupplier alone) {
        this.group = group;
        this.debounce = debounce;
        this.mostResources = mostResources;
        this.alone = alone;
    }

    Subscription add(Caller caller, Interest interest, Consumer<Event> sink) {
        Subscriber subscriber = new Subscriber(caller, sink, catalog());
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

    /** There is another configuration behind the endpoint: what is watched and followed is so at its servers now. */
    void swapped() {
        for (Subscriber subscriber : all) {
            Interest interest = subscriber.interest();
            if (!interest.resources().isEmpty() || !interest.tasks().isEmpty()) {
                change(subscriber, interest);
            }
        }
        listsMayHaveChanged();
    }

    /** One at a time, so that nobody is shown an older catalog after a newer one. */
    private void announce() {
        telling.lock();
        try {
            Catalog now = catalog();
            all.forEach(subscriber -> subscriber.compare(now));
        } finally {
            telling.unlock();
        }
    }

    private Catalog catalog() {
        return group.get().map(now -> now.live().catalog()).orElse(Catalog.EMPTY);
    }

    /** A watched resource changed: for everybody, or for one principal alone. */
    void updated(String server, String own, Json params, Optional<String> principal) {
        Optional<Names> names = names(server);
        if (names.isEmpty() || all.isEmpty()) {
            return;
        }
        Json seen = new UriEditor(names.get(), server).uri(params);
        String exposed = names.get().uri(server, own);
        for (Subscriber subscriber : all) {
            if (principal
                    .filter(name -> !name.equals(subscriber.caller().principal()))
                    .isPresent()) {
                continue;
            }
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
                    .orElseGet(alone::getAsBoolean);
            if (meant) {
                subscriber.tell(new Event.Said(session, method, params));
            }
        }
    }

    /** Once more if the servers were swapped meanwhile, for then it may be watched where nobody is any more. */
    private Interest change(Subscriber subscriber, Interest interest) {
        subscriber.changing().lock();
        try {
            if (!all.contains(subscriber)) {
                return Interest.NONE;
            }
            Optional<Group> seen;
            do {
                seen = group.get();
                change(subscriber, interest, seen);
            } while (!seen.equals(group.get()));
            return subscriber.honoured();
        } finally {
            subscriber.changing().unlock();
        }
    }

    private void change(Subscriber subscriber, Interest interest, Optional<Group> now) {
        Map<String, Watched> before = subscriber.resources();
        Map<String, Watched> wanted = now.map(group -> wanted(group, interest)).orElse(Map.of());
        Map<String, Watched> honoured = new HashMap<>();
        Map<ServerFeed, Map<String, Watched>> fresh = new HashMap<>();
        wanted.forEach((uri, watched) -> {
            if (watched.equals(before.get(uri))) {
                honoured.put(uri, watched);
            } else {
                fresh.computeIfAbsent(watched.feed(), feed -> new HashMap<>()).put(uri, watched);
            }
        });
        Set<ListKind> lists = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : interest.lists()) {
            if (now.filter(group -> group.lacks(kind.method())).isEmpty()) {
                lists.add(kind == ListKind.TEMPLATES ? ListKind.RESOURCES : kind);
            }
        }
        // Before servers are asked, so that nothing is missed that one says at once.
        subscriber.wants(interest, lists, wanted);
        fresh.forEach((feed, some) -> {
            Set<String> granted = feed.watch(owned(some));
            some.forEach((uri, watched) -> {
                if (granted.contains(watched.own())) {
                    honoured.put(uri, watched);
                }
            });
        });
        Map<String, Watched> dropped = new HashMap<>(before);
        dropped.entrySet().removeIf(entry -> entry.getValue().equals(wanted.get(entry.getKey())));
        subscriber.wants(interest, lists, honoured);
        release(dropped);
        follow(subscriber, interest.tasks(), now);
    }

    /** Who leaves does not wait for a server that is just being asked on their behalf. */
    private void forget(Subscriber subscriber) {
        subscriber.changing().lock();
        try {
            Map<String, Watched> held = subscriber.resources();
            subscriber.wants(Interest.NONE, Set.of(), Map.of());
            release(held);
            follow(subscriber, Set.of(), Optional.empty());
        } finally {
            subscriber.changing().unlock();
        }
    }

    private Map<String, Watched> wanted(Group now, Interest interest) {
        Map<String, Watched> wanted = new HashMap<>();
        interest.resources().stream().sorted().limit(mostResources).forEach(uri -> {
            if (now.router().uri(uri) instanceof Router.Routed.Found(String server, String own)) {
                now.feed(server).ifPresent(feed -> wanted.put(uri, new Watched(feed, own)));
            }
        });
        return wanted;
    }

    private void follow(Subscriber subscriber, Set<String> wanted, Optional<Group> now) {
        Map<String, Followed> before = subscriber.tasks();
        Map<String, Followed> followed = new HashMap<>(before);
        followed.entrySet()
                .removeIf(entry -> !wanted.contains(entry.getKey())
                        || now.flatMap(group ->
                                        group.feed(entry.getValue().feed().name()))
                                .filter(entry.getValue().feed()::equals)
                                .isEmpty());
        if (followed.size() < wanted.size()) {
            now.ifPresent(group -> followed.putAll(followed(subscriber, group, wanted, followed.keySet())));
        }
        subscriber.follows(followed);
        before.forEach((id, old) -> {
            if (!old.equals(followed.get(id))) {
                old.end().run();
            }
        });
    }

    /** Those that are followed from now on, beside those that were before. */
    private Map<String, Followed> followed(Subscriber subscriber, Group now, Set<String> wanted, Set<String> already) {
        Map<ServerFeed, Map<String, Consumer<Json>>> fresh = new HashMap<>();
        Map<Owned, String> given = new HashMap<>();
        wanted.stream()
                .filter(id -> !already.contains(id))
                .sorted()
                .limit(Math.max(0, mostResources - already.size()))
                .forEach(id -> now.tasks()
                        .owned(subscriber.caller().principal(), id)
                        .ifPresent(owned -> now.feed(owned.server()).ifPresent(feed -> {
                            if (given.putIfAbsent(owned, id) == null) {
                                fresh.computeIfAbsent(feed, some -> new HashMap<>())
                                        .put(owned.own(), state -> told(subscriber, id, owned, state));
                            }
                        })));
        Map<String, Followed> followed = new HashMap<>();
        fresh.forEach((feed, own) -> feed.follow(subscriber.caller(), own)
                .forEach((id, end) -> followed.put(given.get(new Owned(feed.name(), id)), new Followed(feed, end))));
        return followed;
    }

    private void told(Subscriber subscriber, String id, Owned owned, Json state) {
        group.get()
                .filter(now -> now.feed(owned.server()).isPresent())
                .ifPresent(now ->
                        subscriber.tell(new Event.TaskChanged(id, now.tasks().seen(state, owned, id))));
    }

    /** The names there are now; nothing once this server is not among them, of which a last word may still come. */
    private Optional<Names> names(String server) {
        return group.get().filter(now -> now.feed(server).isPresent()).map(Group::names);
    }

    /** Servers are told on a thread of its own: who leaves does not wait for them. */
    private static void release(Map<String, Watched> dropped) {
        Map<ServerFeed, List<String>> gone = new HashMap<>();
        dropped.values().forEach(watched -> gone.computeIfAbsent(watched.feed(), feed -> new ArrayList<>())
                .add(watched.own()));
        gone.forEach((feed, uris) ->
                Thread.ofVirtual().name("unwatch-" + feed.name()).start(() -> feed.unwatch(uris)));
    }

    /** As often as it is watched: two spellings of a URI count twice. */
    private static List<String> owned(Map<String, Watched> resources) {
        return resources.values().stream().map(Watched::own).toList();
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
                Thread.ofVirtual().name("unsubscribe").start(() -> forget(subscriber));
            }
        }
    }
}
