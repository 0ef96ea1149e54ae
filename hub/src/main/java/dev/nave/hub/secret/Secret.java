package dev.nave.hub.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text which nothing prints: it leaves only through {@link #reveal()}, at the place that needs it. */
public final class Secret {
    /** What is shown in its place. */
    static final String SHOWN = "(secret)";

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself: never for a log, a message or a metric. */
    public String reveal() {
        return text;
    }

    /** Compares in a time that does not depend on where the texts differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return SHOWN;
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
