package dev.nave.edge.upstream;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Isolation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A server whose callers each have a process to themselves. The process that was started first is the hub's own: it is
 * listed and watched, and serves nobody. Safe for many threads.
 */
final class IsolatedConnection implements Connection {
    private final String server;
    private final Isolation.Mode mode;
    private final Connection own;
    private final Partitions partitions;

    IsolatedConnection(String server, Isolation.Mode mode, Connection own, Partitions partitions) {
        this.server = server;
        this.mode = mode;
        this.own = own;
        this.partitions = partitions;
    }

    @Override
    public Opening opening() {
        return own.opening();
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        if (ListKind.ofMethod(request.method()).isPresent()) {
            return own.serve(request, exchange);
        }
        try {
            return switch (partitions.enter(party(exchange.caller(), exchange.session()))) {
                case Partitions.Entered.Full(String text) -> Reply.lost(Reply.Ran.SURELY_NOT, text);
                case Partitions.Entered.Here here -> {
                    try (here) {
                        yield here.connection().serve(request, exchange);
                    }
                }
            };
        } catch (ConnectFailure e) {
            return Reply.lost(Reply.Ran.SURELY_NOT, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.lost(
                    Reply.Ran.SURELY_NOT, "The start of a process of server '" + server + "' was interrupted.");
        }
    }

    private Party party(Caller caller, Optional<String> session) {
        return new Party(caller.principal(), mode == Isolation.Mode.PER_SESSION ? session : Optional.empty());
    }

    @Override
    public Set<String> watch(Set<String> uris) {
        return own.watch(uris);
    }

    @Override
    public Set<String> watchTasks(Set<String> ids) {
        return Set.of(); // They are in the processes of their callers, and are asked for there.
    }

    @Override
    public Optional<String> probe(Duration timeout) {
        return own.probe(timeout);
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        partitions.of(party(caller, session)).ifPresent(connection -> connection.rootsChanged(caller, session));
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        Party party = party(caller, Optional.of(session));
        if (party.session().isPresent()) {
            partitions.end(party);
        } else {
            partitions.of(party).ifPresent(connection -> connection.sessionEnded(caller, session));
        }
    }

    @Override
    public void close() {
        own.close();
        partitions.close();
    }

    /** Whose a process is: a principal's, or that of one session of its. */
    record Party(String principal, Optional<String> session) {}
}
