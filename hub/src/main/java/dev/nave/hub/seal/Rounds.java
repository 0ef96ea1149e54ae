package dev.nave.hub.seal;

import dev.nave.hub.Exchange;
import dev.nave.hub.Filter;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals the state which a modern server lets the client carry between rounds of questions, so that it comes back only
 * from the same principal, for the same server, method and parameters, and in time (2026-07-28, basic/patterns/mrtr). The
 * hub keeps nothing.
 */
public final class Rounds implements Filter {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String server;
    private final Seals seals;
    private final Duration life;
    private final int mostBytes;

    /**
     * @param server whose rounds these are
     * @param life how long a client may take, ten minutes at most
     * @param mostBytes of a server's state
     */
    public Rounds(String server, Seals seals, Duration life, int mostBytes) {
        this.server = server;
        this.seals = seals;
        this.life = life.compareTo(LONGEST) < 0 ? life : LONGEST;
        this.mostBytes = mostBytes;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        String principal = exchange.caller().principal();
        Request.Retry retry = request.retry();
        if (retry == null || retry.state() == null) {
            // Answers that nobody asked for, or no state: the server judges them as it would without a hub.
            return sealed(next.serve(request, exchange), request, principal);
        }
        Optional<Json> opened = retry.state().isString()
                ? seals.open(Purpose.STATE, principal, retry.state().text())
                : Optional.empty();
        if (opened.isEmpty() || !belongs(opened.get(), request)) {
            return refused();
        }
        Json inner = opened.get().find("in");
        @Nullable Json state = inner == null || inner.isNull() ? null : inner;
        Request unsealed = request.withRetry(new Request.Retry(retry.responses(), state));
        return sealed(next.serve(unsealed, exchange), request, principal);
    }

    /** What everybody is told whose state is not taken, whatever the reason: which one it was would help a forger only. */
    public static Reply refused() {
        return Reply.failed(
                ErrorCode.INVALID_PARAMS,
                "Expected the requestState of this very call, unchanged and in time: make the call anew.");
    }

    private Reply sealed(Reply reply, Request request, String principal) {
        if (!(reply instanceof Reply.InputRequired asked)) {
            return reply;
        }
        Json state = asked.state();
        if (state != null && state.length() > mostBytes) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR,
                    "Expected server '" + server + "' to give a state of at most " + mostBytes + " bytes, got "
                            + state.length() + ": raise bounds.state if that is right.");
        }
        Json content = Json.object()
                .put("b", server)
                .put("d", CallDigest.of(request))
                .put("in", state == null ? Json.NULL : state)
                .build();
        Json sealed = Json.of(seals.seal(Purpose.STATE, principal, life, content));
        return new Reply.InputRequired(
                asked.requests(),
                sealed,
                asked.result().edit().put("requestState", sealed).build());
    }

    private boolean belongs(Json content, Request request) {
        return content.string("b").equals(Optional.of(server))
                && content.string("d").equals(Optional.of(CallDigest.of(request)));
    }

    @Override
    public String name() {
        return "rounds";
    }
}
