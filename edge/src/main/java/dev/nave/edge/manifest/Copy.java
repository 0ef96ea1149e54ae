package dev.nave.edge.manifest;

import java.time.Instant;
import java.util.Optional;

/**
 * A manifest as it was fetched.
 *
 * @param text the document
 * @param tag its {@code ETag}, as it came
 * @param modified its {@code Last-Modified}, as it came
 * @param since when it was first seen
 */
public record Copy(byte[] text, Optional<String> tag, Optional<String> modified, Instant since) {
    @Override
    public String toString() {
        return "Copy[" + text.length + " bytes, since " + since + "]";
    }
}
