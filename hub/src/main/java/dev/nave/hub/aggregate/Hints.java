package dev.nave.hub.aggregate;

import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.feed.Listing;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.protocol.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a merged list may be kept, and whether by all users: the least of what its contributors allow (4.5 of the
 * digest).
 */
record Hints(Duration life, boolean shared) {
    /** A list that will be longer soon. */
    private static final Duration STARTING = Duration.ofSeconds(1);
    /** A list with parts that may be out of date. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofDays(1);

    static Hints of(ListKind kind, List<ServerFeed> feeds, boolean starting, Time time) {
        Duration life = LONGEST;
        boolean shared = true;
        for (ServerFeed feed : feeds) {
            Optional<Listing> known = feed.known(kind);
            boolean there = feed.isThere();
            if (known.isEmpty() && feed.isHopeless()) {
                continue;
            }
            life = least(
                    life, known.map(listing -> listing.remaining(time.nanos())).orElse(AWAY));
            life = there ? life : least(life, AWAY);
            life = starting && known.isEmpty() ? least(life, STARTING) : life;
            shared &= known.map(Listing::shared).orElse(false);
        }
        return new Hints(life, shared);
    }

    JsonObject putInto(JsonObject result) {
        return result.put("ttlMs", life.toMillis()).put("cacheScope", shared ? "public" : "private");
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
