package dev.nave.clients.file;

import java.util.List;

/**
 * A TOML text, statement by statement.
 *
 * @param root what all of it means; a table whose parts are spread has the position of the first
 * @param statements in the order written
 */
record TomlText(String text, Tree root, List<Statement> statements) {

    TomlText {
        statements = List.copyOf(statements);
    }

    /** A line of its own, or several. */
    sealed interface Statement {
        /** The whole way from the top. */
        List<String> way();

        int start();

        int end();
    }

    /** {@code [a.b]}, or {@code [[a.b]]} with {@code many}. */
    record Header(List<String> way, int start, int end, boolean many) implements Statement {}

    /**
     * {@code a.b = value}.
     *
     * @param table how many parts of the way come from the header above
     */
    record Pair(List<String> way, int start, int end, int table, Tree value) implements Statement {}
}
