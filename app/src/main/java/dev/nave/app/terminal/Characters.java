package dev.nave.app.terminal;

import java.text.BreakIterator;
import java.util.Locale;

/** Texts as a terminal shows them: how many columns they take, and where they can be cut. */
public final class Characters {
    private static final int PRESENTED_AS_EMOJI = 0xFE0F;

    private Characters() {}

    /** How many columns a text takes. What belongs together, such as a family of emoji, is one character of it. */
    public static int width(String text) {
        int width = 0;
        BreakIterator characters = characters(text);
        for (int start = 0, end = characters.next(); end != BreakIterator.DONE; start = end, end = characters.next()) {
            width += one(text, start, end);
        }
        return width;
    }

    /** The text in no more columns than these; what was cut ends with an ellipsis. */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int width = 0;
        BreakIterator characters = characters(text);
        int start = 0;
        for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
            int one = one(text, start, end);
            if (width + one > columns - 1) {
                break;
            }
            width += one;
            start = end;
        }
        return columns <= 0 ? "" : text.substring(0, start) + "…";
    }

    /** The text and as many spaces as fill these columns. */
    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** Without what would steer a terminal: control characters and the sequences that they begin. */
    static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        String plain = text.replaceAll("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?)", "");
        plain.codePoints()
                .map(point -> Character.isISOControl(point) && point != '\n' && point != '\t' ? '\uFFFD' : point)
                .forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    private static BreakIterator characters(String text) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return characters;
    }

    /** A character with all that combines with it takes as much as its widest part. */
    private static int one(String text, int start, int end) {
        int width = 0;
        int at = start;
        while (at < end) {
            int point = text.codePointAt(at);
            width = Math.max(width, point == PRESENTED_AS_EMOJI ? 2 : of(point));
            at += Character.charCount(point);
        }
        return width;
    }

    private static int of(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    /** East Asian Wide and Fullwidth (Unicode Standard Annex 11), by blocks. */
    private static boolean isWide(int point) {
        return Character.isEmojiPresentation(point)
                || point >= 0x1100 && point <= 0x115F
                || point >= 0x2E80 && point <= 0x303E
                || point >= 0x3041 && point <= 0xA4CF
                || point >= 0xA960 && point <= 0xA97F
                || point >= 0xAC00 && point <= 0xD7A3
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F
                || point >= 0xFF01 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6
                || point >= 0x17000 && point <= 0x18CFF
                || point >= 0x1F200 && point <= 0x1F2FF
                || point >= 0x20000 && point <= 0x3FFFD;
    }
}
