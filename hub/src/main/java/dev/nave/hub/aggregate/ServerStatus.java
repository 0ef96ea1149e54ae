package dev.nave.hub.aggregate;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.supervision.State;
import java.util.Map;
import java.util.Optional;

/**
 * How one server is doing.
 *
 * @param opening how it introduced itself last; none when it never has
 * @param counts the entries of each list that is known, the last good ones while the server is away
 */
public record ServerStatus(
        ServerSettings settings, State state, Optional<Opening> opening, Map<ListKind, Integer> counts) {
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
