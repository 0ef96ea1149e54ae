package dev.nave.clients.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One step on the way from the top of a document to a value. */
public sealed interface Step {

    /** Whether an item of a list is the one meant. */
    boolean selects(Tree item);

    /** The value of a key. */
    record Key(String name) implements Step {
        @Override
        public boolean selects(Tree item) {
            return false;
        }
    }

    /** The item of a list that has this text under this key: how Continue keeps its servers. */
    record Item(String key, String text) implements Step {
        @Override
        public boolean selects(Tree item) {
            return item.at(new Key(key))
                    .filter(value ->
                            value instanceof Tree.Scalar scalar && scalar.text().equals(text))
                    .isPresent();
        }
    }

    /** A way of keys alone. */
    static List<Step> keys(String... names) {
        return Arrays.stream(names).<Step>map(Key::new).toList();
    }

    /** A way, and one step more. */
    static List<Step> and(List<Step> way, Step last) {
        List<Step> longer = new ArrayList<>(way);
        longer.add(last);
        return List.copyOf(longer);
    }
}
