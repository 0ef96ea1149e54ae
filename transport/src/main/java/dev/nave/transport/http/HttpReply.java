package dev.nave.transport.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The answer to an {@link HttpCall}, its head read. Close it when done; closing from any thread ends a read at once. */
public interface HttpReply extends AutoCloseable {
    int status();

    Optional<String> header(String name);

    /** All values of a header, in order. */
    default List<String> headers(String name) {
        return header(name).stream().toList();
    }

    /** Whether the answer is {@code text/event-stream}. */
    boolean isStream();

    /**
     * The whole body.
     *
     * @throws IOException when it is larger than {@code most} bytes, takes longer than {@code wait}, or breaks off
     */
    byte[] body(int most, Duration wait) throws IOException;

    /**
     * The next event of a stream; null at its orderly end. Comments and unknown fields are skipped; an event of no data
     * but an id or a retry is given too, with empty data. {@code id} is the last id seen, as the standard has it.
     *
     * @param most bytes of one event
     * @param silence how long nothing at all, not even a comment, may arrive
     * @throws IOException when the stream breaks off, is silent for too long, or an event is too large
     */
    @org.jspecify.annotations.Nullable
    SentEvent next(int most, Duration silence) throws IOException;

    @Override
    void close();
}
