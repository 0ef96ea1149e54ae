package dev.nave.clients.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A piece of a text to be replaced.
 *
 * @param start where it begins
 * @param end where it ends, exclusive; the same as {@code start} to insert
 * @param text what comes in its place
 */
record Splice(int start, int end, String text) {

    static Splice insert(int at, String text) {
        return new Splice(at, at, text);
    }

    static Splice cut(int start, int end) {
        return new Splice(start, end, "");
    }

    /** The text with these pieces replaced; they must not overlap. */
    static String all(String text, List<Splice> splices) {
        List<Splice> sorted = new ArrayList<>(splices);
        sorted.sort(Comparator.comparingInt(Splice::start));
        StringBuilder spliced = new StringBuilder();
        int at = 0;
        for (Splice splice : sorted) {
            spliced.append(text, at, splice.start).append(splice.text);
            at = splice.end;
        }
        return spliced.append(text, at, text.length()).toString();
    }
}
