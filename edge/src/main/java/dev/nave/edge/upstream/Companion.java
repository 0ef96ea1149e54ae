package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Line;
import dev.nave.edge.upstream.wire.Site;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.edge.upstream.wire.Troubles;
import dev.nave.edge.upstream.wire.Wires;
import dev.nave.hub.Caller;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that is reached at a URL: it lives as long as the connection, and the connection as long as it. */
record Companion(Line line, Connection connection, Duration stop) implements Connection {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    /** Starts the process, waits until something answers at its URL, and connects. */
    static Connection start(Terms terms, Target.Child child, Wires wires, Site site, Opener opener)
            throws ConnectFailure, InterruptedException {
        Line line = new ChildLines(terms, child, wires).open();
        boolean kept = false;
        try {
            Watch watch = new Watch(terms, line);
            line.hear(watch);
            awaitUrl(terms, site, line, watch.gone);
            Connection connection = opener.open();
            watch.serving = true;
            if (line.closed().isPresent()) {
                connection.close();
                throw Troubles.passing(terms, line, "it ended", "Check its log.");
            }
            kept = true;
            return new Companion(line, connection, terms.wait(Wait.STOP));
        } finally {
            if (!kept) {
                line.close();
            }
        }
    }

    private static void awaitUrl(Terms terms, Site site, Line line, CountDownLatch gone)
            throws ConnectFailure, InterruptedException {
        Deadline deadline = Deadline.in(terms.wait(Wait.START), terms.time());
        while (true) {
            try (var _ = site.get(Map.of(), ATTEMPT).reply()) {
                return;
            } catch (IOException notYet) {
                if (gone.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw Troubles.passing(terms, line, "it ended before anything answered at " + site.place(), "");
                }
                if (deadline.hasPassed()) {
                    throw Troubles.passing(
                            terms,
                            line,
                            "nothing answered at " + site.place() + " after it was started",
                            "Check that it listens there, or raise its startupTimeout.");
                }
            }
        }
    }

    @Override
    public Opening opening() {
        return connection.opening();
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        return connection.serve(request, exchange);
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
        return connection.probe(timeout);
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
        connection.close();
        line.close();
        try {
            // What is started next would find the old one still answering at the URL.
            line.awaitEnd(stop.multipliedBy(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connects once the URL answers. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws ConnectFailure, InterruptedException;
    }

    /** Hears of the end of the process; what it writes is not for us. */
    private static final class Watch implements Line.Ear {
        private final Terms terms;
        private final Line line;
        private final CountDownLatch gone = new CountDownLatch(1);
        private volatile boolean serving;

        Watch(Terms terms, Line line) {
            this.terms = terms;
            this.line = line;
        }

        @Override
        public void request(Message.Request request) {}

        @Override
        public void notification(Message.Notification notice) {}

        @Override
        public void closed(String reason) {
            gone.countDown();
            if (serving) {
                line.tellEnd(terms.feed(), reason);
            }
        }
    }
}
