package dev.nave.hub.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a file and where it stands, the same for YAML and JSON. */
sealed interface Node {
    Place place();

    /** What it is, for a message: with its text when that is short. */
    String described();

    /** Whether it is there only to say that nothing is. */
    default boolean isNothing() {
        return false;
    }

    record Scalar(Place place, String text, ScalarKind kind) implements Node {
        @Override
        public boolean isNothing() {
            return kind == ScalarKind.NOTHING;
        }

        @Override
        public String described() {
            return isNothing() ? "nothing" : Shown.quoted(text);
        }
    }

    record Items(Place place, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** The fields in the order written. */
    record Fields(Place place, Map<String, Field> fields) implements Node {
        @Override
        public String described() {
            return "a mapping";
        }

        static Fields empty(Place place) {
            return new Fields(place, new LinkedHashMap<>());
        }
    }

    record Field(Place place, Node value) {}

    enum ScalarKind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }
}
