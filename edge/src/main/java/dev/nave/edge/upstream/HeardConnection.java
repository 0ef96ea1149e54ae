package dev.nave.edge.upstream;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A connection whose feed falls silent when it is closed. What the hub says of a call that was lost shows none of the
 * secrets the server was given; what the server itself answers passes as it came.
 */
record HeardConnection(Connection connection, LastWordFeed feed, UnaryOperator<String> hiding, Prober prober)
        implements Connection {
    /** Looks whether the server behind a connection is well, as its settings say. */
    @FunctionalInterface
    interface Prober {
        Optional<String> probe(Connection connection, Duration timeout);
    }

    @Override
    public Opening opening() {
        return connection.opening();
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        Reply reply = connection.serve(request, exchange);
        if (reply instanceof Reply.Failed(Failure failure, Reply.Ran ran) && ran != Reply.Ran.ANSWERED) {
            String shown = hiding.apply(failure.message());
            return new Reply.Failed(new Failure(failure.code(), shown, failure.data()), ran);
        }
        return reply;
    }

    @Override
    public Set<String> watch(Set<String> uris) {
        return connection.watch(uris);
    }

    @Override
    public Set<String> watchTasks(Set<String> ids) {
        return connection.watchTasks(ids);
    }

    @Override
    public Optional<String> probe(Duration timeout) {
        return prober.probe(connection, timeout);
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        connection.rootsChanged(caller, session);
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        connection.sessionEnded(caller, session);
    }

    @Override
    public void close() {
        feed.close();
        connection.close();
    }
}
