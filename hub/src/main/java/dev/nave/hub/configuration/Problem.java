package dev.nave.hub.configuration;

/**
 * Something to mend in a configuration.
 *
 * @param place where
 * @param text what was expected, what came and what to do; never a secret
 */
public record Problem(Place place, String text) {

    /** {@code file:line:column: text}. */
    @Override
    public String toString() {
        return place + ": " + text;
    }
}
