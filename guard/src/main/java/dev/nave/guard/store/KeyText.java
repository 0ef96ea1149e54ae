package dev.nave.guard.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A master key as it is written where only text can be kept: in Base64. */
final class KeyText {
    private KeyText() {}

    /** The bytes of a key; the text, white space at its ends aside, is wiped. */
    static byte[] read(byte[] text, String place) throws StoreFailure {
        byte[] trimmed = trimmed(text);
        try {
            byte[] key = Base64.getDecoder().decode(trimmed);
            if (key.length == MasterKey.BYTES) {
                return key;
            }
            Arrays.fill(key, (byte) 0);
        } catch (IllegalArgumentException _) {
            // Said below, as for a key of another length.
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(trimmed, (byte) 0);
        }
        throw new StoreFailure("Expected 32 bytes in Base64 as the master key in " + place
                + ": bring the key back, or make one with 'openssl rand -base64 32' when the store is new.");
    }

    static byte[] read(String text, String place) throws StoreFailure {
        return read(text.getBytes(StandardCharsets.UTF_8), place);
    }

    static byte[] write(byte[] key) {
        return Base64.getEncoder().encode(key);
    }

    private static byte[] trimmed(byte[] text) {
        int start = 0;
        int end = text.length;
        while (start < end && text[start] <= ' ') {
            start++;
        }
        while (end > start && text[end - 1] <= ' ') {
            end--;
        }
        return Arrays.copyOfRange(text, start, end);
    }
}
