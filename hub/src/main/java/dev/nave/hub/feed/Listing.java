package dev.nave.hub.feed;

import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;

/**
 * One list of a server, whole.
 *
 * @param entries as the server spelled them
 * @param rest the first page's result without entries, cursor and hints: members nobody here knows
 * @param fetched when, by {@link dev.nave.hub.Time#nanos()}
 * @param life how long it counts as fresh
 * @param shared whether it may be shared between users ({@code cacheScope} public)
 */
public record Listing(List<Json> entries, Json rest, long fetched, Duration life, boolean shared) {
    public Listing {
        entries = List.copyOf(entries);
    }

    /** How long it stays fresh; zero when it is not. */
    public Duration remaining(long nanos) {
        Duration left = life.minusNanos(nanos - fetched);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isFresh(long nanos) {
        return nanos - fetched < life.toNanos();
    }

    /** Whether clients would see the same. */
    boolean offersTheSame(Listing other) {
        return entries.equals(other.entries) && rest.equals(other.rest);
    }
}
