package dev.nave.app.terminal;

import java.util.ArrayList;
import java.util.List;

/** Fills lines with words. */
public final class Paragraph {
    private Paragraph() {}

    /**
     * The words of a text in lines of at most so many columns; a longer word has a line of its own.
     *
     * @param indent what all lines but the first begin with
     */
    public static List<String> lines(String text, int columns, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && Characters.width(line + " " + word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(indent).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
