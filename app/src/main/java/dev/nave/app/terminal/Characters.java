package dev.nave.app.terminal;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;

/** Texts as a terminal shows them: how many columns they take, and where they can be cut. */
public final class Characters {
    /** East Asian Wide and Fullwidth (Unicode Standard Annex 11), by blocks. */
    private static final List<Block> WIDE = List.of(
            new Block(0x1100, 0x115F),
            new Block(0x2E80, 0x303E),
            new Block(0x3041, 0xA4CF),
            new Block(0xA960, 0xA97F),
            new Block(0xAC00, 0xD7A3),
            new Block(0xF900, 0xFAFF),
            new Block(0xFE30, 0xFE6F),
            new Block(0xFF01, 0xFF60),
            new Block(0xFFE0, 0xFFE6),
            new Block(0x17000, 0x18CFF),
            new Block(0x1F200, 0x1F2FF),
            new Block(0x20000, 0x3FFFD));

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

    private static boolean isWide(int point) {
        return Character.isEmojiPresentation(point) || WIDE.stream().anyMatch(block -> block.holds(point));
    }

    private record Block(int first, int last) {
        boolean holds(int point) {
            return first <= point && point <= last;
        }
    }
}
