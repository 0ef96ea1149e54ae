package dev.nave.transport.http;

/** Refuses to write what a peer would read as more than one header. */
final class HeaderCheck {
    private HeaderCheck() {}

    /** @throws IllegalArgumentException when the name is no name, or the value holds a line break or a NUL */
    static void check(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("Expected the name of a header, not '" + name + "'");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("Expected a value without line breaks for the header " + name);
        }
    }
}
