package dev.nave.hub.aggregate;

import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.NodeSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What clients hold on to: all servers behind one endpoint, and each that somebody asked for alone. Safe for many threads. */
final class Views {
    private final NodeSettings node;
    private final Json serverInfo;
    private final Supplier<Fleet> fleet;
    private final View all;
    private final Map<String, View> each = new ConcurrentHashMap<>();

    /** @param fleet the one in force */
    Views(NodeSettings node, Json serverInfo, Supplier<Fleet> fleet) {
        this.node = node;
        this.serverInfo = serverInfo;
        this.fleet = fleet;
        this.all = view("hub", () -> Optional.of(fleet.get().all()));
    }

    /** All servers. */
    View all() {
        return all;
    }

    /** One server alone, for as long as the hub runs. */
    View alone(String name) {
        return each.computeIfAbsent(
                name,
                key -> view(key, () -> Optional.ofNullable(fleet.get().each().get(key))));
    }

    /** Those that a server is in. */
    List<View> of(String server) {
        View alone = each.get(server);
        return alone == null ? List.of(all) : List.of(all, alone);
    }

    /** There is another fleet behind them. */
    void swapped() {
        all.swapped();
        each.values().forEach(View::swapped);
    }

    /** What they list may be too old to be shown. */
    void outdate() {
        all.outdate();
        each.values().forEach(View::outdate);
    }

    private View view(String name, Supplier<Optional<Group>> group) {
        Subscribers subscribers = new Subscribers(
                group,
                node.waits().get(Wait.DEBOUNCE).dividedBy(2),
                node.bounds().get(Bound.SUBSCRIPTIONS),
                () -> fleet.get().configuration().keys().isEmpty());
        return new View(name, serverInfo, group, subscribers);
    }
}
