package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Field;
import dev.nave.hub.configuration.Node.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one file over another: key by key where both have a mapping, else the later one holds. A server that says anew
 * how it is reached replaces the one of its name; one that does not only changes it, in its old place.
 */
final class Merge {
    private static final List<String> WAYS = List.of("command", "sample", "url", "manifest");

    private Merge() {}

    static Fields over(Fields earlier, Fields later) {
        return fields(earlier, later, 0);
    }

    private static Fields fields(Fields earlier, Fields later, int depth) {
        Map<String, Field> merged = new LinkedHashMap<>(earlier.fields());
        later.fields().forEach((key, field) -> {
            Field before = merged.get(key);
            boolean servers = depth == 0 && key.equals(Keys.SERVERS);
            merged.put(key, before == null ? field : field(before, field, servers, depth));
        });
        return new Fields(later.place(), merged);
    }

    private static Field field(Field earlier, Field later, boolean servers, int depth) {
        if (!(earlier.value() instanceof Fields before && later.value() instanceof Fields after)) {
            return later;
        }
        return new Field(later.place(), servers ? servers(before, after) : fields(before, after, depth + 1));
    }

    private static Fields servers(Fields earlier, Fields later) {
        Map<String, Field> merged = new LinkedHashMap<>(earlier.fields());
        later.fields().forEach((name, field) -> {
            Field before = merged.get(name);
            merged.put(name, before == null || reached(field) ? field : field(before, field, false, 1));
        });
        return new Fields(later.place(), merged);
    }

    private static boolean reached(Field server) {
        return server.value() instanceof Fields fields
                && WAYS.stream().anyMatch(way -> fields.fields().containsKey(way));
    }
}
