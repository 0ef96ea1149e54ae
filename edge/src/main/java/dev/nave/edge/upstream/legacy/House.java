package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.ListKind;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session that was opened first: the hub's own for lists, changes and what it watches. One that ended on HTTP is
 * opened again in its place, and everything counts as changed. Safe for many threads.
 */
final class House {
    private static final Logger LOG = LoggerFactory.getLogger(House.class);

    private final Terms terms;
    private final Opener opener;
    private final ReentrantLock opening = new ReentrantLock();
    private final ReentrantLock watching = new ReentrantLock();
    private final Set<String> watched = new HashSet<>();
    private volatile Session session;

    House(Terms terms, Opener opener, Session first) {
        this.terms = terms;
        this.opener = opener;
        this.session = first;
    }

    /** Opens another such session. */
    @FunctionalInterface
    interface Opener {
        Session open() throws ConnectFailure, InterruptedException;
    }

    Session session() {
        return session;
    }

    /** The session ended: the one that takes its place, opened unless that happened already. */
    Session reopen(Session ended) throws ConnectFailure, InterruptedException {
        opening.lockInterruptibly();
        try {
            if (session == ended) {
                session = opener.open();
                Thread.ofVirtual().start(ended.link()::close);
                watchAgain();
            }
            return session;
        } finally {
            opening.unlock();
        }
    }

    /** Watches exactly these; answers those the server accepted. */
    Set<String> watch(Set<String> uris) {
        boolean can = session.opening()
                .capabilities()
                .at("resources", "subscribe")
                .filter(Json::isTrue)
                .isPresent();
        if (!can) {
            return Set.of();
        }
        watching.lock();
        try {
            for (String uri : Set.copyOf(watched)) {
                if (!uris.contains(uri)) {
                    ask(Method.RESOURCES_UNSUBSCRIBE, uri);
                    watched.remove(uri);
                }
            }
            for (String uri : uris) {
                if (!watched.contains(uri) && ask(Method.RESOURCES_SUBSCRIBE, uri)) {
                    watched.add(uri);
                }
            }
            return Set.copyOf(watched);
        } finally {
            watching.unlock();
        }
    }

    /** What changed while no session was open is not known, so everything may have. */
    private void watchAgain() {
        watching.lock();
        try {
            watched.removeIf(uri -> !ask(Method.RESOURCES_SUBSCRIBE, uri));
            for (String uri : watched) {
                terms.feed()
                        .resourceUpdated(
                                Optional.empty(),
                                uri,
                                Json.object().put("uri", uri).build());
            }
        } finally {
            watching.unlock();
        }
        for (ListKind kind : ListKind.values()) {
            if (session.opening().has(kind.capability())) {
                terms.feed().listChanged(kind);
            }
        }
    }

    private boolean ask(String method, String uri) {
        Outcome outcome = session.ask(method, Json.object().put("uri", uri).build());
        boolean done = outcome instanceof Outcome.Answered(Message.Result result, int status);
        if (!done) {
            LOG.info("Server '{}' did not do {}: {}", terms.name(), method, outcome);
        }
        return done;
    }
}
