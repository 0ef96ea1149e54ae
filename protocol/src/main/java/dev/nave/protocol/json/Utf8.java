package dev.nave.protocol.json;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** How many bytes the character at this place takes; its first byte is not ASCII. */
    static int length(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first >= 0xc2 && first <= 0xdf && continues(bytes, at + 1, end)) {
            return 2;
        }
        if (first >= 0xe0 && first <= 0xef && continues(bytes, at + 1, end) && continues(bytes, at + 2, end)) {
            int second = bytes[at + 1] & 0xff;
            boolean overlong = first == 0xe0 && second < 0xa0;
            boolean surrogate = first == 0xed && second > 0x9f;
            if (!overlong && !surrogate) {
                return 3;
            }
        }
        if (first >= 0xf0
                && first <= 0xf4
                && continues(bytes, at + 1, end)
                && continues(bytes, at + 2, end)
                && continues(bytes, at + 3, end)) {
            int second = bytes[at + 1] & 0xff;
            boolean overlong = first == 0xf0 && second < 0x90;
            boolean beyond = first == 0xf4 && second > 0x8f;
            if (!overlong && !beyond) {
                return 4;
            }
        }
        throw new JsonException("expected UTF-8, got byte 0x%02x".formatted(first), at);
    }

    private static boolean continues(byte[] bytes, int at, int end) {
        return at < end && (bytes[at] & 0xc0) == 0x80;
    }
}
