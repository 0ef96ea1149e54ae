package dev.nave.hub.aggregate;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How one server is doing.
 *
 * @param opening how it introduced itself last; none when it never has
 * @param counts the entries of each list that is known, the last good ones while the server is away
 * @param retried how often it was tried anew by itself after it had failed, since it is configured as it is
 * @param within how those behind it are doing, as the hub's tool {@code status} says it; none where it is one server
 */
public record ServerStatus(
        ServerSettings settings,
        State state,
        Optional<Opening> opening,
        Map<ListKind, Integer> counts,
        int retried,
        Optional<Json> within) {
    /** Of a server that is used. */
    static ServerStatus of(ServerSettings settings, ServerFeed feed) {
        Map<ListKind, Integer> counts = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            feed.known(kind)
                    .ifPresent(listing -> counts.put(kind, listing.entries().size()));
        }
        return new ServerStatus(
                settings,
                feed.upstream().state(),
                feed.opening(),
                counts,
                feed.upstream().retried(),
                feed.upstream().connection().flatMap(Connection::status));
    }

    /** Of a server that is not used. */
    static ServerStatus disabled(ServerSettings settings, Instant since) {
        return new ServerStatus(settings, new State.Disabled(since), Optional.empty(), Map.of(), 0, Optional.empty());
    }

    public String name() {
        return settings.name();
    }

    public boolean isReady() {
        return state instanceof State.Ready;
    }

    /** Whether it is used at all. */
    public boolean isUsed() {
        return !(state instanceof State.Disabled);
    }
}
