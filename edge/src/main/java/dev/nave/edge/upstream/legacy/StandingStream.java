package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The GET on which a server says what belongs to no call. Opened again when it ends; a server need not offer it. */
final class StandingStream {
    private static final Logger LOG = LoggerFactory.getLogger(StandingStream.class);
    /** How long the first calls wait for it: what a server says before it is open is lost, but some keep it waiting. */
    private static final Duration OPENING = Duration.ofMillis(250);
    /** A server that cannot be reached this often in a row is gone. */
    private static final int FAILURES = 3;

    private final HttpLink link;
    private final Site site;
    private final Terms terms;
    private final ResumableStream stream;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    StandingStream(HttpLink link) {
        this.link = link;
        this.site = link.site();
        this.terms = site.terms();
        this.stream = new ResumableStream(terms);
    }

    void start() {
        link.end().onCancel(closed::countDown);
        Thread.ofVirtual().name("stream of " + terms.name()).start(this::run);
        try {
            var _ = tried.await(OPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        Duration pause = terms.wait(Wait.RESTART);
        while (!link.end().isCancelled()) {
            try {
                if (!readOnce()) {
                    return;
                }
                failures = 0;
                pause = stream.pause();
            } catch (IOException e) {
                failures = Post.neverConnected(e) ? failures + 1 : 0;
                LOG.debug("The stream of '{}' broke: {}", terms.name(), e.getMessage());
                if (failures >= FAILURES) {
                    link.ear().closed("it cannot be reached any more: " + e.getMessage());
                    return;
                }
            } finally {
                tried.countDown();
            }
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reads it to its end; false when the server offers none. */
    private boolean readOnce() throws IOException {
        Map<String, String> headers = link.headers();
        stream.lastId().ifPresent(id -> headers.put("Last-Event-ID", id));
        HttpSending sending = site.get(headers, terms.wait(Wait.MAXIMUM));
        try (var _ = link.end().onCancel(sending::abort);
                HttpReply reply = sending.reply()) {
            tried.countDown();
            if (reply.status() == 404 && link.hasSession()) {
                link.ear().closed("the session ended");
                return false;
            }
            if (!reply.isStream() || reply.status() / 100 != 2) {
                LOG.debug("'{}' offers no stream: HTTP {}", terms.name(), reply.status());
                return false;
            }
            try {
                stream.read(reply, terms.wait(Wait.MAXIMUM), this::take);
            } catch (IOException ended) {
                // It was open: that is no failure to reach the server.
                LOG.debug("The stream of '{}' ended: {}", terms.name(), ended.getMessage());
            }
            return true;
        }
    }

    private boolean take(Frame frame) {
        switch (frame) {
            case Frame.Single(Message message) -> take(message);
            case Frame.Batch(List<Frame> elements) -> elements.forEach(this::take);
            case Frame.Malformed malformed -> LOG.debug("'{}' says: {}", terms.name(), malformed.problem());
        }
        return false;
    }

    private void take(Message message) {
        switch (message) {
            case Message.Response response -> link.calls().answer(response);
            case Message.Notification notice when link.calls().progress(notice) -> {}
            case Message.Notification notice -> link.ear().notification(notice);
            case Message.Request request -> link.ear().request(request);
        }
    }
}
