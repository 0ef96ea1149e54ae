package dev.nave.transport.http;

/** Refuses to write what a peer would read as more than one header. */
final class HeaderCheck {
    private HeaderCheck() {}

    /** @throws IllegalArgumentException when the name is no name, or the value holds a line break or a NUL */
    static void check(String name, String value) {
        if (!isName(name)) {
            throw new IllegalArgumentException("Expected the name of a header, not '" + name + "'");
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf(0) >= 0) {
            throw new IllegalArgumentException("Expected a value without line breaks for the header " + name);
        }
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= 0x20 || c >= 0x7f || c == ':') {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
