package dev.nave.protocol.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where the members of one object stand: four offsets each (name without quotes, value), in order. */
final class Members {
    /** Up to so many names are compared each with each. */
    private static final int FEW = 16;

    static final Members NONE = new Members(new byte[0], new int[0], 0);

    private final byte[] bytes;
    private final int[] offsets;
    private final int count;
    /**
     * The values somebody asked for, so that what is asked for again need not be searched again. Written by whoever asks
     * first, at most a few times with equal content; safe because values are final inside.
     */
    private final @Nullable Json[] values;

    private Members(byte[] bytes, int[] offsets, int count) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.count = count;
        this.values = new Json[count];
    }

    static Members of(byte[] bytes, int start, int end) {
        int at = Scanner.skipBlanks(bytes, start + 1, end);
        if (bytes[at] == '}') {
            return NONE; // So are the capabilities of most clients.
        }
        int[] offsets = new int[16];
        int used = 0;
        while (bytes[at] != '}') {
            int nameEnd = Scanner.skipString(bytes, at);
            int colon = Scanner.skipBlanks(bytes, nameEnd, end);
            int value = Scanner.skipBlanks(bytes, colon + 1, end);
            int valueEnd = Scanner.skipValue(bytes, value, end);
            if (used == offsets.length) {
                offsets = Arrays.copyOf(offsets, used * 2);
            }
            offsets[used++] = at + 1;
            offsets[used++] = nameEnd - 1;
            offsets[used++] = value;
            offsets[used++] = valueEnd;
            at = Scanner.skipBlanks(bytes, valueEnd, end);
            if (bytes[at] == ',') {
                at = Scanner.skipBlanks(bytes, at + 1, end);
            }
        }
        return new Members(bytes, offsets, used / 4);
    }

    int count() {
        return count;
    }

    Json value(int index) {
        Json known = values[index];
        if (known == null) {
            known = new Json(bytes, offsets[index * 4 + 2], offsets[index * 4 + 3]);
            values[index] = known;
        }
        return known;
    }

    /** How many bytes a member takes: its name, its value and the colon between them. */
    int length(int index) {
        return offsets[index * 4 + 1] - offsets[index * 4] + 3 + offsets[index * 4 + 3] - offsets[index * 4 + 2];
    }

    String name(int index) {
        return JsonText.unquote(bytes, offsets[index * 4], offsets[index * 4 + 1]);
    }

    /** Appends the name as spelled, with its quotes. */
    void copyName(int index, JsonText text) {
        text.span(bytes, offsets[index * 4] - 1, offsets[index * 4 + 1] + 1);
    }

    /** Appends the value as spelled. */
    void copyValue(int index, JsonText text) {
        text.span(bytes, offsets[index * 4 + 2], offsets[index * 4 + 3]);
    }

    @Nullable
    Json find(String name) {
        for (int i = count - 1; i >= 0; i--) {
            if (named(i, name)) {
                return value(i);
            }
        }
        return null;
    }

    /** Which member of this name stands first; -1 when there is none. */
    int first(String name) {
        for (int i = 0; i < count; i++) {
            if (named(i, name)) {
                return i;
            }
        }
        return -1;
    }

    boolean named(int index, String name) {
        int from = offsets[index * 4];
        int to = offsets[index * 4 + 1];
        int length = name.length();
        if (to - from == length) {
            boolean alike = true;
            for (int i = 0; i < length && alike; i++) {
                byte b = bytes[from + i];
                alike = b == name.charAt(i) && b != '\\';
            }
            if (alike) {
                return true;
            }
        }
        return to - from > length && !isPlain(from, to) && name(index).equals(name);
    }

    /** Whether the spelling is the name: no escapes, ASCII alone. */
    private boolean isPlain(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    void forEach(BiConsumer<String, Json> each) {
        for (int i = 0; i < count; i++) {
            each.accept(name(i), value(i));
        }
    }

    Optional<String> duplicate() {
        return count <= FEW && arePlain() ? duplicateOfFew() : duplicateOfMany();
    }

    /** Each against each, which costs nothing but time, and of that little. */
    private Optional<String> duplicateOfFew() {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (Arrays.equals(
                        bytes, offsets[i * 4], offsets[i * 4 + 1], bytes, offsets[j * 4], offsets[j * 4 + 1])) {
                    return Optional.of(name(i));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> duplicateOfMany() {
        Set<String> seen = HashSet.newHashSet(count);
        for (int i = 0; i < count; i++) {
            if (!seen.add(name(i))) {
                return Optional.of(name(i));
            }
        }
        return Optional.empty();
    }

    private boolean arePlain() {
        for (int i = 0; i < count; i++) {
            if (!isPlain(offsets[i * 4], offsets[i * 4 + 1])) {
                return false;
            }
        }
        return true;
    }
}
