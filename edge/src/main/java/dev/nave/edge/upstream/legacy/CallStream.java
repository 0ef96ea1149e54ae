package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Notices;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that answers one POST: what comes on it belongs to that call. Where the server gave ids, a stream that ends
 * before the answer is taken up again by GET, after the pause the server asked for.
 */
final class CallStream {
    private static final Logger LOG = LoggerFactory.getLogger(CallStream.class);
    private static final int RETURNS_WITHOUT_NEWS = 5;
    /** How long a stream may take to end once it brought the answer, so that its connection can be used again. */
    private static final Duration TAIL = Duration.ofMillis(500);

    private final HttpLink link;
    private final Call call;
    private final Cancellation over;
    private final Terms terms;
    private final ResumableStream stream;
    private final CountDownLatch ended = new CountDownLatch(1);

    CallStream(HttpLink link, Call call, Cancellation over) {
        this.link = link;
        this.call = call;
        this.over = over;
        this.terms = link.site().terms();
        this.stream = new ResumableStream(terms);
    }

    /** Reads it to the answer. On the virtual thread of the POST. */
    void read(HttpReply first) {
        try (var _ = over.onCancel(ended::countDown)) {
            HttpReply reply = first;
            int returns = 0;
            while (reply != null) {
                String before = stream.lastId().orElse("");
                if (readOne(reply)) {
                    return;
                }
                returns = stream.lastId().orElse("").equals(before) ? returns + 1 : 0;
                reply = returns > RETURNS_WITHOUT_NEWS ? null : comeBack();
            }
            call.deliver(new Mail.Ended(new Outcome.Lost(
                    "its stream ended without an answer and could not be resumed", Reply.Ran.PERHAPS)));
        }
    }

    private boolean readOne(HttpReply reply) {
        try (reply;
                var _ = over.onCancel(reply::close)) {
            if (!stream.read(reply, terms.wait(Wait.MAXIMUM), this::take)) {
                return false;
            }
            SentEvent event = reply.next(1 << 16, TAIL);
            while (event != null) {
                event = reply.next(1 << 16, TAIL);
            }
            return true;
        } catch (IOException e) {
            // Broken after the answer is no loss; before it, the stream may be resumed.
            return call.isSettled();
        }
    }

    /** True once it was the answer. What is about no call, such as a changed list, goes where it always goes. */
    private boolean take(Frame frame) {
        if (frame instanceof Frame.Single(Message.Notification notice) && !Notices.mayBelongToACall(notice)) {
            link.ear().notification(notice);
            return false;
        }
        return Post.deliver(call, frame);
    }

    private @Nullable HttpReply comeBack() {
        if (stream.lastId().isEmpty()) {
            return null;
        }
        for (int attempt = 0; attempt < RETURNS_WITHOUT_NEWS; attempt++) {
            try {
                if (ended.await(stream.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    return null;
                }
                Map<String, String> headers = link.headers();
                headers.put("Last-Event-ID", stream.lastId().orElse(""));
                HttpSending sending = link.site().get(headers, terms.wait(Wait.CALL));
                try (var _ = over.onCancel(sending::abort)) {
                    HttpReply reply = sending.reply();
                    if (reply.isStream() && reply.status() / 100 == 2) {
                        return reply;
                    }
                    reply.close();
                    return null;
                }
            } catch (IOException notNow) {
                LOG.debug("'{}' cannot be reached again yet: {}", terms.name(), notNow.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }
}
