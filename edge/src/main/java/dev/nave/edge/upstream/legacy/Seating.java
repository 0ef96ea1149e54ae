package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.credential.Barred;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.projection.Projection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds each request a session it may be served on: the hub's own, or one of its caller's. Safe for many threads. */
final class Seating {
    /** Sessions of one client at once: a question that arrives on the standing stream names no call either. */
    private static final int ALIKE = 16;
    /** How often a caller may mend that the server does not let the hub in, for one call. */
    private static final int TRIES = 3;

    private final Terms terms;
    private final boolean children;
    private final Supplier<House> house;
    private final SessionPool pool;
    private final Occupancy occupancy;
    private final Askers askers;

    /** {@code children} is whether each session is a process, which callers share where they may. */
    Seating(
            Terms terms,
            boolean children,
            Supplier<House> house,
            SessionPool pool,
            Occupancy occupancy,
            Askers askers) {
        this.terms = terms;
        this.children = children;
        this.house = house;
        this.pool = pool;
        this.occupancy = occupancy;
        this.askers = askers;
    }

    /** Does the work where the request may be served; null when no turn came in time. */
    @Nullable
    Outcome serve(Request request, Exchange exchange, Work work) throws ConnectFailure, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                Outcome outcome = serveOnce(request, exchange, work);
                if (!(outcome instanceof Outcome.Barred(Barred why)) || tries == TRIES || !why.mend(exchange)) {
                    return outcome;
                }
            } catch (ConnectFailure e) {
                // A session of the caller's own could not be opened.
                if (!(e.getCause() instanceof Barred why)) {
                    throw e;
                }
                if (tries == TRIES || !why.mend(exchange)) {
                    return new Outcome.Barred(why);
                }
            }
        }
    }

    private @Nullable Outcome serveOnce(Request request, Exchange exchange, Work work)
            throws ConnectFailure, InterruptedException {
        Seats seats = seats(request, exchange);
        for (int seat = 0; seat < seats.alike(); seat++) {
            Outcome outcome = at(seats, seat, exchange, work, false);
            if (outcome != null) {
                return outcome;
            }
        }
        return at(seats, 0, exchange, work, true);
    }

    /** Where a call may be served. */
    private Seats seats(Request request, Exchange exchange) {
        boolean anywhere = !Asking.mayAsk(request.method()) && !Asking.isOfTask(request.method());
        Optional<String> holder = terms.access().holder(exchange.caller());
        if (holder.isEmpty() && (anywhere || Declarations.isNever(terms.settings()))) {
            return Seats.HOUSE;
        }
        Optional<String> principal = Optional.of(exchange.caller().principal());
        Json declared = Declarations.of(
                exchange, terms.settings(), house.get().session().opening().revision());
        boolean askable = Declarations.isAskable(declared);
        if (!children) {
            Key own = new Key(principal, exchange.session(), declared).heldBy(holder);
            return new Seats(false, own, askable ? ALIKE : 0);
        }
        boolean rooted = askers.askForRoots() && exchange.client().hasRoots();
        boolean admitted = occupancy.admit(
                exchange.caller().principal(), exchange.session().orElse(""), askable, rooted);
        if (!askable) {
            return admitted ? Seats.HOUSE : new Seats(false, Seats.NOBODY, 0);
        }
        // A process costs too much for each of a caller's clients: one serves all of them and may ask anything.
        // Others are started only while two calls on one could not be told apart, or to work at other roots.
        Json capabilities = house.get().session().key().capabilities();
        Key own = rooted
                ? new Key(principal, exchange.session(), capabilities)
                : new Key(principal, Optional.empty(), Declarations.without(capabilities, askers.askForRoots()));
        return new Seats(admitted, own, terms.bound(Bound.CHILDREN_PER_PRINCIPAL));
    }

    /** Null when it is another call's turn there. */
    private @Nullable Outcome at(Seats seats, int seat, Exchange exchange, Work work, boolean patient)
            throws ConnectFailure, InterruptedException {
        return seats.house() && seat == 0
                ? inHouse(work, patient, false)
                : inPool(seats.first().inLane(seat), exchange, work, patient, false);
    }

    private @Nullable Outcome inHouse(Work work, boolean patient, boolean again)
            throws ConnectFailure, InterruptedException {
        Session session = house.get().session();
        Outcome outcome = work.on(session, SessionPool.Hold.none(), patient);
        if (outcome != null && session.link().isSessionGone(outcome) && !again) {
            house.get().reopen(session);
            return inHouse(work, patient, true);
        }
        return outcome;
    }

    private @Nullable Outcome inPool(Key key, Exchange exchange, Work work, boolean patient, boolean again)
            throws ConnectFailure, InterruptedException {
        Json known = exchange.client().info();
        Json info = Projection.to(house.get().session().opening().revision())
                .information(known.hasMembers() ? known : terms.self());
        Deadline room = patient ? exchange.deadline() : Deadline.in(Duration.ZERO, terms.time());
        Optional<SessionPool.Lease> leased = pool.lease(key, info, room, exchange.cancellation());
        if (leased.isEmpty()) {
            return null;
        }
        Session session;
        Outcome outcome;
        try (SessionPool.Lease lease = leased.get()) {
            session = lease.session();
            outcome = work.on(session, lease.hold(), patient);
        }
        if (outcome != null && session.link().isSessionGone(outcome) && !again) {
            // 404 proves that the request never ran (basic/transports, "Session management").
            pool.retire(session);
            return inPool(key, exchange, work, patient, true);
        }
        return outcome;
    }

    /**
     * Where a call may be served.
     *
     * @param house whether the hub's own session is the first of them
     * @param first the key of the first, or of the first beside the hub's own
     * @param alike how many there may be, tried in turn; none to wait at the first
     */
    private record Seats(boolean house, Key first, int alike) {
        static final Key NOBODY = new Key(Optional.empty(), Optional.empty(), Json.EMPTY_OBJECT);
        static final Seats HOUSE = new Seats(true, NOBODY, 0);
    }
}
