package dev.nave.clients.file;

import dev.nave.clients.file.TomlText.Header;
import dev.nave.clients.file.TomlText.Pair;
import dev.nave.clients.file.TomlText.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads TOML 1.0 (toml.io/en/v1.0.0), and of 1.1 that inline tables may span lines. Own code, because no library for the
 * JVM keeps where a statement and its value end, which is what an edit needs; tests compare what it understands with
 * one that does not.
 */
final class TomlReader {
    private final String text;
    private final TomlScanner scanner;
    private final TomlTables tables;
    private final List<Statement> statements = new ArrayList<>();

    private TomlReader(String text) {
        this.text = text;
        this.scanner = new TomlScanner(text);
        this.tables = new TomlTables(text);
    }

    static TomlText read(String text) {
        return new TomlReader(text).read();
    }

    private TomlText read() {
        List<String> header = List.of();
        scanner.skipToStatement();
        while (!scanner.isAtEnd()) {
            int start = scanner.at();
            if (scanner.peek() == '[') {
                boolean many = text.startsWith("[[", start);
                header = header(many);
                tables.open(header, many, start);
                statements.add(new Header(header, start, scanner.at(), many));
            } else {
                pair(header, start);
            }
            scanner.endStatement();
            scanner.skipToStatement();
        }
        return new TomlText(text, tables.root(), statements);
    }

    private List<String> header(boolean many) {
        scanner.expect(many ? "[[" : "[");
        scanner.skipBlanks();
        List<String> way = scanner.way();
        scanner.expect(many ? "]]" : "]");
        return way;
    }

    private void pair(List<String> header, int start) {
        List<String> key = scanner.way();
        scanner.expect("=");
        scanner.skipBlanks();
        Tree value = new TomlValues(text, scanner).value(0);
        tables.put(key, value, start);
        List<String> way = new ArrayList<>(header);
        way.addAll(key);
        statements.add(new Pair(List.copyOf(way), start, scanner.at(), header.size(), value));
    }
}
