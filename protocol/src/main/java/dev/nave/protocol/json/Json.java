package dev.nave.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value: a span of bytes that were checked once. Immutable, free to share between threads; nobody may write to
 * the bytes it was read from. Two values are equal when they are spelled alike, byte for byte.
 */
public final class Json extends Spelled {
    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    public static final Json TRUE = literal("true");
    public static final Json FALSE = literal("false");
    public static final Json NULL = literal("null");
    public static final Json EMPTY_OBJECT = literal("{}");
    public static final Json EMPTY_ARRAY = literal("[]");

    private final byte[] bytes;
    private final int start;
    private final int end;
    // Written at most a few times with equal content, by whoever looks first; safe because Members is final inside.
    private @Nullable Members members;

    Json(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /**
     * Checks a whole text.
     *
     * @throws JsonException when it is not one JSON value in UTF-8 within the limits
     */
    public static Json parse(byte[] text, JsonLimits limits) {
        return Scanner.scan(text, 0, text.length, limits);
    }

    /** Checks a text under the {@linkplain JsonLimits#DEFAULT default limits}; see {@link #parse(byte[], JsonLimits)}. */
    public static Json parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }

    private static Json literal(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new Json(bytes, 0, bytes.length);
    }

    /** A string value. */
    public static Json of(String value) {
        byte[] text = JsonText.quote(value);
        return new Json(text, 0, text.length);
    }

    /** A whole number. */
    public static Json of(long value) {
        return literal(Long.toString(value));
    }

    public static Json of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** An array of these values in this order. */
    public static Json array(List<Json> elements) {
        if (elements.isEmpty()) {
            return EMPTY_ARRAY;
        }
        int room = 1 + elements.size();
        for (Json element : elements) {
            room += element.length();
        }
        JsonText text = new JsonText(room);
        text.ascii('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                text.ascii(',');
            }
            elements.get(i).spell(text);
        }
        text.ascii(']');
        return text.json();
    }

    /** An object to be filled, member by member. */
    public static JsonObject object() {
        return new JsonObject();
    }

    public Kind kind() {
        return switch (bytes[start]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    public boolean isObject() {
        return bytes[start] == '{';
    }

    public boolean isArray() {
        return bytes[start] == '[';
    }

    public boolean isString() {
        return bytes[start] == '"';
    }

    public boolean isNull() {
        return bytes[start] == 'n';
    }

    public boolean isTrue() {
        return bytes[start] == 't';
    }

    /** The member of this name, the last one where a name stands twice; nothing when there is none or this is no object. */
    public Optional<Json> member(String name) {
        return Optional.ofNullable(find(name));
    }

    /** As {@link #member}, for code that a call passes through: null when there is none. */
    public @Nullable Json find(String name) {
        return isObject() ? members().find(name) : null;
    }

    /** The value at the end of a path of members; nothing as soon as one is missing. */
    public Optional<Json> at(String... path) {
        Json value = this;
        for (String name : path) {
            Json next = value.find(name);
            if (next == null) {
                return Optional.empty();
            }
            value = next;
        }
        return Optional.of(value);
    }

    /** The text of the string member of this name; nothing when it is missing or no string. */
    public Optional<String> string(String name) {
        Json value = find(name);
        return value != null && value.isString() ? Optional.of(value.text()) : Optional.empty();
    }

    /** Whether the member of this name is {@code true}. */
    public boolean flag(String name) {
        Json value = find(name);
        return value != null && value.isTrue();
    }

    /** Every member in order; nothing when this is no object. */
    public void forEach(BiConsumer<String, Json> each) {
        if (isObject()) {
            members().forEach(each);
        }
    }

    /** Whether this is an object that is not empty. */
    public boolean hasMembers() {
        return isObject() && members().count() > 0;
    }

    /** The names of the members in order; none when this is no object. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        forEach((name, value) -> names.add(name));
        return names;
    }

    /** A name that stands twice in this object, once unescaped. */
    public Optional<String> duplicateName() {
        return isObject() ? members().duplicate() : Optional.empty();
    }

    /** The elements in order; none when this is no array. */
    public List<Json> elements() {
        if (!isArray()) {
            return List.of();
        }
        List<Json> elements = new ArrayList<>();
        int at = Scanner.skipBlanks(bytes, start + 1, end);
        while (bytes[at] != ']') {
            int to = Scanner.skipValue(bytes, at, end);
            elements.add(new Json(bytes, at, to));
            at = Scanner.skipBlanks(bytes, to, end);
            if (bytes[at] == ',') {
                at = Scanner.skipBlanks(bytes, at + 1, end);
            }
        }
        return elements;
    }

    /**
     * The characters of this string, escapes resolved.
     *
     * @throws IllegalStateException when this is no string
     */
    public String text() {
        if (!isString()) {
            throw new IllegalStateException("expected a string, got " + kind());
        }
        return JsonText.unquote(bytes, start + 1, end - 1);
    }

    /** This number when it is whole and fits 64 bits, whatever its spelling (1, 1.0, 1e2). */
    public OptionalLong asLong() {
        if (kind() != Kind.NUMBER) {
            return OptionalLong.empty();
        }
        return JsonText.wholeNumber(raw());
    }

    /** This number as the nearest double; NaN when this is no number. */
    public double asDouble() {
        return kind() == Kind.NUMBER ? Double.parseDouble(raw()) : Double.NaN;
    }

    /**
     * Whether these ASCII characters occur anywhere in the text: a quick look before a search that costs more. An escape
     * may hide a name from it.
     */
    public boolean mentions(String ascii) {
        byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
        for (int at = start; at <= end - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /** The value as spelled. */
    public String raw() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** How many bytes the value takes as spelled. */
    @Override
    public int length() {
        return end - start;
    }

    /** A copy of the bytes as spelled. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** The bytes as spelled, on one line: line breaks, which JSON has only between tokens, become blanks. */
    public byte[] toLine() {
        byte[] line = toBytes();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    /** An edit of this object, which itself stays as it is. */
    public JsonObject edit() {
        if (!isObject()) {
            throw new IllegalStateException("expected an object to edit, got " + kind());
        }
        return new JsonObject(this);
    }

    @Override
    void spell(JsonText text) {
        text.span(bytes, start, end);
    }

    Members members() {
        Members known = members;
        if (known == null) {
            known = Members.of(bytes, start, end);
            members = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Json that && Arrays.equals(bytes, start, end, that.bytes, that.start, that.end));
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** The value as spelled, shortened when it is long. */
    @Override
    public String toString() {
        return length() <= 200
                ? raw()
                : new String(bytes, start, 200, StandardCharsets.UTF_8) + "… (" + length() + " bytes)";
    }

    static String hex(int value) {
        return HexFormat.of().toHexDigits((short) value);
    }
}
