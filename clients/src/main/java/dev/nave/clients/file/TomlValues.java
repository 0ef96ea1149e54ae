package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Kind;
import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the values of TOML. */
final class TomlValues {
    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:0|[1-9](?:_?[0-9])*)"
            + "(?:\\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?"
            + "|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*|[+-]?(?:inf|nan)");

    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}(?:[Tt ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:[Zz]|[+-]\\d{2}:\\d{2})?)?"
                    + "|\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?");

    private final String text;
    private final TomlScanner scanner;

    TomlValues(String text, TomlScanner scanner) {
        this.text = text;
        this.scanner = scanner;
    }

    Tree value(int depth) {
        if (depth > DEEPEST) {
            throw scanner.problem("expected at most " + DEEPEST + " levels");
        }
        int start = scanner.at();
        return switch (scanner.peek()) {
            case '"', '\'' -> {
                String value = scanner.string();
                yield new Scalar(start, scanner.at(), Kind.TEXT, value);
            }
            case '[' -> list(start, depth);
            case '{' -> table(start, depth);
            default -> plain(start);
        };
    }

    private Listing list(int start, int depth) {
        scanner.forward();
        List<Tree> items = new ArrayList<>();
        scanner.skipToStatement();
        while (!scanner.take(']')) {
            items.add(value(depth + 1));
            scanner.skipToStatement();
            if (!scanner.take(',') && scanner.peek() != ']') {
                throw scanner.problem("expected ',' or ']', got " + scanner.found());
            }
            scanner.skipToStatement();
        }
        return new Listing(start, scanner.at(), items, true, false);
    }

    private Mapping table(int start, int depth) {
        scanner.forward();
        TomlTables tables = new TomlTables(text);
        scanner.skipToStatement();
        while (!scanner.take('}')) {
            int key = scanner.at();
            List<String> way = scanner.way();
            scanner.expect("=");
            scanner.skipBlanks();
            tables.put(way, value(depth + 1), key);
            scanner.skipToStatement();
            if (!scanner.take(',') && scanner.peek() != '}') {
                throw scanner.problem("expected ',' or '}', got " + scanner.found());
            }
            scanner.skipToStatement();
        }
        return new Mapping(start, scanner.at(), tables.root().members(), true, false);
    }

    private Scalar plain(int start) {
        while (isPlain(scanner.peek())) {
            scanner.forward();
        }
        // A blank may stand between a date and a time.
        boolean date = text.substring(start, scanner.at()).matches("\\d{4}-\\d{2}-\\d{2}");
        if (date && text.substring(scanner.at()).matches("(?s) \\d{2}:.*")) {
            scanner.forward();
            while (isPlain(scanner.peek())) {
                scanner.forward();
            }
        }
        String spelled = text.substring(start, scanner.at());
        if (spelled.equals("true") || spelled.equals("false")) {
            return new Scalar(start, scanner.at(), Kind.TRUTH, spelled);
        }
        if (NUMBER.matcher(spelled).matches()) {
            return new Scalar(start, scanner.at(), Kind.NUMBER, spelled);
        }
        if (TIME.matcher(spelled).matches()) {
            return new Scalar(start, scanner.at(), Kind.OTHER, spelled);
        }
        throw DocumentException.at(
                text,
                start,
                "This is not TOML: expected a value, got " + (spelled.isEmpty() ? scanner.found() : "'" + spelled + "'")
                        + ".");
    }

    private static boolean isPlain(char character) {
        return TomlScanner.isBare(character) || character == '+' || character == '.' || character == ':';
    }
}
