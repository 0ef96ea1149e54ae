package dev.nave.hub.aggregate;

import dev.nave.hub.ListKind;
import dev.nave.hub.catalog.Entry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that a hub offers to one caller.
 *
 * @param servers those that are used, in configured order
 * @param entries of each kind, in the order and under the names that this caller sees
 */
public record Offered(List<ServerStatus> servers, Map<ListKind, List<Entry>> entries) {
    public Offered {
        servers = List.copyOf(servers);
        entries = new EnumMap<>(entries);
    }

    public List<Entry> of(ListKind kind) {
        return entries.getOrDefault(kind, List.of());
    }
}
