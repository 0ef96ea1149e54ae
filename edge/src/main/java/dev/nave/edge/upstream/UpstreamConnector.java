package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.Connector;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Health;
import dev.nave.hub.configuration.Isolation;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;

/** Reaches servers of either era over every wire. Safe for many threads. */
public final class UpstreamConnector implements Connector {
    private final Wires wires;
    private final Json self;
    private final Bounds bounds;
    private final Time time;
    private final Verdicts verdicts;

    /**
     * Opens nothing yet.
     *
     * @param wires what carries the messages
     * @param self the hub's own {@code clientInfo}, for where no client is behind a message
     */
    public UpstreamConnector(Wires wires, Json self, Bounds bounds, Time time) {
        this.wires = wires;
        this.self = self;
        this.bounds = bounds;
        this.time = time;
        this.verdicts = new Verdicts(time);
    }

    @Override
    public Connection connect(ServerSettings settings, Feed feed) throws ConnectFailure, InterruptedException {
        LastWordFeed heard = new LastWordFeed(feed);
        Terms terms = new Terms(settings, heard, self, bounds, time);
        Connection connection =
                switch (settings.target()) {
                    case Target.Child child -> isolated(terms, child, child(terms, child));
                    case Target.Remote remote -> remote(terms, remote);
                    case Target.CommandWithUrl(Target.Child child, Target.Remote remote) ->
                        Companion.start(terms, child, wires, site(terms, remote), () -> remote(terms, remote));
                };
        return new HeardConnection(connection, heard, (way, timeout) -> probe(settings, way, timeout));
    }

    private Optional<String> probe(ServerSettings settings, Connection way, Duration timeout) {
        Health health = settings.life().health();
        if (health.probe() != Health.Probe.COMMAND) {
            return way.probe(timeout);
        }
        try {
            return wires.run(settings, health.command(), timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Connection child(Terms terms, Target.Child child) throws ConnectFailure, InterruptedException {
        return new PipeEra(terms, new ChildLines(terms, child, wires), verdicts).open();
    }

    /** What is reached over the network keeps its callers apart by itself: each has sessions, or requests, of its own. */
    private Connection isolated(Terms terms, Target.Child child, Connection own) {
        Isolation isolation = terms.settings().life().isolation();
        if (isolation.mode() == Isolation.Mode.SHARED) {
            return own;
        }
        int most = isolation.most().orElse(terms.bound(Bound.CHILDREN));
        boolean sessions = isolation.mode() == Isolation.Mode.PER_SESSION;
        // In a process that is one caller's, a second one for the same caller would split what it holds.
        Bounds alone = bounds.with(Bound.CHILDREN_PER_PRINCIPAL, 1);
        Partitions partitions = new Partitions(
                terms.name(),
                most,
                sessions ? Math.min(most, terms.bound(Bound.CHILDREN_PER_PRINCIPAL)) : 1,
                terms.wait(Wait.IDLE),
                feed -> {
                    LastWordFeed heard = new LastWordFeed(feed);
                    Connection way = child(new Terms(terms.settings(), heard, self, alone, time), child);
                    return new HeardConnection(way, heard, Connection::probe);
                },
                terms.feed(),
                time);
        partitions.start();
        return new IsolatedConnection(terms.name(), isolation.mode(), own, partitions);
    }

    private Connection remote(Terms terms, Target.Remote remote) throws ConnectFailure, InterruptedException {
        if (remote.wire() == Target.Wire.WEBSOCKET) {
            return new PipeEra(terms, new SocketLines(terms, remote, wires), verdicts).open();
        }
        return new HttpEra(site(terms, remote), verdicts).open();
    }

    private Site site(Terms terms, Target.Remote remote) {
        return new Site(terms, remote, wires);
    }
}
