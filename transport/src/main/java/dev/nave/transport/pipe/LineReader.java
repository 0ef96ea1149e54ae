package dev.nave.transport.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that end with LF, or CR LF, as bytes; for one thread. A line beyond the bound is read to its end and not kept,
 * so that what follows it is understood. What stands after the last line end is a line too, if it is not empty.
 */
public final class LineReader {
    private static final int ENDS = 1024;

    private final InputStream in;
    private final int most;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;

    /** @param most bytes of one line, its end not counted */
    public LineReader(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** What came. */
    public sealed interface Line {
        /** A line without its end. */
        record Whole(byte[] text) implements Line {}

        /** A line beyond the bound; see {@link Pipe.Reader#tooLarge}. */
        record TooLarge(byte[] start, byte[] end, long bytes) implements Line {}
    }

    /** The next line; null at the end. Blocks the thread in the stream's own read. */
    public @Nullable Line next() throws IOException {
        byte[] line = new byte[0];
        int length = 0;
        while (position < limit || fill()) {
            int end = indexOfLineFeed();
            int piece = end - position;
            if (length + piece > (long) most + 1) {
                return tooLarge(line, length);
            }
            if (length + piece > line.length) {
                line = Arrays.copyOf(line, grow(line.length, length + piece, end < limit));
            }
            System.arraycopy(buffer, position, line, length, piece);
            length += piece;
            position = end;
            if (end < limit) {
                position++;
                return finish(line, length);
            }
        }
        return length == 0 ? null : finish(line, length);
    }

    private Line finish(byte[] line, int length) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (end > most) {
            byte[] tail = Arrays.copyOfRange(line, Math.max(Math.min(ENDS, end), end - ENDS), end);
            return new Line.TooLarge(Arrays.copyOf(line, Math.min(ENDS, end)), tail, end);
        }
        return new Line.Whole(end == line.length ? line : Arrays.copyOf(line, end));
    }

    /** Reads on to the line's end and keeps the last bytes. */
    private Line tooLarge(byte[] line, int length) throws IOException {
        byte[] start = Arrays.copyOf(line, Math.min(ENDS, length));
        byte[] tail = Arrays.copyOfRange(line, start.length, length);
        long bytes = length;
        boolean ended = false;
        while (!ended && (position < limit || fill())) {
            int end = indexOfLineFeed();
            byte[] piece = Arrays.copyOfRange(buffer, position, end);
            bytes += piece.length;
            if (start.length < ENDS) {
                int more = Math.min(ENDS - start.length, piece.length);
                start = join(start, Arrays.copyOf(piece, more));
                piece = Arrays.copyOfRange(piece, more, piece.length);
            }
            tail = join(tail, piece);
            tail = Arrays.copyOfRange(tail, Math.max(0, tail.length - ENDS), tail.length);
            ended = end < limit;
            position = ended ? end + 1 : end;
        }
        return new Line.TooLarge(start, tail, bytes);
    }

    private int grow(int old, int needed, boolean last) {
        if (last) {
            return needed;
        }
        return (int) Math.min(Math.max(needed, old * 2L), (long) most + 1);
    }

    private int indexOfLineFeed() {
        int index = position;
        while (index < limit && buffer[index] != '\n') {
            index++;
        }
        return index;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(0, read);
        return read > 0;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
