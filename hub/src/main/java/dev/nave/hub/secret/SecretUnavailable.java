package dev.nave.hub.secret;

/** What a reference stands for cannot be had. The text is for people and names the secret, never a value. */
public final class SecretUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final boolean worthRetrying;

    /**
     * @param reason what is the matter, to go on after "because ": "there is no secret 'x' in the store"
     * @param advice what to do, as a sentence
     * @param worthRetrying whether it may be there later while this process lives
     */
    public SecretUnavailable(String reason, String advice, boolean worthRetrying) {
        super(reason);
        this.advice = advice;
        this.worthRetrying = worthRetrying;
    }

    /** What is the matter. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    public String advice() {
        return advice;
    }

    public boolean isWorthRetrying() {
        return worthRetrying;
    }

    /** The same, said of the place that needs it. */
    SecretUnavailable at(Reference reference, String place) {
        String where = place.isEmpty() ? "" : " (" + place + ")";
        return new SecretUnavailable(reference + where + " cannot be had: " + reason(), advice, worthRetrying);
    }
}
