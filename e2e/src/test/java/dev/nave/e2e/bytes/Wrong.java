package dev.nave.e2e.bytes;

import java.nio.charset.StandardCharsets;

/** Mistakes that make bytes no message, or too much of one. */
enum Wrong {
    BYTE_ORDER_MARK,
    UTF_16_BIG_ENDIAN,
    UTF_16_LITTLE_ENDIAN,
    OVERLONG_UTF_8,
    CUT_OFF,
    TOO_DEEP,
    TOO_LARGE,
    NUMBER_TOO_LONG;

    /** More than the bounds the tests set for a message. */
    private static final int TOO_MANY_BYTES = 1 << 20;

    /** The message with this mistake; the last empty object in it is what is filled. */
    byte[] in(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        return switch (this) {
            case BYTE_ORDER_MARK -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            case UTF_16_BIG_ENDIAN -> text.getBytes(StandardCharsets.UTF_16BE);
            case UTF_16_LITTLE_ENDIAN -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
            // A solidus in two bytes where UTF-8 has one (RFC 3629 §10): how filters were once passed by.
            case OVERLONG_UTF_8 -> filled(text, "\"\u00c0\u00af\"").getBytes(StandardCharsets.ISO_8859_1);
            case CUT_OFF -> text.substring(0, text.length() - 2).getBytes(StandardCharsets.UTF_8);
            case TOO_DEEP -> filled(text, "[".repeat(200) + "]".repeat(200)).getBytes(StandardCharsets.UTF_8);
            case TOO_LARGE ->
                filled(text, "\"" + "x".repeat(TOO_MANY_BYTES) + "\"").getBytes(StandardCharsets.UTF_8);
            case NUMBER_TOO_LONG -> filled(text, "1".repeat(2_000)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String filled(String text, String value) {
        int empty = text.lastIndexOf("{}");
        return text.substring(0, empty) + "{\"a\":" + value + "}" + text.substring(empty + 2);
    }
}
