package dev.nave.protocol.projection;

import dev.nave.protocol.MetaKey;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Edits that give back the value they were given when there is nothing to change. */
final class Edits {
    private Edits() {}

    /** The object without these members. */
    static Json without(Json object, String... names) {
        JsonObject edit = null;
        for (String name : names) {
            if (object.find(name) != null) {
                edit = edit == null ? object.edit() : edit;
                edit.remove(name);
            }
        }
        return edit == null ? object : edit.build();
    }

    /** The object with one member changed, if it has the member and the change changes it. */
    static Json member(Json object, String name, UnaryOperator<Json> change) {
        Json value = object.find(name);
        if (value == null) {
            return object;
        }
        Json changed = change.apply(value);
        return changed.equals(value) ? object : object.edit().put(name, changed).build();
    }

    /** The object with every element of one array changed. */
    static Json each(Json object, String name, UnaryOperator<Json> change) {
        return member(object, name, array -> elements(array, change));
    }

    /** The array with every element changed; another value as it is. */
    static Json elements(Json array, UnaryOperator<Json> change) {
        boolean same = true;
        List<Json> changed = new ArrayList<>();
        for (Json element : array.elements()) {
            Json now = change.apply(element);
            same &= now.equals(element);
            changed.add(now);
        }
        return same ? array : Json.array(changed);
    }

    /** A result without what only a modern one carries. */
    static Json withoutModern(Json result) {
        Json bare = without(result, "resultType", "ttlMs", "cacheScope");
        Json meta = bare.find("_meta");
        if (meta == null || meta.find(MetaKey.SERVER_INFO) == null) {
            return bare;
        }
        Json kept = without(meta, MetaKey.SERVER_INFO);
        return kept.hasMembers() ? bare.edit().put("_meta", kept).build() : without(bare, "_meta");
    }
}
