package dev.nave.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a string travels in an {@code Mcp-*} header (2026-07-28, transports, "Value encoding"). */
public final class HeaderValue {
    private static final String HEAD = "=?base64?";
    private static final String TAIL = "?=";

    private HeaderValue() {}

    /** The value itself when plain ASCII carries it, else its UTF-8 in base64 between {@code =?base64?} and {@code ?=}. */
    public static String encode(String value) {
        if (isPlain(value)) {
            return value;
        }
        return HEAD + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + TAIL;
    }

    /** The value a header carries; nothing when it claims to be base64 and is not. */
    public static Optional<String> decode(String header) {
        String trimmed = header.strip();
        if (!isWrapped(trimmed)) {
            return Optional.of(trimmed);
        }
        String encoded = trimmed.substring(HEAD.length(), trimmed.length() - TAIL.length());
        // The decoder of the platform takes base64 without its padding; a server must not (SEP-2243).
        if (encoded.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String value) {
        if (isWrapped(value) || !value.equals(value.strip())) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < 0x20 || value.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWrapped(String value) {
        return value.length() >= HEAD.length() + TAIL.length()
                && value.regionMatches(true, 0, HEAD, 0, HEAD.length())
                && value.endsWith(TAIL);
    }
}
