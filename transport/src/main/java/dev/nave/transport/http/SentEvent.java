package dev.nave.transport.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server-sent event (HTML Living Standard, §9.2).
 *
 * @param id where a reader may resume, or null
 * @param name the event's type, or null for {@code message}
 * @param retry how long a reader should wait before it connects again, or null
 * @param data UTF-8, line breaks and all; empty for none
 */
public record SentEvent(
        @Nullable String id,
        @Nullable String name,
        @Nullable Duration retry,
        byte[] data) {
    /** An event of nothing but data. */
    public static SentEvent of(byte[] data) {
        return new SentEvent(null, null, null, data);
    }
}
