package dev.nave.hub.catalog;

import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The hubs an entry came through, told to other hubs alone: where hubs are servers of each other, lists would otherwise
 * grow by one round with every look at them.
 */
public final class Provenance {
    private Provenance() {}

    /** Whether an entry that arrived has been at this hub before. */
    public static boolean passed(Json entry, String hub) {
        return path(entry).contains(Json.of(hub));
    }

    /** The entry as another hub is given it by this one. */
    public static Json mark(Json entry, String hub) {
        List<Json> path = new ArrayList<>(path(entry));
        path.add(Json.of(hub));
        Json meta = entry.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return entry.edit()
                .put("_meta", meta.edit().put(MetaKey.PATH, Json.array(path)).build())
                .build();
    }

    private static List<Json> path(Json entry) {
        return entry.at("_meta", MetaKey.PATH).map(Json::elements).orElse(List.of());
    }
}
