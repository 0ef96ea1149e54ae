package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Answer;
import dev.nave.hub.Cancellation;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One question on its way to a client. The first outcome stays. Safe for many threads. */
final class Inquiry {
    private final Id id;
    private final Inquiries all;
    private final Channel channel;
    private @Nullable Answer outcome; // guarded by this
    private final CountDownLatch done = new CountDownLatch(1);

    Inquiry(Id id, Inquiries all, Channel channel) {
        this.id = id;
        this.all = all;
        this.channel = channel;
    }

    Id id() {
        return id;
    }

    /** Takes what the client answered; false when there was an outcome already. */
    boolean answer(Message.Response response) {
        Answer answer =
                switch (response) {
                    case Message.Result result -> new Answer.Answered(result.result());
                    case Message.Failure failure ->
                        new Answer.Refused(failure.code(), failure.message(), failure.data());
                };
        return settle(answer, () -> {});
    }

    /** Takes the question back: the client is told to forget it, before whoever waits goes on. */
    void withdraw(String reason) {
        settle(new Answer.Gone(reason), () -> channel.offer(Entry.Kind.REQUEST, Inquiries.cancelled(id, reason)));
    }

    /** As {@link #withdraw}, when there is no client left to tell. */
    void abandon(String reason) {
        settle(new Answer.Gone(reason), () -> {});
    }

    /** Waits for the outcome; takes the question back when the time is up or nobody wants the answer any more. */
    Answer await(Duration patience, Cancellation cancellation) {
        try (var _ = cancellation.onCancel(() -> withdraw(cancellation.reason().orElse("The call was cancelled.")))) {
            if (!done.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                withdraw("No answer came within " + patience.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            withdraw("The server took its question back.");
        }
        all.forget(this);
        return outcome();
    }

    private synchronized Answer outcome() {
        Answer settled = outcome;
        return settled == null ? new Answer.Gone("The question has no outcome.") : settled;
    }

    private boolean settle(Answer answer, Runnable first) {
        synchronized (this) {
            if (outcome != null) {
                return false;
            }
            outcome = answer;
        }
        first.run();
        done.countDown();
        return true;
    }
}
