package dev.nave.hub.aggregate;

import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.catalog.Offer;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The catalog as it is now: built anew, by whoever needs it first, after something it is made of has changed. Readers take
 * no lock while nothing has.
 */
final class LiveCatalog {
    private final Names names;
    private final List<ServerFeed> feeds;
    private final Function<ServerFeed, ServerSettings> settings;
    private final List<Offer> own;
    private final Bounds bounds;
    private final Seals seals;
    private final Time time;
    private final AtomicLong version = new AtomicLong();
    private final ReentrantLock building = new ReentrantLock();
    // Written while building, read by anybody.
    private volatile Snapshot snapshot;

    /**
     * @param settings as they are in this configuration
     * @param own what the hub itself offers, after all servers
     */
    LiveCatalog(
            Names names,
            List<ServerFeed> feeds,
            Function<ServerFeed, ServerSettings> settings,
            List<Offer> own,
            Bounds bounds,
            Seals seals,
            Time time) {
        this.names = names;
        this.feeds = feeds;
        this.settings = settings;
        this.own = own;
        this.bounds = bounds;
        this.seals = seals;
        this.time = time;
        this.snapshot = snapshot(Catalog.EMPTY, -1, Optional.empty());
    }

    /** Something it is made of may have changed. */
    void outdate() {
        version.incrementAndGet();
    }

    Catalog catalog() {
        return current().catalog;
    }

    ListPages pages(boolean admin) {
        Snapshot now = current();
        return admin ? now.adminPages : now.pages;
    }

    private Snapshot current() {
        Snapshot now = snapshot;
        if (isCurrent(now)) {
            return now;
        }
        building.lock();
        try {
            if (!isCurrent(snapshot)) {
                snapshot = build();
            }
            return snapshot;
        } finally {
            building.unlock();
        }
    }

    private boolean isCurrent(Snapshot some) {
        return some.version == version.get()
                && some.until.map(moment -> time.nanos() - moment < 0).orElse(true);
    }

    private Snapshot build() {
        long seen = version.get(); // First, so that a change in between builds it once more.
        List<Offer> offers = new ArrayList<>();
        Optional<Long> until = Optional.empty();
        for (ServerFeed feed : feeds) {
            boolean shown = feed.isShown();
            offers.add(new Offer(feed.name(), lists(feed), shown, feed.isHopeless()));
            if (shown) {
                until = earlier(until, feed.shownUntil());
            }
        }
        offers.addAll(own);
        Catalog catalog = Catalog.of(names, offers);
        boolean same = true;
        for (ListKind kind : ListKind.values()) {
            same &= catalog.offersTheSame(snapshot.catalog, kind);
        }
        // The old object where nothing changed, so that who compares need not look at every entry.
        return same
                ? new Snapshot(snapshot.catalog, snapshot.pages, snapshot.adminPages, seen, until)
                : snapshot(catalog, seen, until);
    }

    private Map<ListKind, List<Json>> lists(ServerFeed feed) {
        Map<ListKind, List<Json>> lists = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            feed.known(kind).ifPresent(listing -> lists.put(kind, listing.entries()));
        }
        lists.computeIfPresent(ListKind.TOOLS, (same, tools) -> offered(settings.apply(feed), tools));
        return lists;
    }

    private static List<Json> offered(ServerSettings server, List<Json> tools) {
        return server.tools().isEmpty()
                ? tools
                : tools.stream()
                        .filter(tool ->
                                tool.string("name").filter(server::offers).isPresent())
                        .toList();
    }

    private static Optional<Long> earlier(Optional<Long> one, Optional<Long> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get() - other.get() < 0 ? one : other;
    }

    private Snapshot snapshot(Catalog catalog, long seen, Optional<Long> until) {
        int size = bounds.get(Bound.PAGE_ENTRIES);
        return new Snapshot(
                catalog,
                new ListPages(catalog, false, size, seals),
                new ListPages(catalog, true, size, seals),
                seen,
                until);
    }

    /**
     * @param until when, by {@link Time#nanos()}, it is no longer right even if nothing changes
     */
    private record Snapshot(
            Catalog catalog, ListPages pages, ListPages adminPages, long version, Optional<Long> until) {}
}
