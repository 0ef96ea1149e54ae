package dev.nave.hub.aggregate;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.Filter;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.seal.CallDigest;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers {@code resources/read} with what was read before, for as long as its server allows, and reads what several want
 * at once only once. Rounds are never kept, nor what came of one, nor errors.
 */
final class KeptReads implements Filter {
    /** What may change from request to request without changing what is read (2026-07-28, basic/index). */
    private static final Set<String> TRACE = Set.of("traceparent", "tracestate", "baggage");

    private final String server;
    private final boolean apart;
    private final Supplier<Optional<Opening>> opening;
    private final Reads reads;

    /**
     * @param apart whether sessions of one principal are kept apart too, so that one may read what another may not see
     */
    KeptReads(String server, boolean apart, Supplier<Optional<Opening>> opening, Reads reads) {
        this.server = server;
        this.apart = apart;
        this.opening = opening;
        this.reads = reads;
    }

    private String reader(Exchange exchange) {
        String principal = exchange.caller().principal();
        return apart
                ? exchange.session().map(session -> principal + "\n" + session).orElse(principal)
                : principal;
    }

    @Override
    public Reply filter(Request request, Exchange exchange, Server next) {
        if (!request.method().equals(Method.RESOURCES_READ) || request.retry() != null || !mayBeKept(request)) {
            return next.serve(request, exchange);
        }
        Reads.Key key = new Reads.Key(
                server, reader(exchange), request.params().string("uri").orElse(""), CallDigest.of(request));
        while (true) {
            switch (reads.find(key)) {
                case Reads.Found.Fresh(Json result) -> {
                    return new Reply.Complete(result);
                }
                case Reads.Found.Fleeting fleeting -> {
                    return next.serve(request, exchange);
                }
                case Reads.Found.Missing(Reads.Reading mine) -> {
                    return read(mine, request, exchange, next);
                }
                case Reads.Found.Awaited(Reads.Reading other) -> {
                    if (!await(other, exchange)) {
                        return next.serve(request, exchange);
                    }
                }
            }
        }
    }

    private Reply read(Reads.Reading reading, Request request, Exchange exchange, Server next) {
        Json result = null;
        try {
            Reply reply = next.serve(request, exchange);
            if (reply instanceof Reply.Complete(Json complete) && complete.isObject()) {
                result = complete;
            }
            return reply;
        } finally {
            reads.land(reading, result);
        }
    }

    private static boolean await(Reads.Reading other, Exchange exchange) {
        try {
            return other.await(exchange.deadline(), exchange.cancellation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A legacy server says nothing of how long; what is asked for in a way of its own is answered for itself. */
    private boolean mayBeKept(Request request) {
        Json meta = request.params().find("_meta");
        return (meta == null || (meta.isObject() && TRACE.containsAll(meta.names())))
                && opening.get().filter(known -> known.revision().isModern()).isPresent();
    }

    @Override
    public String name() {
        return "reads";
    }
}
