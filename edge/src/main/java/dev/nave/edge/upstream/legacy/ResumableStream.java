package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Streams;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.configuration.Bound;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream of events stands: the last id seen, and how long the server asks to wait before a return (2025-11-25,
 * basic/transports, "Resumability"). For the one thread that reads the stream.
 */
final class ResumableStream {
    private static final Duration BEFORE_RETURN = Duration.ofSeconds(1);

    private final JsonLimits limits;
    private @Nullable String lastId;
    private @Nullable Duration retry;

    ResumableStream(Terms terms) {
        this.limits = terms.limits(Bound.RESULT_BYTES);
    }

    /** The id to return with, if the server gave any. */
    Optional<String> lastId() {
        return Optional.ofNullable(lastId);
    }

    /** How long to wait before returning. */
    Duration pause() {
        return retry == null ? BEFORE_RETURN : retry;
    }

    /**
     * Reads until the stream ends.
     *
     * @param last takes a frame; true when nothing more is wanted of the stream
     * @return whether nothing more is wanted
     */
    boolean read(HttpReply reply, Duration silence, Predicate<Frame> last) throws IOException {
        SentEvent event = reply.next(limits.bytes(), silence);
        while (event != null) {
            if (event.id() != null && !event.id().isEmpty()) {
                lastId = event.id();
            }
            if (event.retry() != null) {
                retry = event.retry();
            }
            Optional<Frame> frame = Streams.frame(event, limits);
            if (frame.isPresent() && last.test(frame.get())) {
                return true;
            }
            event = reply.next(limits.bytes(), silence);
        }
        return false;
    }
}
