package dev.nave.edge.upstream.wire;

import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpSending;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A request that shows the server a credential. One that is refused before it ran, with 401, or 403 where a credential
 * allows too little, is sent again with a better one, a bounded number of times. What cannot be let in ends as
 * {@link Barred}.
 */
final class AdmittedSending implements HttpSending {
    private static final String AUTHORIZATION = "Authorization";
    private static final int TRIES = 4;

    private final Wires wires;
    private final Access access;
    private final URI server;
    private final Optional<String> holder;
    private final HttpCall call;
    // Guarded by this.
    private @Nullable HttpSending current;
    private @Nullable CompletableFuture<?> awaited;
    private boolean aborted;

    /**
     * @param server the endpoint the credential is for
     * @param holder whose it is
     */
    AdmittedSending(Wires wires, Access access, URI server, Optional<String> holder, HttpCall call) {
        this.wires = wires;
        this.access = access;
        this.server = server;
        this.holder = holder;
        this.call = call;
    }

    @Override
    public HttpReply reply() throws IOException {
        Access.Header header = access.header(server, holder);
        Optional<Secret> shown = header.isAtHand() ? header.value() : abortable(header::value);
        for (int tries = 1; ; tries++) {
            HttpReply reply = begin(shown).reply();
            Optional<Refusal> refusal = refusal(reply, shown);
            if (refusal.isEmpty()) {
                return reply;
            }
            reply.close();
            if (tries == TRIES) {
                throw new Barred(
                        "it refuses every credential", "Check its log and that of its authorization server.", false);
            }
            Refusal why = refusal.get();
            shown = Optional.of(abortable(() -> access.refused(server, holder, why)));
        }
    }

    /** Getting a credential may take as long as an authorization server does: who no longer wants it goes on meanwhile. */
    private <T> T abortable(Getting<T> getting) throws IOException {
        CompletableFuture<T> got = new CompletableFuture<>();
        synchronized (this) {
            if (aborted) {
                throw new InterruptedIOException("The call was aborted");
            }
            awaited = got;
        }
        Thread.ofVirtual().name("credential").start(() -> {
            try {
                got.complete(getting.get());
            } catch (Barred | RuntimeException e) {
                got.completeExceptionally(e);
            }
        });
        try {
            return got.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException expected -> throw expected;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The call was interrupted");
        }
    }

    @FunctionalInterface
    private interface Getting<T> {
        T get() throws Barred;
    }

    private synchronized HttpSending begin(Optional<Secret> shown) throws InterruptedIOException {
        if (aborted) {
            throw new InterruptedIOException("The call was aborted");
        }
        HttpSending sending = wires.open(shown.map(this::with).orElse(call));
        current = sending;
        return sending;
    }

    private HttpCall with(Secret shown) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(call.headers());
        headers.put(AUTHORIZATION, shown.reveal());
        return new HttpCall(call.method(), call.uri(), headers, call.body(), call.connect(), call.head());
    }

    /** Whether a server asks for a credential, or for one that allows more (RFC 6750 §3.1). */
    private static Optional<Refusal> refusal(HttpReply reply, Optional<Secret> shown) {
        int status = reply.status();
        if (status != 401 && status != 403) {
            return Optional.empty();
        }
        Refusal refusal = new Refusal(status, reply.headers("WWW-Authenticate"), shown);
        boolean asks = status == 401
                || refusal.challenges().stream().anyMatch(challenge -> challenge.contains("insufficient_scope"));
        return asks ? Optional.of(refusal) : Optional.empty();
    }

    @Override
    public void abort() {
        HttpSending sending;
        CompletableFuture<?> credential;
        synchronized (this) {
            aborted = true;
            sending = current;
            credential = awaited;
        }
        if (credential != null) {
            credential.completeExceptionally(new InterruptedIOException("The call was aborted"));
        }
        if (sending != null) {
            sending.abort();
        }
    }
}
