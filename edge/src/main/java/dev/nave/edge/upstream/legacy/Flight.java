package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.hub.Answer;
import dev.nave.hub.Audience;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Request;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's call in flight on a session. */
final class Flight {
    private final Call call;
    private final Exchange exchange;
    private final boolean mayAsk;
    private final Request request;
    private final Askers askers;
    /** Questions that are this call's, or may be. */
    private final AtomicInteger asked = new AtomicInteger();
    /** Set once its client let a question go unanswered: nobody is there to be asked again. */
    private volatile boolean abandoned;

    /** {@code mayAsk} is whether the server may ask something because of it. */
    Flight(Call call, Request request, Exchange exchange, boolean mayAsk, Askers askers) {
        this.call = call;
        this.request = request;
        this.askers = askers;
        this.exchange = exchange;
        this.mayAsk = mayAsk;
    }

    Call call() {
        return call;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Whether its client could be asked anything at all. */
    boolean isAskable() {
        return isInTheWay()
                && (exchange.client().capabilities().find("elicitation") != null
                        || exchange.client().hasSampling()
                        || exchange.client().hasRoots());
    }

    /** Whether both are calls of one client that can be asked whichever of them a question is of. */
    boolean isOfTheClientOf(Flight other) {
        Optional<String> mine = exchange.audience().map(Audience::session);
        return mine.isPresent() && mine.equals(other.exchange.audience().map(Audience::session));
    }

    /** Asks its client; waits for the answer. */
    Answer ask(Question question) {
        suspect();
        try {
            return exchange.ask(question);
        } finally {
            clear();
        }
    }

    /** As above, what came on the call's own stream: whose that is nobody has to wonder, so others may go on beside it. */
    Answer askOnItsStream(Question question) {
        call.patience().hold();
        try {
            return exchange.ask(question);
        } finally {
            call.patience().release();
        }
    }

    /** A question is open that is this call's, or may be: the server waits for us. */
    void suspect() {
        asked.incrementAndGet();
        call.patience().hold();
    }

    void clear() {
        asked.decrementAndGet();
        call.patience().release();
    }

    /** Whether it is known to ask things that the wire ties to no call, or asks one now, or may be asking one. */
    boolean needsRoom() {
        return isAskable() && (asked.get() > 0 || askers.contains(request));
    }

    /** It asked, or may have asked, something that the wire tied to no call. */
    void isKnownToAsk() {
        askers.add(request);
    }

    /** Whether nobody waits for it any more, though it has not left yet. */
    boolean isGivenUp() {
        return exchange.cancellation().isCancelled();
    }

    boolean mayAsk() {
        return mayAsk;
    }

    /** Whether a question of another call could be taken for its own, and somebody is there to whom that would happen. */
    boolean isInTheWay() {
        return mayAsk && !abandoned;
    }

    void abandon() {
        abandoned = true;
    }
}
