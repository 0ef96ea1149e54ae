package dev.nave.edge.upstream.wire;

import dev.nave.hub.Cancellation;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to a server. Readers deliver from any thread; the thread that serves the call waits in
 * {@link #await} and passes on what arrives.
 */
public final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final Message.Request request;
    private final @Nullable Id token;
    private final Patience patience;
    private final Cancellation cancellation;
    private final Ear ear;
    private final Mailbox mailbox;
    private final Optional<String> holder;
    private volatile boolean settled;
    private volatile @Nullable Runnable arrival;
    private double furthest = Double.NEGATIVE_INFINITY;

    /**
     * A call not sent yet.
     *
     * @param token the progress token it carries, or null
     * @param mailbox how many notices wait for the call's thread at most
     */
    public Call(
            Message.Request request,
            @Nullable Id token,
            Patience patience,
            Cancellation cancellation,
            int mailbox,
            Ear ear) {
        this(request, token, patience, cancellation, mailbox, ear, Optional.empty());
    }

    /**
     * A call that shows a credential of its caller's own, where its wire does not know whose it is.
     *
     * @param holder whose credential; none for the one that all share
     */
    public Call(
            Message.Request request,
            @Nullable Id token,
            Patience patience,
            Cancellation cancellation,
            int mailbox,
            Ear ear,
            Optional<String> holder) {
        this.holder = holder;
        this.request = request;
        this.token = token;
        this.patience = patience;
        this.cancellation = cancellation;
        this.ear = ear;
        this.mailbox = new Mailbox(mailbox);
    }

    /** Told on the thread that waits for the call; must not wait for the client. */
    public interface Ear {
        /** For calls nobody watches. */
        Ear NONE = new Ear() {};

        default void progress(Json params) {}

        default void log(Json params) {}

        /** Whether log messages are wanted at all. */
        default boolean wantsLog() {
            return false;
        }

        /** Told of a notification that no revision defines. */
        default void opaque(String method, Json params) {}

        /** Whether client and server share an extension that such a notification may be of. */
        default boolean sharesExtensions() {
            return false;
        }

        default void asked(Message.Request question) {}
    }

    public Message.Request request() {
        return request;
    }

    public Id id() {
        return request.id();
    }

    public @Nullable Id token() {
        return token;
    }

    /** Whether whoever makes the call wants log messages of it. */
    public boolean wantsLog() {
        return ear.wantsLog();
    }

    /** Whether its client and its server share an extension that the hub does not know. */
    public boolean sharesExtensions() {
        return ear.sharesExtensions();
    }

    /** Whose credential it shows; none for the one that all share. */
    public Optional<String> holder() {
        return holder;
    }

    public Patience patience() {
        return patience;
    }

    /** What is left until the deadline of the call, whatever happens before. */
    public Duration hardRemaining() {
        return patience.hardRemaining();
    }

    /** Whether the answer has arrived, taken or not. */
    public boolean isSettled() {
        return settled;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /** Hands over what arrived; never waits. */
    public void deliver(Mail mail) {
        if (mail instanceof Mail.Answer || mail instanceof Mail.Ended) {
            settled = true;
        }
        mailbox.put(mail);
        Runnable told = arrival;
        if (told != null) {
            told.run();
        }
    }

    /** Runs this whenever something arrives, from now on and before the call is sent; it must not wait. */
    public void onArrival(Runnable listener) {
        arrival = listener;
    }

    /** Hands over a message that can only be about this call; what belongs to no call is left out. */
    public void deliver(Message message) {
        switch (message) {
            case Message.Response response -> deliver(new Mail.Answer(response));
            case Message.Request question -> deliver(new Mail.Asked(question));
            case Message.Notification notice ->
                Notices.mail(notice).ifPresentOrElse(this::deliver, () -> LOG.debug("Left out {}", notice.method()));
        }
    }

    /** Whether a response answers this call; an error that names no request does where there is no other. */
    public boolean isAnsweredBy(Message.Response response) {
        Id answered = response.id();
        return answered == null
                || answered.equals(id())
                || text(answered.value()).equals(text(id().value()));
    }

    /** Waits for the outcome and passes on what arrives before it. */
    public Outcome await() {
        try (var _ = cancellation.onCancel(
                () -> mailbox.put(new Mail.Cancelled(cancellation.reason().orElse("cancelled"))))) {
            while (true) {
                Mail mail = mailbox.take(patience.remaining());
                if (mail != null) {
                    Outcome outcome = handle(mail);
                    if (outcome != null) {
                        return outcome;
                    }
                } else if (patience.isOver()) {
                    return new Outcome.TimedOut(patience.overdue());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled("interrupted");
        }
    }

    /** The outcome if it comes after all, between mails that are no further apart than this. */
    public Optional<Outcome> awaitLate(Duration patience) {
        try {
            Mail mail = mailbox.take(patience);
            while (mail != null) {
                Outcome outcome = handle(mail);
                if (outcome != null) {
                    return Optional.of(outcome);
                }
                mail = mailbox.take(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private @Nullable Outcome handle(Mail mail) {
        switch (mail) {
            case Mail.Progress(Json params) -> progress(params);
            case Mail.Log(Json params) -> ear.log(params);
            case Mail.Opaque(String method, Json params) -> {
                if (ear.sharesExtensions()) {
                    ear.opaque(method, params);
                } else {
                    LOG.debug("Left out {}: client and server share no extension", method);
                }
            }
            case Mail.Asked(Message.Request question) -> ear.asked(question);
            case Mail.Answer(Message.Response response) -> {
                int dropped = mailbox.takeDropped();
                if (dropped > 0) {
                    LOG.warn("{} notices of a call of {} came too fast and were dropped", dropped, request.method());
                }
                return new Outcome.Answered(response, 200);
            }
            case Mail.Ended(Outcome outcome) -> {
                return outcome;
            }
            case Mail.Cancelled(String reason) -> {
                return new Outcome.Cancelled(reason);
            }
        }
        return null;
    }

    private void progress(Json params) {
        patience.renew();
        Json amount = params.find("progress");
        double now = amount == null ? Double.NaN : amount.asDouble();
        if (now > furthest) {
            furthest = now;
            ear.progress(params);
        }
    }

    private static String text(Json id) {
        return id.isString() ? id.text() : id.raw();
    }
}
