package dev.nave.app.terminal;

import dev.nave.clients.table.Machine;
import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows in columns that fit the terminal: the widest column gives way first, and what is cut ends with an ellipsis. */
public final class Table {
    private static final int NARROWEST = 8;
    private static final int USUAL = 100;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /**
     * @param width the most that a line takes; 0 for as much as it needs
     */
    public void print(PrintWriter out, int width) {
        int[] widths = widths(width);
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = cut(row.get(column), widths[column]);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** The width of the terminal; 0 when there is none, so that programs get all of it. */
    public static int terminal(Machine machine) {
        String columns = machine.environment().getOrDefault("COLUMNS", "");
        if (columns.matches("\\d{1,4}")) {
            return Integer.parseInt(columns);
        }
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent() ? USUAL : 0;
    }

    private int[] widths(int width) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        int total = 2 * (columns - 1);
        for (int each : widths) {
            total += each;
        }
        while (width > 0 && total > width) {
            int widest = 0;
            for (int column = 1; column < columns; column++) {
                widest = widths[column] > widths[widest] ? column : widest;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
