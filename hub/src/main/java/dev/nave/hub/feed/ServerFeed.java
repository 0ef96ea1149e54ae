package dev.nave.hub.feed;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.supervision.State;
import dev.nave.hub.supervision.Upstream;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One server and what is known of it: its lists, fetched once it is ready and again when it says they changed, and the
 * resources that somebody watches. Safe for use by many threads.
 */
public final class ServerFeed implements AutoCloseable {
    private final ServerSettings settings;
    private final Memory memory;
    private final Listener listener;
    private final Time time;
    private final Duration debounce;
    private final Upstream upstream;
    private final Map<ListKind, ListSlot> slots = new EnumMap<>(ListKind.class);
    private final Watches watches;
    private final Follows follows;
    private final Roll roll = new Roll();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Set<ListKind> changing = EnumSet.noneOf(ListKind.class);
    // Written by whoever tells of the state, one after the other.
    private volatile long awaySince;
    private volatile boolean there;
    private volatile boolean provisional;

    /**
     * @param hub the id of this hub, so that a loop is seen
     * @param debounce how long further changes of a list are waited for before it is fetched again
     * @param memory where what a lazy server had is found, and kept
     * @param before what a server of this name offered that was reached otherwise; shown until this one has answered or
     *     failed, so that clients need not see its tools go and come
     * @param listener told of what became of the server, on threads of its connection and of its lists
     */
    public ServerFeed(
            ServerSettings settings,
            Bounds bounds,
            Duration debounce,
            Connector connector,
            String hub,
            Memory memory,
            Optional<Remembered> before,
            Listener listener,
            Time time,
            RandomGenerator random) {
        this.memory = memory;
        Optional<Remembered> own = isKept(settings) ? memory.recall(settings) : Optional.empty();
        Optional<Remembered> remembered = own.or(() -> before);
        this.provisional = own.isEmpty() && before.isPresent();
        this.settings = settings;
        this.listener = listener;
        this.time = time;
        this.debounce = debounce;
        this.awaySince = time.nanos();
        this.upstream = new Upstream(
                settings,
                own.map(Remembered::opening),
                settings.life().lazy() && own.filter(Remembered::isWhole).isPresent(),
                connector,
                new Ear(),
                this::tool,
                time,
                random);
        Drain drain = new Drain(settings, upstream, bounds, hub, time);
        for (ListKind kind : ListKind.values()) {
            slots.put(
                    kind,
                    new ListSlot(
                            settings.name(),
                            kind,
                            drain,
                            () -> upstream.connection().map(Connection::opening),
                            new SlotEar(kind),
                            time));
        }
        remembered.ifPresent(
                known -> known.lists().forEach((kind, listing) -> slot(kind).begin(listing)));
        this.watches = new Watches(settings.name(), upstream::connection, upstream::opening);
        this.follows = new Follows(settings, upstream::connection, upstream, hub, bounds.get(Bound.TASKS), time);
    }

    /** As it was started with: what needs no start may be otherwise by now. */
    public ServerSettings settings() {
        return settings;
    }

    public String name() {
        return settings.name();
    }

    /** The server itself, without filters. */
    public Upstream upstream() {
        return upstream;
    }

    /** How the server introduced itself last; none when it never has. */
    public Optional<Opening> opening() {
        return upstream.opening();
    }

    public void start() {
        upstream.start();
    }

    /** The last good copy of a list, if there ever was one. Does not wait. */
    public Optional<Listing> known(ListKind kind) {
        return slot(kind).known();
    }

    /**
     * Fetches a list that is not fresh, without waiting for it.
     *
     * @param hops the hubs on whose behalf, outermost first
     */
    public void refresh(ListKind kind, List<String> hops) {
        slot(kind).refresh(hops);
    }

    /** A list: fresh if the server can be asked, else the last good copy; waits for the first one until the deadline. */
    public Optional<Listing> list(ListKind kind, Deadline deadline, List<String> hops) {
        return slot(kind).get(deadline, hops);
    }

    /** A list, for this hub's own sake; see {@link #list(ListKind, Deadline, List)}. */
    public Optional<Listing> list(ListKind kind, Deadline deadline) {
        return list(kind, deadline, List.of());
    }

    /** Whether a server that was never listed will not be while the configuration stays as it is. */
    public boolean isHopeless() {
        return switch (upstream.state()) {
            case State.Failed failed -> failed.next().isEmpty();
            case State.Stopped ignored -> true;
            case State.Disabled ignored -> true;
            case State.Idle ignored -> false;
            case State.Starting ignored -> false;
            case State.Ready ignored -> false;
            case State.Degraded ignored -> false;
            case State.BackingOff ignored -> false;
            case State.Stopping ignored -> false;
        };
    }

    /** Whether the lists may still be shown: the server is there, or has not been away for longer than stated. */
    public boolean isShown() {
        return isThere() || goneFor().compareTo(stale()) < 0;
    }

    /** Whether the server is connected, or would be for the next call. */
    public boolean isThere() {
        return upstream.connection().isPresent() || upstream.state() instanceof State.Idle;
    }

    /** When, by {@link Time#nanos()}, {@link #isShown} may turn false by time alone; nothing while the server is there. */
    public Optional<Long> shownUntil() {
        return isThere() ? Optional.empty() : Optional.of(awaySince + stale().toNanos());
    }

    /** Counts one more watcher of each resource, in the server's own URIs, a URI as often as it stands there; answers those that will be reported. */
    public Set<String> watch(Collection<String> uris) {
        Set<String> granted = watches.add(uris);
        if (!granted.isEmpty()) {
            upstream.wake();
        }
        return granted;
    }

