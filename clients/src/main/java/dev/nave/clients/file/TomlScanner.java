package dev.nave.clients.file;

import java.util.ArrayList;
import java.util.List;

/** Walks over a TOML text: blanks, comments, keys and strings. */
final class TomlScanner {
    private final String text;
    private int at;

    TomlScanner(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The character here; a null character at the end. */
    char peek() {
        return isAtEnd() ? '\0' : text.charAt(at);
    }

    void forward() {
        at++;
    }

    boolean take(char expected) {
        if (peek() != expected || isAtEnd()) {
            return false;
        }
        at++;
        return true;
    }

    void expect(String expected) {
        if (!text.startsWith(expected, at)) {
            throw problem("expected '" + expected + "', got " + found());
        }
        at += expected.length();
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** Blanks, line ends and comments, as between statements and within lists. */
    void skipToStatement() {
        while (!isAtEnd()) {
            char here = peek();
            if (here == ' ' || here == '\t' || here == '\n' || text.startsWith("\r\n", at)) {
                at++;
            } else if (here == '#') {
                comment();
            } else {
                return;
            }
        }
    }

    /** What may follow a statement on its line. */
    void endStatement() {
        int end = at;
        skipBlanks();
        if (peek() == '#') {
            comment();
        }
        boolean over = isAtEnd() || peek() == '\n' || text.startsWith("\r\n", at);
        if (!over) {
            at = Math.max(at, end);
            throw problem("expected the end of the line, got " + found());
        }
    }

    private void comment() {
        while (!isAtEnd() && peek() != '\n' && !text.startsWith("\r\n", at)) {
            refuseControl();
            at++;
        }
    }

    /** Keys with dots between them, and the blanks after them. */
    List<String> way() {
        List<String> way = new ArrayList<>();
        do {
            skipBlanks();
            way.add(key());
            skipBlanks();
        } while (take('.'));
        return List.copyOf(way);
    }

    private String key() {
        if (peek() == '"' || peek() == '\'') {
            if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
                throw problem("expected a key on one line, got a text of several");
            }
            return string();
        }
        int start = at;
        while (isBare(peek())) {
            at++;
        }
        if (at == start) {
            throw problem("expected a key, got " + found());
        }
        return text.substring(start, at);
    }

    static boolean isBare(char character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '-';
    }

    /** A text in any of the four kinds of quotes. */
    String string() {
        boolean literal = peek() == '\'';
        String quote = text.substring(at, at + 1);
        String triple = quote.repeat(3);
        if (text.startsWith(triple, at)) {
            at += 3;
            if (peek() == '\r') {
                at++;
            }
            take('\n');
            return lines(triple, literal);
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (!text.startsWith(quote, at)) {
            if (isAtEnd() || peek() == '\n' || peek() == '\r') {
                throw problem("expected a closing " + quote + " on the same line");
            }
            character(value, literal);
        }
        at++;
        return value.toString();
    }

    private String lines(String triple, boolean literal) {
        StringBuilder value = new StringBuilder();
        while (true) {
            if (isAtEnd()) {
                throw problem("expected a closing " + triple + ", got the end of the text");
            }
            if (text.startsWith(triple, at)) {
                at += 3;
                // Up to two quotes more belong to the text.
                for (int more = 0; more < 2 && peek() == triple.charAt(0); more++) {
                    value.append(triple.charAt(0));
                    at++;
                }
                return value.toString();
            }
            if (peek() == '\n' || text.startsWith("\r\n", at)) {
                value.append(peek());
                at++;
            } else if (!literal && peek() == '\\' && endsLine(at + 1)) {
                at++;
                while (!isAtEnd() && Character.isWhitespace(peek())) {
                    at++;
                }
            } else {
                character(value, literal);
            }
        }
    }

    private boolean endsLine(int offset) {
        int end = offset;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end < text.length() && (text.charAt(end) == '\n' || text.startsWith("\r\n", end));
    }

    private void character(StringBuilder value, boolean literal) {
        if (!literal && peek() == '\\') {
            at++;
            escape(value);
            return;
        }
        refuseControl();
        value.append(peek());
        at++;
    }

    private void escape(StringBuilder value) {
        char kind = peek();
        at++;
        switch (kind) {
            case 'b' -> value.append('\b');
            case 't' -> value.append('\t');
            case 'n' -> value.append('\n');
            case 'f' -> value.append('\f');
            case 'r' -> value.append('\r');
            case 'e' -> value.append('\u001B');
            case '"' -> value.append('"');
            case '\\' -> value.append('\\');
            case 'x' -> value.appendCodePoint(code(2));
            case 'u' -> value.appendCodePoint(code(4));
            case 'U' -> value.appendCodePoint(code(8));
            default -> {
                at--;
                throw problem("expected an escape such as \\n, got " + found());
            }
        }
    }

    private int code(int digits) {
        int end = Math.min(at + digits, text.length());
        String hex = text.substring(at, end);
        boolean fits = hex.length() == digits && hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0);
        long point = fits ? Long.parseLong(hex, 16) : -1;
        if (point < 0 || point > Character.MAX_CODE_POINT || (point >= 0xD800 && point < 0xE000)) {
            throw problem("expected the " + digits + " hexadecimal digits of a character, got '" + hex + "'");
        }
        at = end;
        return (int) point;
    }

    private void refuseControl() {
        char here = peek();
        if ((here < 0x20 && here != '\t') || here == 0x7F) {
            throw problem("expected no control characters, got " + found());
        }
    }

    String found() {
        if (isAtEnd()) {
            return "the end of the text";
        }
        char here = peek();
        if (here == '\n' || here == '\r') {
            return "the end of the line";
        }
        return here < 0x20 || here == 0x7F ? "character 0x%02x".formatted((int) here) : "'" + here + "'";
    }

    DocumentException problem(String what) {
        return DocumentException.at(text, at, "This is not TOML: " + what + ".");
    }
}
