package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Lines;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Lookout;
import dev.nave.hub.configuration.Target;

/** Opens the way to a server that was found to be legacy. */
public final class LegacyDoor {
    /** One for all connections: it does nothing while no call waits. */
    private static final Lookout LOOKOUT = new Lookout();

    private LegacyDoor() {}

    /**
     * Opens it over lines; {@code first} becomes the first session, and is closed when that fails.
     *
     * @throws ConnectFailure when it does not shake hands
     */
    public static Connection open(Terms terms, Lines lines, Line first) throws ConnectFailure, InterruptedException {
        return open(terms, lines, new LineLink(first));
    }

    /** As above, on a line that stays open when no session comes of it, for who wants to try something else on it. */
    public static Connection tryOn(Terms terms, Lines lines, Line line) throws ConnectFailure, InterruptedException {
        return open(terms, lines, LineLink.lent(line));
    }

    private static Connection open(Terms terms, Lines lines, LineLink first)
            throws ConnectFailure, InterruptedException {
        LegacyConnection connection =
                new LegacyConnection(terms, holder -> new LineLink(lines.openFor(holder)), lines.areChildren());
        try {
            connection.start(first);
            return connection;
        } catch (Handshake.Failure e) {
            throw e.words();
        }
    }

    /**
     * Opens it over HTTP: Streamable HTTP, or HTTP+SSE where the server answers {@code initialize} as one of 2024-11-05
     * does (2025-11-25, basic/transports, "Backwards compatibility").
     *
     * @throws ConnectFailure when it does not shake hands on either
     */
    public static Connection open(Site site) throws ConnectFailure, InterruptedException {
        Lines events = new EventLines(site);
        if (site.wire() == Target.Wire.SSE) {
            return open(site.terms(), events, events.open());
        }
        LegacyConnection connection =
                new LegacyConnection(site.terms(), holder -> new HttpLink(site.heldBy(holder), LOOKOUT), false);
        try {
            connection.start(new HttpLink(site, LOOKOUT));
            return connection;
        } catch (Handshake.Failure e) {
            if (site.wire() == Target.Wire.AUTO && mayBeOlder(e.outcome())) {
                return older(site, events, e);
            }
            throw e.words();
        }
    }

    private static Connection older(Site site, Lines events, Handshake.Failure newer)
            throws ConnectFailure, InterruptedException {
        Line line;
        try {
            line = events.open();
        } catch (ConnectFailure neither) {
            if (!neither.isWorthRetrying()) {
                throw neither; // It does speak the older wire, and not as it should.
            }
            ConnectFailure words = newer.words();
            words.addSuppressed(neither);
            throw words;
        }
        return open(site.terms(), events, line);
    }

    private static boolean mayBeOlder(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(int status, String text) -> status == 400 || status == 404 || status == 405;
            case Outcome.Answered(var response, int status) -> status == 400 || status == 404 || status == 405;
            case Outcome.Barred barred -> false;
            case Outcome.Lost lost -> false;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Cancelled cancelled -> false;
        };
    }
}
