package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Mail;
import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Lookout;
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
    private final Cancellation.Registration interest;
    // Guarded by this.
    private @Nullable Thread standIn;
    private boolean posted;
    private boolean ended;
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
        call.onArrival(this::standIn);
        interest = call.cancellation().onCancel(this::standIn);
    }

    /** What becomes of the call once its POST brought this; nothing when its outcome comes by itself. */
    Outcome outcome(Optional<Outcome> brought) {
        Thread other;
        synchronized (this) {
            posted = true;
            other = standIn;
            ended = other == null;
        }
        if (other == null) {
            return settle(brought.orElseGet(call::await));
        }
        brought.map(Mail.Ended::new).ifPresent(call::deliver);
        try {
            other.join();
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
        synchronized (this) {
            ended = true;
        }
    }

    @Override
    public void look() {
        if (call.patience().isOver()) {
            standIn();
        }
    }

    private synchronized void standIn() {
        if (standIn == null && !ended) {
            standIn = Thread.ofVirtual().name("call").start(this::waitInPlace);
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
            case Outcome.Cancelled(String reason) -> {
                giveUp.accept(call, reason);
                over.cancel(reason);
            }
            case Outcome.TimedOut(String reason) -> {
                giveUp.accept(call, reason);
                over.cancel(reason);
            }
            case Outcome.Answered answered -> {
                if (!isPosted()) {
                    over.cancel("answered elsewhere");
                }
            }
            case Outcome.Refused refused -> over.cancel("refused");
            case Outcome.Barred barred -> over.cancel("barred");
            case Outcome.Lost lost -> over.cancel("lost");
        }
        return found;
    }

    private synchronized boolean isPosted() {
        return posted;
    }
}
