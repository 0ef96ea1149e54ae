package dev.nave.edge.upstream.modern;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Streams;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A POST per request (2026-07-28, transports, "Streamable HTTP"). Giving a call up closes its POST, which is how the
 * server hears of it. A stream is read on a virtual thread of its own while the call's thread passes on what came.
 */
final class HttpChannel implements Channel {
    /** How long a stream may take to end once it brought the answer, so that its connection can be used again. */
    private static final Duration TAIL = Duration.ofMillis(500);

    private static final Outcome NO_ANSWER =
            new Outcome.Lost("it ended its stream without an answer", Reply.Ran.PERHAPS);

    private final Site site;
    private final Terms terms;
    private final JsonLimits limits;

    HttpChannel(Site site) {
        this.site = site;
        this.terms = site.terms();
        this.limits = terms.limits(Bound.RESULT_BYTES);
    }

    @Override
    public boolean hasHeaders() {
        return true;
    }

    @Override
    public Outcome call(Call call, Map<String, String> headers) {
        Duration head = call.patience().remaining();
        long started = terms.time().nanos();
        HttpSending sending = site.heldBy(call.holder()).post(site.url(), headers, call.request(), head);
        try (var _ = call.cancellation().onCancel(sending::abort)) {
            HttpReply reply = sending.reply();
            if (reply.isStream() && reply.status() / 100 == 2) {
                return stream(call, reply);
            }
            try (reply) {
                return Post.read(site, call, reply)
                        .orElseGet(() -> new Outcome.Refused(reply.status(), "no answer to a request"));
            }
        } catch (IOException e) {
            return Post.failed(call, e, Duration.ofNanos(terms.time().nanos() - started), head);
        }
    }

    private Outcome stream(Call call, HttpReply reply) {
        Thread.ofVirtual().name("stream of " + terms.name()).start(() -> pump(call, reply));
        Outcome outcome = call.await();
        if (!(outcome instanceof Outcome.Answered)) {
            reply.close();
        }
        return outcome;
    }

    private void pump(Call call, HttpReply reply) {
        try (reply) {
            Duration most = terms.wait(Wait.MAXIMUM);
            SentEvent event = reply.next(limits.bytes(), most);
            while (event != null) {
                Optional<Frame> frame = Streams.frame(event, limits);
                if (frame.isPresent() && Post.deliver(call, frame.get())) {
                    while (event != null) {
                        event = reply.next(limits.bytes(), TAIL);
                    }
                    return;
                }
                event = reply.next(limits.bytes(), most);
            }
            call.deliver(new Mail.Ended(NO_ANSWER));
        } catch (IOException e) {
            call.deliver(new Mail.Ended(new Outcome.Lost(Post.text(e), Reply.Ran.PERHAPS)));
        }
    }

    @Override
    public Outcome listen(Call call, Map<String, String> headers, Consumer<Message.Notification> heard) {
        Duration head = terms.wait(Wait.LIST);
        long started = terms.time().nanos();
        HttpSending sending = site.post(site.url(), headers, call.request(), head);
        try (var _ = call.cancellation().onCancel(sending::abort);
                HttpReply reply = sending.reply()) {
            if (!reply.isStream()) {
                return Post.read(site, call, reply).orElseGet(() -> new Outcome.Refused(reply.status(), "no stream"));
            }
            SentEvent event = reply.next(limits.bytes(), terms.wait(Wait.IDLE));
            while (event != null) {
                Optional<Frame> frame = Streams.frame(event, limits);
                if (frame.isPresent() && frame.get() instanceof Frame.Single(Message message)) {
                    switch (message) {
                        case Message.Notification notice -> heard.accept(notice);
                        case Message.Response response -> {
                            return new Outcome.Answered(response, reply.status());
                        }
                        case Message.Request ignored -> {}
                    }
                }
                event = reply.next(limits.bytes(), terms.wait(Wait.IDLE));
            }
            return NO_ANSWER;
        } catch (IOException e) {
            return Post.failed(call, e, Duration.ofNanos(terms.time().nanos() - started), head);
        }
    }

    @Override
    public void close() {}
}
