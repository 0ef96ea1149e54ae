package dev.nave.protocol.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object in the making: empty, or an edit of one that arrived. Members nobody names keep their place and spelling.
 * For one thread.
 */
public final class JsonObject {
    private final @Nullable Json origin;
    private final List<Change> changes = new ArrayList<>(4);

    JsonObject() {
        this.origin = null;
    }

    JsonObject(Json origin) {
        this.origin = origin;
    }

    /** Sets a member: in its place when the object has it, else at the end. Null removes it. */
    public JsonObject put(String name, @Nullable Json value) {
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).name.equals(name)) {
                changes.remove(i); // The last put stands last.
                break;
            }
        }
        changes.add(new Change(name, value));
        return this;
    }

    public JsonObject put(String name, String value) {
        return put(name, Json.of(value));
    }

    public JsonObject put(String name, long value) {
        return put(name, Json.of(value));
    }

    public JsonObject put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /** Sets the member when there is a value; leaves the object as it is otherwise. */
    public JsonObject putIfPresent(String name, Optional<Json> value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /** Sets every member of another object. */
    public JsonObject putAll(Json object) {
        object.forEach(this::put);
        return this;
    }

    public JsonObject remove(String name) {
        return put(name, (Json) null);
    }

    /** The object as it is now. The edit may go on. */
    public Json build() {
        if (changes.isEmpty()) {
            return origin == null ? Json.EMPTY_OBJECT : origin;
        }
        return text().json();
    }

    /** The bytes of the object as it is now, the caller's own. */
    public byte[] toBytes() {
        return changes.isEmpty() ? build().toBytes() : text().toBytes();
    }

    private JsonText text() {
        Members members = origin == null ? Members.NONE : origin.members();
        int[] replaced = new int[members.count()];
        boolean[] placed = new boolean[changes.size()];
        JsonText text = new JsonText(room(members, replaced));
        text.ascii('{');
        boolean first = true;
        for (int i = 0; i < replaced.length; i++) {
            int change = replaced[i];
            Json value = change < 0 || placed[change] ? null : changes.get(change).value;
            if (change >= 0) {
                placed[change] = true;
            }
            if (change < 0 || value != null) {
                first = text.next(first);
                members.copyName(i, text);
                text.ascii(':');
                if (value == null) {
                    members.copyValue(i, text);
                } else {
                    text.value(value);
                }
            }
        }
        for (int i = 0; i < placed.length; i++) {
            Json value = changes.get(i).value;
            if (!placed[i] && value != null) {
                first = text.next(first);
                text.string(changes.get(i).name);
                text.ascii(':');
                text.value(value);
            }
        }
        text.ascii('}');
        return text;
    }

    /**
     * As many bytes as the object will take, a few more when members are replaced, fewer when new names need escapes.
     *
     * @param replaced takes, for each member, which change replaces it; -1 for none
     */
    private int room(Members members, int[] replaced) {
        int bytes = 1;
        for (int i = 0; i < replaced.length; i++) {
            replaced[i] = changeOf(members, i);
            bytes += replaced[i] < 0 ? members.length(i) + 1 : 0;
        }
        for (Change change : changes) {
            bytes += change.value == null ? 0 : change.name.length() + 4 + change.value.length();
        }
        return Math.max(2, bytes);
    }

    private int changeOf(Members members, int index) {
        for (int i = 0; i < changes.size(); i++) {
            if (members.named(index, changes.get(i).name)) {
                return i;
            }
        }
        return -1;
    }

    private record Change(String name, @Nullable Json value) {}
}
