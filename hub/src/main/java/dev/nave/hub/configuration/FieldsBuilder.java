package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Field;
import dev.nave.hub.configuration.Node.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers the fields of one mapping and notices a key that comes twice. */
final class FieldsBuilder {
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Place place;
    private final Problems problems;

    FieldsBuilder(Place place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    void add(String key, Place at, Node value) {
        Field first = fields.putIfAbsent(key, new Field(at, value));
        if (first != null) {
            problems.error(
                    at,
                    "The key " + Shown.quoted(key) + " is there already, in line "
                            + first.place().line() + ": keep one of them.");
        }
    }

    Fields build() {
        return new Fields(place, fields);
    }
}
