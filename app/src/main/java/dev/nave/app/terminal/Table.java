package dev.nave.app.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows in columns that fit the terminal: the widest column gives way first, and what is cut ends with an ellipsis. */
public final class Table {
    private static final int NARROWEST = 8;
    private static final int GAP = 2;

    private final List<Row> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(new Row(List.of(titles), UnaryOperator.identity()));
    }

    public Table row(String... cells) {
        return row(UnaryOperator.identity(), cells);
    }

    /**
     * @param paint what becomes of the second cell once it has its width, such as a colour
     */
    public Table row(UnaryOperator<String> paint, String... cells) {
        rows.add(new Row(List.of(cells), paint));
        return this;
    }

    public void print(PrintWriter out, Terminal terminal) {
        lines(terminal).forEach(out::println);
    }

    /** The lines, each without spaces at its end. */
    public List<String> lines(Terminal terminal) {
        List<List<String>> texts = rows.stream()
                .map(row -> row.cells().stream()
                        .map(cell -> terminal.shown(cell).replace('\n', ' '))
                        .toList())
                .toList();
        int[] widths = widths(texts, terminal.width());
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < rows.size(); index++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < texts.get(index).size(); column++) {
                String text = Characters.cut(texts.get(index).get(column), widths[column]);
                String padding = " ".repeat(widths[column] - Characters.width(text) + GAP);
                line.append(
                                index == 0
                                        ? terminal.in(Colour.BOLD, text)
                                        : rows.get(index).painted(column, text))
                        .append(padding);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int[] widths(List<List<String>> rows, int width) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], Characters.width(row.get(column)));
            }
        }
        int total = GAP * (columns - 1);
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

    private record Row(List<String> cells, UnaryOperator<String> paint) {
        String painted(int column, String text) {
            return column == 1 ? paint.apply(text) : text;
        }
    }
}
