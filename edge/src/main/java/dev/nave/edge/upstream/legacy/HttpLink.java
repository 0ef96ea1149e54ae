package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Switchboard;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Cancellation;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session over Streamable HTTP (2025-11-25, basic/transports). Each request has a POST, made on a virtual thread of its
 * own while the call's thread waits for what it brings; what belongs to no call comes on a standing GET.
 */
final class HttpLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(HttpLink.class);

    static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";

    private final Site site;
    private final Terms terms;
    private final Switchboard calls = new Switchboard();
    private final Cancellation end = new Cancellation();
    // Each is written once, during the handshake.
    private volatile @Nullable Ear ear;
    private volatile @Nullable String session;
    private volatile @Nullable Revision revision;

    HttpLink(Site site) {
        this.site = site;
        this.terms = site.terms();
    }

    Site site() {
        return site;
    }

    Switchboard calls() {
        return calls;
    }

    /** Becomes cancelled when the link is closed. */
    Cancellation end() {
        return end;
    }

    boolean hasSession() {
        return session != null;
    }

    @Override
    public void hear(Ear listener) {
        ear = listener;
    }

    Ear ear() {
        Ear listener = ear;
        if (listener == null) {
            throw new IllegalStateException("expected a listener before the handshake");
        }
        return listener;
    }

    @Override
    public void negotiated(Revision chosen) {
        revision = chosen;
    }

    @Override
    public void opened() {
        new StandingStream(this).start();
    }

    /** The headers that name the session. */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        String id = session;
        if (id != null) {
            headers.put(SESSION, id);
        }
        Revision chosen = revision;
        if (chosen != null) {
            headers.put(VERSION, chosen.wireName());
        }
        return headers;
    }

    @Override
    public Outcome call(Call call) {
        if (!calls.add(call)) {
            return call.await();
        }
        Cancellation over = new Cancellation();
        Thread.ofVirtual().name("post to " + terms.name()).start(() -> post(call, over));
        Outcome outcome;
        try {
            outcome = call.await();
        } finally {
            calls.remove(call);
        }
        switch (outcome) {
            case Outcome.Cancelled(String reason) -> giveUp(call, reason, over);
            case Outcome.TimedOut(String reason) -> giveUp(call, reason, over);
            case Outcome.Answered answered -> {}
            case Outcome.Refused refused -> over.cancel("refused");
            case Outcome.Barred barred -> over.cancel("barred");
            case Outcome.Lost lost -> over.cancel("lost");
        }
        return outcome;
    }

    private void post(Call call, Cancellation over) {
        // Only the deadline bounds the head: a server that answers in JSON may report progress elsewhere meanwhile.
        Duration head = call.hardRemaining();
        long started = terms.time().nanos();
        HttpSending sending = site.post(site.url(), headers(), call.request(), head);
        try (var _ = over.onCancel(sending::abort)) {
            HttpReply reply = sending.reply();
            if (call.request().method().equals(Method.INITIALIZE)) {
                reply.header(SESSION).ifPresent(id -> session = id);
            }
            if (reply.isStream() && reply.status() / 100 == 2) {
                new CallStream(this, call, over).read(reply);
                return;
            }
            try (reply) {
                // Without an answer here it will come on another stream.
                Post.read(site, call, reply).ifPresent(outcome -> call.deliver(new Mail.Ended(outcome)));
            }
        } catch (IOException e) {
            Duration waited = Duration.ofNanos(terms.time().nanos() - started);
            call.deliver(new Mail.Ended(Post.failed(call, e, waited, head)));
        }
    }

    private void giveUp(Call call, String reason, Cancellation over) {
        if (!call.request().method().equals(Method.INITIALIZE)) {
            Json params = Json.object()
                    .put("requestId", call.id().value())
                    .put("reason", reason)
                    .build();
            try {
                send(new Message.Notification(Method.CANCELLED, params));
            } catch (IOException e) {
                LOG.debug("Server '{}' could not be told of a cancellation: {}", terms.name(), e.getMessage());
            }
        }
        over.cancel(reason);
    }

    @Override
    public void send(Message message) throws IOException {
        Duration wait = terms.wait(Wait.LIST);
        try (HttpReply reply = site.post(site.url(), headers(), message, wait).reply()) {
            int status = reply.status();
            if (!reply.isStream()) {
                byte[] said = site.body(reply, wait);
                if (status / 100 != 2) {
                    throw new IOException("HTTP " + status + ": " + site.snippet(said));
                }
            }
        }
    }

    @Override
    public boolean isSessionGone(Outcome outcome) {
        if (!hasSession()) {
            return false;
        }
        return switch (outcome) {
            case Outcome.Refused(int status, String text) -> status == 404 || (status == 400 && namesSession(text));
            case Outcome.Answered(Message.Failure failure, int status) ->
                status == 404 || (status == 400 && namesSession(failure.message()));
            case Outcome.Answered answered -> false;
            case Outcome.Barred barred -> false;
            case Outcome.Lost lost -> false;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Cancelled cancelled -> false;
        };
    }

    /** Many servers answer 400 where 404 is asked for; their words tell. */
    private static boolean namesSession(String text) {
        return text.toLowerCase(Locale.ROOT).contains("session");
    }

    @Override
    public boolean canReopen() {
        return true;
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    @Override
    public @Nullable Call ofToken(Json token) {
        return calls.ofToken(token);
    }

    @Override
    public Optional<String> lastWords() {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (end.isCancelled()) {
            return;
        }
        end.cancel("closed");
        calls.lose("it was closed");
        if (hasSession()) {
            try (HttpReply reply = site.delete(headers(), terms.wait(Wait.STOP)).reply()) {
                LOG.debug("Ended a session with '{}': HTTP {}", terms.name(), reply.status());
            } catch (IOException e) {
                LOG.debug("Could not end a session with '{}': {}", terms.name(), e.getMessage());
            }
        }
    }
}
