package dev.nave.protocol.json;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object in the making: empty, or an edit of one that arrived. Members nobody names keep their place and spelling.
 * For one thread.
 */
public final class JsonObject extends Spelled {
    private final @Nullable Json origin;
    // The edit: what is put, side by side, in the order it was put; a null value removes.
    private String[] names = new String[4];
    private @Nullable Spelled[] values = new Spelled[4];
    private int count;

    JsonObject() {
        this.origin = null;
    }

    JsonObject(Json origin) {
        this.origin = origin;
    }

    /** Sets a member: in its place when the object has it, else at the end. Null removes it. */
    public JsonObject put(String name, @Nullable Json value) {
        return set(name, value);
    }

    /** Sets a member to what the other object is when this one is built, which spares building it by itself. */
    public JsonObject put(String name, JsonObject value) {
        return set(name, value);
    }

    private JsonObject set(String name, @Nullable Spelled value) {
        forget(name); // The last put stands last.
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        names[count] = name;
        values[count] = value;
        count++;
        return this;
    }

    private void forget(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                count--;
                System.arraycopy(names, i + 1, names, i, count - i);
                System.arraycopy(values, i + 1, values, i, count - i);
                return;
            }
        }
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
        if (count == 0) {
            return origin == null ? Json.EMPTY_OBJECT : origin;
        }
        return text().json();
    }

    /** The bytes of the object as it is now, the caller's own. */
    public byte[] toBytes() {
        return count == 0 ? build().toBytes() : text().toBytes();
    }

    private JsonText text() {
        JsonText text = new JsonText(length());
        spell(text);
        return text;
    }

    /** As many bytes as the object will take; more when members are replaced, fewer when new names need escapes. */
    @Override
    int length() {
        Members members = members();
        int bytes = 1;
        for (int i = 0; i < members.count(); i++) {
            bytes += putFor(members, i) < 0 ? members.length(i) + 1 : 0;
        }
        for (int put = 0; put < count; put++) {
            Spelled value = values[put];
            bytes += value == null ? 0 : names[put].length() + 4 + value.length();
        }
        return Math.max(2, bytes);
    }

    @Override
    void spell(JsonText text) {
        Members members = members();
        boolean first = true;
        text.ascii('{');
        for (int i = 0; i < members.count(); i++) {
            int put = putFor(members, i);
            Spelled value = put < 0 ? null : values[put];
            if (put < 0 || (value != null && members.first(names[put]) == i)) {
                first = text.next(first);
                members.copyName(i, text);
                text.ascii(':');
                if (value == null) {
                    members.copyValue(i, text);
                } else {
                    value.spell(text);
                }
            }
        }
        for (int put = 0; put < count; put++) {
            Spelled value = values[put];
            if (value != null && members.first(names[put]) < 0) {
                first = text.next(first);
                text.string(names[put]);
                text.ascii(':');
                value.spell(text);
            }
        }
        text.ascii('}');
    }

    private Members members() {
        return origin == null ? Members.NONE : origin.members();
    }

    /** What was put in the place of a member; -1 when it stays. */
    private int putFor(Members members, int member) {
        for (int put = 0; put < count; put++) {
            if (members.named(member, names[put])) {
                return put;
            }
        }
        return -1;
    }
}
