package dev.nave.transport.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads {@code text/event-stream} as the HTML Living Standard, §9.2.6, says; for one thread. */
final class EventReader {
    /** Longer numbers of milliseconds overflow; a year is more than anyone waits. */
    private static final int RETRY_DIGITS = 10;

    private final InputStream in;
    private final byte[] buffer = new byte[8 << 10];
    private int position;
    private int limit;
    private boolean started;
    private boolean afterCarriageReturn;
    private @Nullable String lastId;

    EventReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next event, also one of an id or a retry alone; null at the end, where an unfinished event is dropped.
     *
     * @throws IOException when an event has more than {@code most} bytes, or the stream breaks off
     */
    @Nullable
    SentEvent next(int most) throws IOException {
        Event event = new Event();
        int size = 0;
        while (true) {
            byte[] line = line(most - size);
            if (line == null) {
                return null;
            }
            if (line.length > 0) {
                size += line.length + 1;
                event.field(line);
                continue;
            }
            if (event.isWorthTelling()) {
                return event.finish();
            }
            event = new Event();
            size = 0;
        }
    }

    /** A line without its end, which is CR LF, LF or CR; null when the stream ends first. */
    private byte @Nullable [] line(int most) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (position == limit && !fill()) {
                return null;
            }
            // The LF of a CR LF whose CR ended the last line, perhaps in another chunk.
            if (afterCarriageReturn && buffer[position] == '\n') {
                position++;
                afterCarriageReturn = false;
                continue;
            }
            afterCarriageReturn = false;
            int end = position;
            while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            line.write(buffer, position, end - position);
            if (line.size() > most) {
                throw new IOException("Expected an event of fewer bytes, got one beyond its bound");
            }
            position = end;
            if (end < limit) {
                afterCarriageReturn = buffer[end] == '\r';
                position++;
                return first(line.toByteArray());
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, read);
        return read > 0;
    }

    /** One byte order mark at the very beginning is not part of the first line. */
    private byte[] first(byte[] line) {
        if (started) {
            return line;
        }
        started = true;
        boolean marked = line.length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(line, 3, line.length) : line;
    }

    /** An event while its lines come in. */
    private final class Event {
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private boolean hasData;
        private boolean hasId;
        private @Nullable String name;
        private @Nullable Duration retry;

        void field(byte[] line) {
            int colon = 0;
            while (colon < line.length && line[colon] != ':') {
                colon++;
            }
            int start = Math.min(colon + 1, line.length);
            if (start < line.length && line[start] == ' ') {
                start++;
            }
            String field = new String(line, 0, colon, StandardCharsets.UTF_8);
            switch (field) {
                case "data" -> data(line, start);
                case "event" -> name = text(line, start);
                case "id" -> id(text(line, start));
                case "retry" -> retry(text(line, start));
                default -> {
                    // Comments have no name, and unknown fields are to be ignored.
                }
            }
        }

        private void data(byte[] line, int start) {
            if (hasData) {
                data.write('\n');
            }
            hasData = true;
            data.write(line, start, line.length - start);
        }

        private void id(String id) {
            if (id.indexOf('\0') < 0) {
                hasId = true;
                lastId = id;
            }
        }

        private void retry(String digits) {
            boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            if (number && digits.length() <= RETRY_DIGITS) {
                retry = Duration.ofMillis(Long.parseLong(digits));
            }
        }

        boolean isWorthTelling() {
            return hasData || hasId || retry != null;
        }

        SentEvent finish() {
            String type = name == null || name.isEmpty() ? null : name;
            return new SentEvent(lastId, type, retry, data.toByteArray());
        }

        private static String text(byte[] line, int start) {
            return new String(line, start, line.length - start, StandardCharsets.UTF_8);
        }
    }
}
