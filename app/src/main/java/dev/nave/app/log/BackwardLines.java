package dev.nave.app.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The lines of a file from the last to the first, of which only as much is read as is taken. For one thread. */
final class BackwardLines {
    private static final int BLOCK = 64 << 10;

    private final SeekableByteChannel channel;
    // Where what has been read begins.
    private long start;
    // What stands before the first end of a line in what has been read.
    private byte[] rest = new byte[0];
    private final Deque<String> ready = new ArrayDeque<>();

    /**
     * @param end how much of the file counts; what comes behind it is left alone
     */
    BackwardLines(SeekableByteChannel channel, long end) {
        this.channel = channel;
        this.start = end;
    }

    /** The line before the last one that was given; null when there is none. */
    @Nullable
    String next() throws IOException {
        while (ready.isEmpty()) {
            if (start == 0) {
                byte[] first = rest;
                rest = new byte[0];
                return first.length == 0 ? null : new String(first, StandardCharsets.UTF_8);
            }
            readBlock();
        }
        return ready.pollLast();
    }

    private void readBlock() throws IOException {
        int size = (int) Math.min(BLOCK, start);
        ByteBuffer block = ByteBuffer.allocate(size + rest.length);
        channel.position(start - size);
        block.limit(size);
        while (block.hasRemaining() && channel.read(block) >= 0) {
            // Until the block is full.
        }
        byte[] bytes = block.array();
        System.arraycopy(rest, 0, bytes, size, rest.length);
        start -= size;
        int from = 0;
        while (from < bytes.length && bytes[from] != '\n') {
            from++;
        }
        rest = Arrays.copyOf(bytes, from);
        int line = from + 1;
        for (int at = line; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                ready.addLast(new String(bytes, line, at - line, StandardCharsets.UTF_8));
                line = at + 1;
            }
        }
        if (line < bytes.length) {
            ready.addLast(new String(bytes, line, bytes.length - line, StandardCharsets.UTF_8));
        }
    }
}
