package dev.nave.protocol.message;

import dev.nave.protocol.json.Json;

/**
 * The id of a request, or a progress token: a string or a whole number, kept as spelled, so that 1 and "1" stay apart.
 *
 * @param value a JSON string or number
 */
public record Id(Json value) {
    public Id {
        if (value.kind() != Json.Kind.STRING && value.kind() != Json.Kind.NUMBER) {
            throw new IllegalArgumentException("expected an id that is a string or a number, got " + value);
        }
    }

    public static Id of(long number) {
        return new Id(Json.of(number));
    }

    public static Id of(String text) {
        return new Id(Json.of(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
