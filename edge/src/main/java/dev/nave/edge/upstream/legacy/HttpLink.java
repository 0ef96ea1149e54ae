package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Post;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Switchboard;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Lookout;
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
 * A session over Streamable HTTP (2025-11-25, basic/transports). Each request has a POST, made on the call's own thread;
 * what belongs to no call comes on a standing GET.
 */
final class HttpLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(HttpLink.class);

    static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";

    private final Site site;
    private final Terms terms;
    private final Lookout lookout;
    private final Switchboard calls = new Switchboard();
    private final Cancellation end = new Cancellation();
    // Each is written once, during the handshake.
    private volatile @Nullable Ear ear;
    private volatile @Nullable String session;
    private volatile @Nullable Revision revision;

    /** @param lookout looks after calls whose servers say nothing */
    HttpLink(Site site, Lookout lookout) {
        this.site = site;
        this.lookout = lookout;
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
        Cancellation over = new Cancellation();
        try (Posted posted = new Posted(call, over, this::giveUp)) {
            if (!calls.add(call)) {
                return posted.outcome(Optional.empty());
            }
            lookout.watch(posted);
            try {
                return posted.outcome(post(call, over));
            } finally {
                lookout.forget(posted);
                calls.remove(call);
            }
        }
    }

    /** The outcome; nothing when it comes by itself, or not on this POST. */
    private Optional<Outcome> post(Call call, Cancellation over) {
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
                CallStream stream = new CallStream(this, call, over);
                Thread.ofVirtual().name("stream of " + terms.name()).start(() -> stream.read(reply));
                return Optional.empty();
            }
            try (reply) {
                // Without an answer here it will come on another stream.
                return Post.read(site, call, reply);
            }
        } catch (IOException e) {
            Duration waited = Duration.ofNanos(terms.time().nanos() - started);
            return Optional.of(Post.failed(call, e, waited, head));
        }
    }

    private void giveUp(Call call, String reason) {
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
