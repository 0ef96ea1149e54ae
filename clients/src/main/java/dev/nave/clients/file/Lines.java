package dev.nave.clients.file;

/** The lines of a text: where they begin and end, and how they are ended. */
record Lines(String text) {

    static Lines of(String text) {
        return new Lines(text);
    }

    /** The line end that the text uses, by its first one. */
    String ending() {
        int at = text.indexOf('\n');
        return at > 0 && text.charAt(at - 1) == '\r' ? "\r\n" : "\n";
    }

    /** Where the line of this offset begins. */
    int startOf(int offset) {
        int at = Math.min(offset, text.length());
        while (at > 0 && !isBreak(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Where the line before the one that begins here begins. */
    int before(int start) {
        boolean pair = start > 1 && text.charAt(start - 1) == '\n' && text.charAt(start - 2) == '\r';
        return startOf(Math.max(0, start - (pair ? 2 : 1)));
    }

    /** Where the line of this offset ends, before its line end. */
    int endOf(int offset) {
        int at = offset;
        while (at < text.length() && !isBreak(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the next line begins: the end of the text when there is none. */
    int after(int offset) {
        int at = endOf(offset);
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
            return at < text.length() && text.charAt(at) == '\n' ? at + 1 : at;
        }
        return Math.min(at + 1, text.length());
    }

    /** Whether only blanks stand between the beginning of the line and this offset. */
    boolean beginsAt(int offset) {
        return text.substring(startOf(offset), offset).isBlank();
    }

    /** The blanks before what the line of this offset begins with. */
    String indentAt(int offset) {
        int start = startOf(offset);
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return text.substring(start, at);
    }

    /** From 1. */
    int line(int offset) {
        int line = 1;
        int end = Math.min(offset, text.length());
        for (int at = 0; at < end; at++) {
            char character = text.charAt(at);
            boolean pair = character == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
            if (isBreak(character) && !pair) {
                line++;
            }
        }
        return line;
    }

    /** From 1, in characters. */
    int column(int offset) {
        return Math.min(offset, text.length()) - startOf(offset) + 1;
    }

    /** How many columns a block is deeper than the one around it, as the text does it; 2 where nothing tells. */
    String unit() {
        for (int at = 0; at < text.length(); at = after(at)) {
            String indent = indentAt(at);
            if (!indent.isEmpty() && indent.length() < endOf(at) - at) {
                return indent.startsWith("\t") ? "\t" : indent.substring(0, Math.min(indent.length(), 8));
            }
            if (endOf(at) == text.length()) {
                break;
            }
        }
        return "  ";
    }

    private static boolean isBreak(char character) {
        return character == '\n' || character == '\r';
    }
}
