package dev.nave.hub.configuration;

/** How a text of a file is shown in a message: quoted, on one line, and not at any length. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints()
                .limit(LONGEST)
                .forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…'" : "'")
                .toString();
    }
}
