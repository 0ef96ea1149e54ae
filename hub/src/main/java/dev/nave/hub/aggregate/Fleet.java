package dev.nave.hub.aggregate;

import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.feed.ServerFeed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One configuration put to work: what the hub consists of until it is swapped for another, as a whole. A server that two
 * configurations share is in both of their fleets, the same object, which is why it need not start anew.
 *
 * @param since when it was put to work
 * @param feeds every server that is used, in configured order
 * @param all all of them behind one endpoint
 * @param each one alone, by its name
 */
record Fleet(
        Configuration configuration,
        Instant since,
        Callers callers,
        List<ServerFeed> feeds,
        Group all,
        Map<String, Group> each) {
    Fleet {
        feeds = List.copyOf(feeds);
        each = Map.copyOf(each);
    }

    Optional<ServerFeed> feed(String name) {
        return feeds.stream().filter(feed -> feed.name().equals(name)).findFirst();
    }

    /** How every configured server is doing, in configured order. */
    List<ServerStatus> servers() {
        return configuration.servers().stream()
                .map(settings -> feed(settings.name())
                        .map(feed -> ServerStatus.of(settings, feed))
                        .orElseGet(() -> ServerStatus.disabled(settings, since)))
                .toList();
    }

    /** Whether this very object is of the fleet, not only one of its name. */
    boolean has(ServerFeed feed) {
        return feeds.contains(feed);
    }
}
