package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Quota;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of Streamable HTTP: opened by {@code initialize}, found by id for their own principal and path alone,
 * reopened from the id when a hub that is no longer there had opened them, ended by DELETE or by silence. Safe for many
 * threads.
 */
final class Sessions {
    private final SessionIds ids;
    private final Surroundings surroundings;
    private final Quota places;
    private final Map<String, Live> live = new LinkedHashMap<>(); // guarded by this
    private final Map<String, Boolean> ended; // keys; guarded by this

    Sessions(SessionIds ids, Surroundings surroundings) {
        this.ids = ids;
        this.surroundings = surroundings;
        int most = surroundings.bound(Bound.SESSIONS);
        this.places = new Quota(most, surroundings.bound(Bound.SESSIONS_PER_PRINCIPAL));
        this.ended = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > 2 * most;
            }
        };
    }

    /** Opens a session for a client that has introduced itself. */
    Found open(Caller caller, String path, Client client, Endpoint endpoint) {
        String key = surroundings.ids().get();
        return start(ids.seal(key, path, caller, client), key, path, caller, client, Optional.empty(), endpoint);
    }

    /** The session of this id, if it is this caller's and was opened at this path. */
    Found find(String id, Caller caller, String path, Endpoint endpoint) {
        synchronized (this) {
            Live known = live.get(id);
            if (known != null) {
                boolean own = known.session().caller().principal().equals(caller.principal())
                        && known.path().equals(path);
                return own ? new Found.Here(id, known.session()) : new Found.Dead();
            }
        }
        Optional<SessionIds.Opened> opened = ids.open(id, path, caller);
        if (opened.isEmpty()) {
            return new Found.Dead();
        }
        SessionIds.Opened session = opened.get();
        return start(id, session.key(), path, caller, session.client(), session.home(), endpoint);
    }

    /** The node where the session of this id lives; nothing when that is here, or nobody's business, or nobody knows. */
    Optional<String> home(String id, String path, Caller caller) {
        synchronized (this) {
            Live known = live.get(id);
            if (known != null) {
                return known.home();
            }
        }
        return ids.home(id, path, caller);
    }

    /** Whether calls of this session are in progress here. */
    boolean isBusy(String id) {
        Live known;
        synchronized (this) {
            known = live.get(id);
        }
        return known != null && known.session().hasCalls();
    }

    /** Ends a session: its id is dead from now on, also for a seal that would open. */
    void end(String id, String reason) {
        Live gone;
        synchronized (this) {
            gone = live.remove(id);
            if (gone == null) {
                return;
            }
            ended.put(gone.session().key(), true);
        }
        places.give(gone.session().caller().principal());
        gone.session().close(reason);
    }

    /** Ends sessions nothing was heard of, and lets go what streams keep too long. */
    void sweep() {
        long silence = surroundings.wait(Wait.SESSION).toNanos();
        for (Map.Entry<String, Live> each : all()) {
            Session session = each.getValue().session();
            if (session.isIdleFor(silence)) {
                end(each.getKey(), "Nothing was heard of the client for too long.");
            } else {
                session.log().ifPresent(log -> log.expire(surroundings.time().nanos(), surroundings.wait(Wait.RESUME)));
            }
        }
    }

    /** Ends listening streams, for good. */
    void endListening() {
        all().forEach(each -> each.getValue().session().aside().end());
    }

    int count() {
        return places.taken();
    }

    private synchronized List<Map.Entry<String, Live>> all() {
        return List.copyOf(live.entrySet());
    }

    private Found start(
            String id,
            String key,
            String path,
            Caller caller,
            Client client,
            Optional<String> home,
            Endpoint endpoint) {
        switch (places.take(caller.principal())) {
            case FULL -> {
                return new Found.Full(503, "This hub holds as many sessions as it may; try again later.");
            }
            case PRINCIPAL_FULL -> {
                return new Found.Full(429, "You hold as many sessions as you may; end some with DELETE first.");
            }
            case TAKEN -> {}
        }
        Session session = Session.ofHttp(key, caller, client, endpoint, surroundings);
        Found found;
        synchronized (this) {
            Live other = live.get(id);
            if (other != null) {
                found = new Found.Here(id, other.session());
            } else if (ended.containsKey(key)) {
                found = new Found.Dead();
            } else {
                live.put(id, new Live(path, session, home));
                return new Found.Here(id, session);
            }
        }
        places.give(caller.principal());
        return found;
    }

    /** @param home where it was opened, when that was not here */
    private record Live(String path, Session session, Optional<String> home) {}

    /** What there is under an id. */
    sealed interface Found {
        record Here(String id, Session session) implements Found {}

        /** Nothing any more, or nothing of this caller's: which of them is not told. */
        record Dead() implements Found {}

        /** There is no room for a further session; {@code status} is that of HTTP. */
        record Full(int status, String reason) implements Found {}
    }
}
