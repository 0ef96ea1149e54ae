package dev.nave.transport.http;

/** Compares media types as {@code Content-Type} and {@code Accept} carry them (RFC 9110 §8.3.1). */
public final class MediaType {
    private MediaType() {}

    /**
     * Whether a value names this type, whatever its parameters and its case.
     *
     * @param value as sent, such as {@code Application/JSON; charset=utf-8}
     * @param type in lower case and without parameters, such as {@code application/json}
     */
    public static boolean is(String value, String type) {
        int end = value.indexOf(';');
        String name = (end < 0 ? value : value.substring(0, end)).strip();
        return name.equalsIgnoreCase(type);
    }
}
