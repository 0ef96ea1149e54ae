package dev.nave.transport.pipe;

import dev.nave.transport.pipe.LineReader.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * This process as a server on its own standard streams, or on any two streams: one JSON text a line. Two platform threads
 * read and write.
 */
public final class StandardStreams implements Pipe {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final OrderedReader reader;
    private final LineWriter writer;
    private final Duration farewell;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StandardStreams(OutputStream out, Bounds bounds, Reader reader) {
        this.reader = new OrderedReader(reader);
        this.farewell = bounds.farewell();
        this.writer = new LineWriter(
                "stdio-writer", out, bounds.unwrittenBytes(), bounds.write(), () -> end("the client reads no more"));
    }

    /**
     * What one pair of streams may take.
     *
     * @param lineBytes most bytes of a line that comes in; see {@link Reader#tooLarge}
     * @param unwrittenBytes how much may be unwritten before a sender waits
     * @param write how long a sender waits
     * @param farewell how long a client that says no more may still be answered, as one that is fed from a file
     */
    public record Bounds(int lineBytes, int unwrittenBytes, Duration write, Duration farewell) {
        /** 4 MiB a line, 16 MiB unwritten, 30 s, 10 s. */
        public static Bounds defaults() {
            return new Bounds(4 << 20, 16 << 20, Duration.ofSeconds(30), Duration.ofSeconds(10));
        }
    }

    /**
     * Begins to read.
     *
     * @param in read until it ends, which closes the pipe once what was asked is answered; never closed, for a read of standard input cannot be ended
     * @param out closed with the pipe, after what was sent before is written
     */
    public static StandardStreams open(InputStream in, OutputStream out, Bounds bounds, Reader reader) {
        StandardStreams streams = new StandardStreams(out, bounds, reader);
        Thread.ofPlatform().daemon().name("stdio-reader").start(() -> streams.read(in, bounds.lineBytes()));
        return streams;
    }

    @Override
    public void send(byte[] message) throws IOException {
        writer.send(message);
    }

    @Override
    public void close() {
        end("closed by this side");
    }

    private void read(InputStream in, int lineBytes) {
        String reason = "the client closed its end";
        try {
            LineReader lines = new LineReader(in, lineBytes);
            for (Line line = lines.next(); line != null && !closed.get(); line = lines.next()) {
                switch (line) {
                    case Line.Whole whole -> take(whole.text());
                    case Line.TooLarge large -> reader.tooLarge(large.start(), large.end(), large.bytes());
                }
            }
            awaitAnswers();
        } catch (IOException broken) {
            reason = "standard input broke: " + broken.getMessage();
        }
        end(reason);
    }

    /** Looks again and again, for whoever answers has no reason to tell. */
    private void awaitAnswers() {
        long end = System.nanoTime() + farewell.toNanos();
        try {
            while (!closed.get() && reader.isBusy() && System.nanoTime() < end) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            writer.finish("The client says no more");
            writer.awaitEnd(farewell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(byte[] text) {
        if (!isBlank(text)) {
            reader.message(text);
        }
    }

    private void end(String reason) {
        if (closed.compareAndSet(false, true)) {
            writer.finish("The client is gone, or the streams were closed");
            reader.closed(reason);
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte each : text) {
            if (each != ' ' && each != '\t') {
                return false;
            }
        }
        return true;
    }
}
