package dev.nave.hub.feed;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.ListKind;
import java.util.Map;

/**
 * What is known of a server without asking it.
 *
 * @param opening how it introduced itself last
 * @param lists the last good copy of each list that there ever was
 */
public record Remembered(Opening opening, Map<ListKind, Listing> lists) {
    public Remembered {
        lists = Map.copyOf(lists);
    }

    boolean isWhole() {
        return lists.size() == ListKind.values().length;
    }
}
