package dev.nave.protocol.json;

/** Checks one JSON text (RFC 8259, strict) in one pass without building anything. */
final class Scanner {
    private final byte[] bytes;
    private final int end;
    private final JsonLimits limits;
    private int at;

    private Scanner(byte[] bytes, int start, int end, JsonLimits limits) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.limits = limits;
    }

    /** The one value in the text, checked whole. */
    static Json scan(byte[] bytes, int start, int end, JsonLimits limits) {
        if (end - start > limits.bytes()) {
            throw new JsonException(
                    "expected at most %d bytes of JSON, got %d".formatted(limits.bytes(), end - start), start);
        }
        Scanner scanner = new Scanner(bytes, start, end, limits);
        scanner.blanks();
        int from = scanner.at;
        scanner.value(0);
        int to = scanner.at;
        scanner.blanks();
        if (scanner.at != end) {
            throw scanner.problem("expected the end of the text after its one value, got " + scanner.found());
        }
        return new Json(bytes, from, to);
    }

    private void value(int depth) {
        if (at >= end) {
            throw problem("expected a value, got the end of the text");
        }
        switch (bytes[at]) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw problem("expected a value, got " + found());
        }
    }

    private void object(int depth) {
        deep(depth);
        at++;
        blanks();
        if (take('}')) {
            return;
        }
        while (true) {
            if (at >= end || bytes[at] != '"') {
                throw problem("expected a name in quotes, got " + found());
            }
            string();
            blanks();
            if (!take(':')) {
                throw problem("expected ':' after a name, got " + found());
            }
            blanks();
            value(depth);
            blanks();
            if (take('}')) {
                return;
            }
            if (!take(',')) {
                throw problem("expected ',' or '}', got " + found());
            }
            blanks();
        }
    }

    private void array(int depth) {
        deep(depth);
        at++;
        blanks();
        if (take(']')) {
            return;
        }
        while (true) {
            value(depth);
            blanks();
            if (take(']')) {
                return;
            }
            if (!take(',')) {
                throw problem("expected ',' or ']', got " + found());
            }
            blanks();
        }
    }

    private void deep(int depth) {
        if (depth > limits.depth()) {
            throw problem("expected at most %d levels of nesting".formatted(limits.depth()));
        }
    }

    private void string() {
        int from = ++at;
        while (at < end) {
            int b = bytes[at];
            if (b == '"') {
                if (at - from > limits.stringBytes()) {
                    throw problem(
                            "expected a string of at most %d bytes, got %d".formatted(limits.stringBytes(), at - from));
                }
                at++;
                return;
            }
            if (b == '\\') {
                escape();
            } else if (b >= 0x20) {
                at++;
            } else if (b >= 0) {
                throw problem("expected control characters in a string to be escaped, got " + found());
            } else {
                at += Utf8.length(bytes, at, end);
            }
        }
        throw problem("expected a closing quote, got the end of the text");
    }

    private void escape() {
        at++;
        if (at >= end) {
            throw problem("expected an escape, got the end of the text");
        }
        switch (bytes[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (at + i >= end || Character.digit(bytes[at + i], 16) < 0) {
                        throw problem("expected four hexadecimal digits after \\u");
                    }
                }
                at += 5;
            }
            default -> throw problem("expected an escape such as \\n, got " + found());
        }
    }

    private void number() {
        int from = at;
        if (bytes[at] == '-') {
            at++;
        }
        if (at < end && bytes[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits();
        }
        if (at - from > limits.numberBytes()) {
            throw problem(
                    "expected a number of at most %d characters, got %d".formatted(limits.numberBytes(), at - from));
        }
    }

    private void digits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw problem("expected a digit, got " + found());
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || bytes[at + i] != word.charAt(i)) {
                throw problem("expected " + word);
            }
        }
        at += word.length();
    }

    private boolean take(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        at = skipBlanks(bytes, at, end);
    }

    static int skipBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** The end of the value that starts here, in a text that was already checked. */
    static int skipValue(byte[] bytes, int from, int end) {
        return switch (bytes[from]) {
            case '"' -> skipString(bytes, from);
            case '{', '[' -> skipNested(bytes, from);
            default -> skipScalar(bytes, from, end);
        };
    }

    static int skipString(byte[] bytes, int from) {
        int at = from + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static int skipNested(byte[] bytes, int from) {
        int depth = 0;
        int at = from;
        while (true) {
            byte b = bytes[at];
            if (b == '"') {
                at = skipString(bytes, at);
                continue;
            }
            at++;
            if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return at;
            }
        }
    }

    private static int skipScalar(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            byte b = bytes[at];
            if (b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                break;
            }
            at++;
        }
        return at;
    }

    private String found() {
        if (at >= end) {
            return "the end of the text";
        }
        int b = bytes[at] & 0xff;
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "byte 0x%02x".formatted(b);
    }

    private JsonException problem(String text) {
        return new JsonException(text, at);
    }
}
