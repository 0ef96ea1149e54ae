package dev.nave.transport.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Spells events as {@code text/event-stream} has them (HTML Living Standard, §9.2.5). */
final class SentEvents {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private SentEvents() {}

    /**
     * The event's bytes; every line break in the data, CR LF and CR included, starts a new {@code data} line.
     *
     * @throws IllegalArgumentException when the id or the name holds a line break, or the id a NUL
     */
    static byte[] spell(SentEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.data().length + 64);
        String name = event.name();
        if (name != null) {
            field(bytes, "event", name);
        }
        String id = event.id();
        if (id != null) {
            if (id.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("Expected an event id without NUL");
            }
            field(bytes, "id", id);
        }
        if (event.retry() != null) {
            field(bytes, "retry", Long.toString(event.retry().toMillis()));
        }
        // An id alone must still be an event with empty data: a reader that saw no data line would drop it.
        data(bytes, event.data());
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void field(ByteArrayOutputStream bytes, String field, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("Expected the " + field + " of an event without line breaks");
        }
        bytes.writeBytes((field + ": " + value + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void data(ByteArrayOutputStream bytes, byte[] data) {
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] != '\n' && data[i] != '\r') {
                continue;
            }
            line(bytes, data, start, i);
            if (data[i] == '\r' && i + 1 < data.length && data[i + 1] == '\n') {
                i++;
            }
            start = i + 1;
        }
        line(bytes, data, start, data.length);
    }

    private static void line(ByteArrayOutputStream bytes, byte[] data, int start, int end) {
        bytes.writeBytes(DATA);
        bytes.write(data, start, end - start);
        bytes.write('\n');
    }
}
