package dev.nave.edge.downstream.legacy;

import dev.nave.protocol.Revision;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a channel to the event stream of an HTTP exchange. */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** How long a client that lost its stream waits before it comes back (2025-11-25, basic/transports). */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** Proxies must not collect events. */
    private static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-cache, no-transform", "X-Accel-Buffering", "no");

    private Streams() {}

    /**
     * Answers with an event stream and writes to it what the follower sees, on this thread, until the channel ends, the
     * client goes, or another stream takes over. A client that goes ends nothing but its stream.
     *
     * @param fresh whether this begins the stream rather than resumes it
     */
    static void write(
            HttpExchange http,
            Session session,
            EventLog log,
            Channel channel,
            Channel.Follower follower,
            boolean fresh) {
        channel.keep();
        http.onGone(follower::leave);
        try (EventStream stream = http.openStream(HEADERS)) {
            if (fresh && session.client().revision().isAtLeast(Revision.V2025_11_25)) {
                // So that the client can come back even if it hears nothing more ("priming event", SEP-1699).
                stream.send(new SentEvent(log.id(channel, follower.position()), null, RETRY, new byte[0]));
            }
            follower.run(entry ->
                    stream.send(new SentEvent(log.id(channel, entry.sequence()), null, null, entry.message())));
        } catch (IOException e) {
            LOG.debug("A client left its stream: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            follower.leave();
            session.touch();
        }
    }
}
