package dev.nave.protocol.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/** JSON being spelled out into bytes, and the spelling of strings and numbers. */
final class JsonText {
    private byte[] bytes;
    private int length;

    /** Room for so many bytes at first; it grows as needed. */
    JsonText(int room) {
        bytes = new byte[room];
    }

    void ascii(char character) {
        room(1);
        bytes[length++] = (byte) character;
    }

    /** Appends a comma before all but the first; answers false, which is whether the one after is the first. */
    boolean next(boolean first) {
        if (!first) {
            ascii(',');
        }
        return false;
    }

    /** Appends bytes as they are. */
    void span(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    /** Appends a string in quotes. */
    void string(String value) {
        int start = length;
        room(value.length() + 2);
        bytes[length++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isPlain(c)) {
                length = start;
                byte[] quoted = quote(value);
                span(quoted, 0, quoted.length);
                return;
            }
            bytes[length++] = (byte) c;
        }
        bytes[length++] = '"';
    }

    Json json() {
        return new Json(bytes, 0, length);
    }

    /** What was spelled; nothing is to be appended any more. */
    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    static byte[] quote(String value) {
        int plain = 0;
        while (plain < value.length() && isPlain(value.charAt(plain))) {
            plain++;
        }
        if (plain == value.length()) {
            byte[] quoted = new byte[plain + 2];
            quoted[0] = '"';
            for (int i = 0; i < plain; i++) {
                quoted[i + 1] = (byte) value.charAt(i);
            }
            quoted[plain + 1] = '"';
            return quoted;
        }
        StringBuilder escaped = new StringBuilder(value.length() + 16).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c < 0x20 || isLoneSurrogate(value, i)) {
                        escaped.append("\\u").append(Json.hex(c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
    }

    private static boolean isLoneSurrogate(String value, int index) {
        char c = value.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 >= value.length() || !Character.isLowSurrogate(value.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
    }

    /** The characters of a checked string without its quotes. */
    static String unquote(byte[] bytes, int from, int to) {
        int escape = from;
        while (escape < to && bytes[escape] != '\\') {
            escape++;
        }
        if (escape == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int plain = at;
            while (plain < to && bytes[plain] != '\\') {
                plain++;
            }
            text.append(new String(bytes, at, plain - at, StandardCharsets.UTF_8));
            if (plain == to) {
                break;
            }
            byte kind = bytes[plain + 1];
            at = plain + 2;
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(new String(bytes, at, 4, StandardCharsets.US_ASCII), 16));
                    at += 4;
                }
                default -> text.append((char) kind);
            }
        }
        return text.toString();
    }

    /** A number when it is whole and fits; a giant exponent is refused before it is expanded. */
    static OptionalLong wholeNumber(String spelled) {
        try {
            if (spelled.length() <= 18 && spelled.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return OptionalLong.of(Long.parseLong(spelled));
            }
            BigDecimal number = new BigDecimal(spelled);
            if (number.signum() == 0) {
                return OptionalLong.of(0);
            }
            if (Math.abs((long) number.precision() - number.scale()) > 20 || number.scale() > 1_000) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(number.longValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
    }
}
