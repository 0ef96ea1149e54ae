package dev.nave.protocol.json;

/**
 * Bounds a JSON text must keep to be looked at.
 *
 * @param bytes the whole text, in bytes
 * @param depth nesting of arrays and objects; a scalar has depth 0
 * @param stringBytes one string as spelled, in bytes without its quotes
 * @param numberBytes one number as spelled, in bytes
 */
public record JsonLimits(int bytes, int depth, int stringBytes, int numberBytes) {
    /** 4 MiB of text, 128 levels, strings as long as the text, numbers of 1,000 digits. */
    public static final JsonLimits DEFAULT = new JsonLimits(4 << 20, 128, 4 << 20, 1_000);

    public JsonLimits {
        if (bytes < 1 || depth < 1 || stringBytes < 1 || numberBytes < 1) {
            throw new IllegalArgumentException(
                    "expected bounds of at least 1, got bytes=%d depth=%d string=%d number=%d"
                            .formatted(bytes, depth, stringBytes, numberBytes));
        }
    }
}
