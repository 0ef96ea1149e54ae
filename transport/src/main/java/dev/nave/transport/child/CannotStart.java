package dev.nave.transport.child;

import java.io.IOException;

/** A child was not started, since something it needs is not there; the text says what. */
public final class CannotStart extends IOException {
    private static final long serialVersionUID = 1;

    private final String advice;
    private final boolean worthRetrying;

    /**
     * @param advice what to do about it, a sentence
     * @param worthRetrying whether it may pass without a change of the configuration
     */
    public CannotStart(String text, String advice, boolean worthRetrying) {
        super(text);
        this.advice = advice;
        this.worthRetrying = worthRetrying;
    }

    public String advice() {
        return advice;
    }

    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}
