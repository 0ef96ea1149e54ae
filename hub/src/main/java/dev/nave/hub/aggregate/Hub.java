package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.seal.Seals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * All configured servers behind one endpoint. Construct, {@link #start()}, open doors on it, {@link #close()}. Safe for
 * use by many threads.
 */
public final class Hub implements Endpoint, AutoCloseable {

    public Hub(
            Configuration configuration,
            Connector connector,
            Seals seals,
            Identity identity,
            Time time,
            RandomGenerator random) {}

    /** Starts every enabled server at once and returns without waiting for any. */
    public void start() {}

    /** Tells of every change of any server's state from now on, on a thread of the hub; must return soon. */
    public void observe(Consumer<ServerStatus> observer) {}

    /** Every enabled server, in configured order. */
    public List<ServerStatus> servers() {
        return List.of();
    }

    /** The one server of this name alone, in its own names; nothing when there is no such enabled server. */
    public Optional<Endpoint> server(String name) {
        return Optional.empty();
    }

    /** Waits until every server is ready or has failed once, no longer than this; says whether it came to that. */
    public boolean awaitSettled(Duration patience) {
        return true;
    }

    @Override
    public Description describe(Caller caller) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        throw new UnsupportedOperationException();
    }

    /** Ends every server, all at once, and waits until they have ended. Idempotent. */
    @Override
    public void close() {}
}
