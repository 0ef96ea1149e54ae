package dev.nave.hub.credential;

import dev.nave.hub.Exchange;
import java.io.IOException;

/** A server lets the hub in no more, or not yet. The request never ran. The text is for people and shows no secret. */
public final class Barred extends IOException {
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final boolean passing;
    private final transient Remedy remedy;

    /**
     * @param reason what is the matter, to go on after the server's name: "it wants a sign-in"
     * @param advice what to do, as a sentence; may be empty
     * @param passing whether it may be over soon by itself
     */
    public Barred(String reason, String advice, boolean passing) {
        this(reason, advice, passing, Remedy.NONE);
    }

    public Barred(String reason, String advice, boolean passing, Remedy remedy) {
        super(reason);
        this.advice = advice;
        this.passing = passing;
        this.remedy = remedy;
    }

    /** What is the matter. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    public String advice() {
        return advice;
    }

    public boolean isPassing() {
        return passing;
    }

    /**
     * Asks the client of a call to mend it, and waits for that.
     *
     * @return whether to send the request again
     */
    public boolean mend(Exchange exchange) {
        return remedy.mend(exchange);
    }

    /** What the client of a call can do. */
    @FunctionalInterface
    public interface Remedy {
        /** Nothing. */
        Remedy NONE = exchange -> false;

        boolean mend(Exchange exchange);
    }
}
