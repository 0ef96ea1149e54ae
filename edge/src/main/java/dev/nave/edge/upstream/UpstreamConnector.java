package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
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
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reaches servers of either era over every wire. Safe for many threads. */
public final class UpstreamConnector implements Connector {
    private final Wires wires;
    private final Secrets secrets;
    private final Credentials credentials;
    private final Json self;
    private final Bounds bounds;
    private final Time time;
    private final Verdicts verdicts;

    /**
     * Opens nothing yet.
     *
     * @param wires what carries the messages
     * @param secrets finds what the references of a server stand for, each time it is started
     * @param credentials what servers are shown so that they let the hub in
     * @param self the hub's own {@code clientInfo}, for where no client is behind a message
     */
    public UpstreamConnector(
            Wires wires, Secrets secrets, Credentials credentials, Json self, Bounds bounds, Time time) {
        this.wires = wires;
        this.secrets = secrets;
        this.credentials = credentials;
        this.self = self;
        this.bounds = bounds;
        this.time = time;
        this.verdicts = new Verdicts(time);
    }

    @Override
    public Connection connect(ServerSettings settings, Feed feed) throws ConnectFailure, InterruptedException {
        Values values = values(settings);
        Access access = credentials.to(settings, values);
        UnaryOperator<String> hiding = text -> access.hiddenIn(values.hiddenIn(text));
        LastWordFeed heard = new LastWordFeed(feed, hiding);
        Terms terms = new Terms(settings, values, access, heard, self, bounds, time);
        try {
            return new HeardConnection(open(terms), heard, hiding, (way, timeout) -> probe(terms, way, timeout));
        } catch (ConnectFailure e) {
            // The last words of a server may be a secret it was given.
            ConnectFailure shown =
                    new ConnectFailure(hiding.apply(String.valueOf(e.getMessage())), e.isWorthRetrying());
            shown.initCause(e.getCause());
            throw shown;
        }
    }

    private Optional<String> probe(Terms terms, Connection way, Duration timeout) {
        Health health = terms.settings().life().health();
        if (health.probe() != Health.Probe.COMMAND) {
            return way.probe(timeout);
        }
        try {
            return wires.run(terms.settings(), terms.values(), health.command(), timeout);
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
                    LastWordFeed heard = new LastWordFeed(feed, terms::hiddenIn);
                    Connection way = child(
                            new Terms(terms.settings(), terms.values(), Access.NONE, heard, self, alone, time), child);
                    return new HeardConnection(way, heard, terms::hiddenIn, Connection::probe);
                },
                terms.feed(),
                time);
        partitions.start();
        return new IsolatedConnection(terms.name(), isolation.mode(), own, partitions);
    }

    private Values values(ServerSettings settings) throws ConnectFailure, InterruptedException {
        try {
            return Values.find(
                    secrets,
                    settings.name(),
                    settings.secrets(),
                    settings.target().plain());
        } catch (SecretUnavailable e) {
            throw Troubles.unavailable(settings.name(), e);
        }
    }

    private Connection open(Terms terms) throws ConnectFailure, InterruptedException {
        return switch (terms.settings().target()) {
            case Target.Child child -> isolated(terms, child, child(terms, child));
            case Target.Remote remote -> remote(site(terms, remote));
            case Target.CommandWithUrl(Target.Child child, Target.Remote remote) -> {
                Site site = site(terms, remote);
                yield Companion.start(terms, child, wires, site, () -> remote(site));
            }
            case Target.Manifest manifest ->
                throw Troubles.lasting(terms, "it is a list of servers, not one", "Name it in a configuration.");
        };
    }

    private Connection remote(Site site) throws ConnectFailure, InterruptedException {
        if (site.wire() == Target.Wire.WEBSOCKET) {
            return new PipeEra(site.terms(), new SocketLines(site), verdicts).open();
        }
        return new HttpEra(site, verdicts).open();
    }

    private Site site(Terms terms, Target.Remote remote) throws ConnectFailure {
        try {
            return new Site(terms, remote, wires);
        } catch (IllegalArgumentException e) {
            throw Troubles.lasting(terms, String.valueOf(e.getMessage()), "Check " + remote.place() + ".");
        }
    }
}
