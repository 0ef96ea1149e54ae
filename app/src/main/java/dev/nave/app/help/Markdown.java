package dev.nave.app.help;

import dev.nave.app.terminal.Colour;
import dev.nave.app.terminal.Paragraph;
import dev.nave.app.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/** Shows the little Markdown that the help is written in on a terminal. */
final class Markdown {
    private static final int WIDEST = 100;

    private final Terminal terminal;
    private final int width;

    Markdown(Terminal terminal) {
        this.terminal = terminal;
        this.width = terminal.isThere() ? Math.min(WIDEST, terminal.width()) : WIDEST;
    }

    /** Paragraphs filled to the width, code as it is and indented, tables as lines of their cells. */
    String shown(String markdown) {
        List<String> lines = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        boolean code = false;
        for (String line : markdown.split("\n", -1)) {
            if (line.startsWith("```")) {
                fill(paragraph, lines);
                code = !code;
            } else if (code) {
                lines.add(line.isEmpty() ? "" : "    " + line);
            } else if (line.isBlank()) {
                fill(paragraph, lines);
                lines.add("");
            } else if (line.startsWith("#")) {
                fill(paragraph, lines);
                lines.add(terminal.in(Colour.BOLD, line.replaceFirst("^#+ *", "")));
            } else if (line.startsWith("|")) {
                fill(paragraph, lines);
                row(line, lines);
            } else {
                if (line.startsWith("- ")) {
                    fill(paragraph, lines);
                }
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        fill(paragraph, lines);
        return String.join("\n", lines).replaceAll("\n{3,}", "\n\n").strip();
    }

    private void row(String line, List<String> lines) {
        if (line.matches("[|\\- :]+")) {
            return;
        }
        String cells = plain(line.replaceFirst("^\\|\\s*", "").replaceFirst("\\s*\\|\\s*$", ""))
                .replaceAll("\\s*\\|\\s*", "  ");
        fill(new StringBuilder("- ").append(cells), lines);
    }

    private void fill(StringBuilder paragraph, List<String> lines) {
        if (paragraph.isEmpty()) {
            return;
        }
        String indent = paragraph.indexOf("- ") == 0 ? "  " : "";
        lines.addAll(Paragraph.lines(plain(paragraph.toString()), width, indent));
        paragraph.setLength(0);
    }

    /** Links by their text, words without marks. */
    private static String plain(String text) {
        return text.replaceAll("\\[([^\\]]+)\\]\\([^)]*\\)", "$1").replaceAll("\\*\\*|`", "");
    }
}