    /** Counts one watcher less of each. */
    public void unwatch(Collection<String> uris) {
        watches.remove(uris);
    }

    /**
     * Follows tasks on a caller's behalf, each until it is over or no longer wanted. Asks the server for each.
     *
     * @param wanted by the server's own id, who is told of its states from now on, on a thread of the hub
     * @return those there are, each with what ends its following without waiting for the server
     */
    public Map<String, Runnable> follow(Caller caller, Map<String, Consumer<Json>> wanted) {
        Map<String, Runnable> ends = new HashMap<>();
        follows.add(caller, wanted).forEach((id, follow) -> ends.put(id, follow::close));
        return ends;
    }

    /** What it offers, for another that takes its place; nothing when it never introduced itself. */
    public Optional<Remembered> remembered() {
        return opening().map(opening -> new Remembered(opening, lists()));
    }

    private Map<ListKind, Listing> lists() {
        Map<ListKind, Listing> lists = new EnumMap<>(ListKind.class);
        slots.forEach((kind, slot) -> slot.known().ifPresent(known -> lists.put(kind, known)));
        return lists;
    }

    private static boolean isKept(ServerSettings settings) {
        return settings.life().lazy() || settings.life().idleStop().isPresent();
    }

    @Override
    public void close() {
        upstream.close();
    }

    /** As {@link #close()}, but lets calls in flight end first, for as long as this at most. */
    public void close(Duration drain) {
        upstream.close(drain);
    }

    @Override
    public String toString() {
        return settings.name();
    }

    private ListSlot slot(ListKind kind) {
        ListSlot slot = slots.get(kind);
        if (slot == null) {
            throw new IllegalStateException("every kind has a list");
        }
        return slot;
    }

    private Duration goneFor() {
        return Duration.ofNanos(time.nanos() - awaySince);
    }

    private Duration stale() {
        return settings.waits().get(Wait.STALE);
    }

    private Optional<Json> tool(String name) {
        return known(ListKind.TOOLS).stream()
                .flatMap(listing -> listing.entries().stream())
                .filter(entry -> entry.string("name").filter(name::equals).isPresent())
                .findFirst();
    }

    /** Fetches the list again after a moment in which further changes may come. */
    private void settle(ListKind kind) {
        slot(kind).invalidate();
        lock.lock();
        try {
            if (!changing.add(kind)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("settle-" + settings.name()).start(() -> {
            try {
                Thread.sleep(debounce);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            lock.lock();
            try {
                changing.remove(kind);
            } finally {
                lock.unlock();
            }
            slot(kind).refresh(List.of());
        });
    }

    /** Hears the connection, on its threads. */
    private final class Ear implements Upstream.Listener {
        @Override
        public void stateChanged(State state) {
            boolean now = state.takesCalls();
            if (there && !now) {
                awaySince = time.nanos();
            }
            there = now;
            if (provisional) {
                settleProvisions(state);
            }
            listener.stateChanged(state);
        }

        /** What another offered that was reached otherwise is shown until it is known how this one does. */
        private void settleProvisions(State state) {
            boolean failed = state instanceof State.BackingOff || state instanceof State.Failed;
            if (failed) {
                slots.values().forEach(ListSlot::forget);
            }
            provisional = !failed && !isSettled(state);
        }

        private static boolean isSettled(State state) {
            return state instanceof State.Ready || state instanceof State.Degraded;
        }

        @Override
        public boolean isWatched() {
            return watches.any() || follows.any();
        }

        @Override
        public void connected(Connection connection, Upstream.Lists lists) {
            listener.resourcesOutdated();
            roll.begin(lists);
            for (ListSlot slot : slots.values()) {
                slot.invalidate();
                slot.refresh(List.of());
            }
            Thread.ofVirtual().name("watch-" + settings.name()).start(() -> {
                for (String uri : watches.restore(connection)) {
                    listener.resourceUpdated(Optional.empty(), uri, Watches.updated(uri));
                }
                follows.restore();
            });
        }

        @Override
        public void listChanged(ListKind kind) {
            settle(kind);
            if (kind == ListKind.RESOURCES) {
                listener.resourcesOutdated();
                settle(ListKind.TEMPLATES);
            }
        }

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {
            listener.resourceUpdated(principal, uri, params);
        }

        @Override
        public void taskChanged(String id, Optional<Json> state) {
            follows.changed(id, state);
        }

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
            listener.said(principal, session, method, params);
        }
    }

    /** Hears one list, on the thread of a fetch. */
    private final class SlotEar implements ListSlot.Ear {
        private final ListKind kind;

        SlotEar(ListKind kind) {
            this.kind = kind;
        }

        @Override
        public void landed(Optional<String> failure) {
            roll.landed(kind, failure);
        }

        @Override
        public void changed() {
            listener.listChanged(kind);
            if (isKept(settings)) {
                remembered().filter(Remembered::isWhole).ifPresent(known -> memory.keep(settings, known));
            }
        }
    }

    /** Is told what becomes of a server. Must return soon. */
    public interface Listener {
        void stateChanged(State state);

        /** A list is another than before, or there for the first time. */
        void listChanged(ListKind kind);

        /** What was read of its resources may not be right any more: another connection, or it says that they changed. */
        default void resourcesOutdated() {}

        /**
         * A watched resource changed, or may have while the server was away; in the server's own URIs.
         *
         * @param principal see {@link Connector.Feed#resourceUpdated}
         */
        void resourceUpdated(Optional<String> principal, String uri, Json params);

        /** See {@link Connector.Feed#said}. */
        void said(Optional<String> principal, Optional<String> session, String method, Json params);
    }
}
