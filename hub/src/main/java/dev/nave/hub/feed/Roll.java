package dev.nave.hub.feed;

import dev.nave.hub.ListKind;
import dev.nave.hub.supervision.Upstream;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which lists of a connection came, and what is wrong with the others. Safe for many threads. */
final class Roll {
    // Guarded by this.
    private Upstream.@Nullable Lists told;
    private final Set<ListKind> awaited = EnumSet.noneOf(ListKind.class);
    private final Map<ListKind, String> failures = new EnumMap<>(ListKind.class);

    /** A new connection: everything is fetched anew. */
    synchronized void begin(Upstream.Lists lists) {
        told = lists;
        failures.clear();
        awaited.addAll(EnumSet.allOf(ListKind.class));
    }

    /** A list came or could not be had. What belongs to an earlier connection may count as well: it is fetched again. */
    void landed(ListKind kind, Optional<String> failure) {
        Upstream.Lists lists;
        Optional<String> wrong;
        synchronized (this) {
            awaited.remove(kind);
            failures.remove(kind);
            failure.ifPresent(reason -> failures.put(kind, reason));
            lists = told;
            if (lists == null || !awaited.isEmpty()) {
                return;
            }
            wrong = failures.entrySet().stream()
                    .findFirst()
                    .map(entry -> "it does not list its " + entry.getKey().member() + ": " + entry.getValue());
        }
        wrong.ifPresentOrElse(lists::unlisted, lists::listed);
    }
}
