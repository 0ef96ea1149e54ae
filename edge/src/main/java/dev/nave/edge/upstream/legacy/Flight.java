package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.hub.Answer;
import dev.nave.hub.Exchange;
import dev.nave.hub.Question;
import dev.nave.hub.Request;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's call in flight on a session. */
final class Flight {
    private final Call call;
    private final Exchange exchange;
    private final boolean mayAsk;
    private final Request request;
    private final Askers askers;
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
        return mayAsk
                && !abandoned
                && (exchange.client().capabilities().find("elicitation") != null
                        || exchange.client().hasSampling()
                        || exchange.client().hasRoots());
    }

    boolean canAnswer(Question question) {
        return isAskable() && exchange.client().canAnswer(question);
    }

    /** Whether its client is being asked something right now. */
    boolean isAsked() {
        return asked.get() > 0;
    }

    /** Asks its client; waits for the answer. */
    Answer ask(Question question) {
        asked.incrementAndGet();
        try {
            return exchange.ask(question);
        } finally {
            asked.decrementAndGet();
        }
    }

    /** Whether it is known to ask things that the wire ties to no call, or asks one now. */
    boolean needsRoom() {
        return isAskable() && (isAsked() || askers.contains(request));
    }

    /** It asked, or may have asked, something that the wire tied to no call. */
    void isSuspected() {
        askers.add(request);
    }

    boolean mayAsk() {
        return mayAsk;
    }

    void abandon() {
        abandoned = true;
    }
}
