package dev.nave.hub.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of texts by their UTF-8 bytes, the same on every machine. */
final class ByteOrder {
    private ByteOrder() {}

    static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
