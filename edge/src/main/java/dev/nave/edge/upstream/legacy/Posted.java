package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Lookout;
import dev.nave.hub.StandIn;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call whose thread makes its POST. As long as nothing but the answer to that arrives, it is the outcome; before anything
 * else a thread stands in that waits for what arrives, and ends the POST when nobody wants its answer. Safe for many
 * threads.
 */
final class Posted implements Lookout.Watched, AutoCloseable {
    private final Call call;
    private final Cancellation over;
    private final BiConsumer<Call, String> giveUp;
    private final StandIn standIn = new StandIn("call", this::waitInPlace);
    private final Cancellation.Registration interest;
    private volatile boolean posted;
    // Written by the stand-in before it ends.
    private @Nullable Outcome outcome;
    private @Nullable RuntimeException bug;

    /**
     * To be made before anything can arrive.
     *
     * @param over cancelled when the answer to the POST is not wanted any more
     * @param giveUp tells the server that the call is not wanted any more, and why
     */
    Posted(Call call, Cancellation over, BiConsumer<Call, String> giveUp) {
        this.call = call;
        this.over = over;
        this.giveUp = giveUp;
        call.onArrival(standIn::begin);
        interest = call.cancellation().onCancel(standIn::begin);
    }

    /** What becomes of the call once its POST brought this; nothing when its outcome comes by itself. */
    Outcome outcome(Optional<Outcome> brought) {
        posted = true;
        if (standIn.dismiss()) {
            return settle(brought.orElseGet(call::await));
        }
        brought.map(Mail.Ended::new).ifPresent(call::deliver);
        try {
            standIn.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return settle(new Outcome.Cancelled("interrupted"));
        }
        if (bug != null) {
            throw bug;
        }
        return Objects.requireNonNull(outcome);
    }

    /** Nothing that arrives is waited for any more. */
    @Override
    public void close() {
        interest.close();
        boolean _ = standIn.dismiss();
    }

    @Override
    public void look() {
        if (call.patience().isOver()) {
            standIn.begin();
        }
    }

    private void waitInPlace() {
        try {
            outcome = settle(call.await());
        } catch (RuntimeException e) {
            bug = e;
            over.cancel("it failed in the hub");
        }
    }

    private Outcome settle(Outcome found) {
        switch (found) {
            case Outcome.Cancelled(String reason) -> giveUp(reason);
            case Outcome.TimedOut(String reason) -> giveUp(reason);
            case Outcome.Answered answered -> {
                if (!posted) {
                    over.cancel("answered elsewhere");
                }
            }
            case Outcome.Refused refused -> over.cancel("refused");
            case Outcome.Barred barred -> over.cancel("barred");
            case Outcome.Lost lost -> over.cancel("lost");
        }
        return found;
    }

    private void giveUp(String reason) {
        giveUp.accept(call, reason);
        over.cancel(reason);
    }
}
