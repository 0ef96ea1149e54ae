package dev.nave.hub.configuration;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Template;
import java.util.List;

/** How a text of a file is shown in a message: quoted, on one line, and not at any length. */
final class Shown {
    private static final int LONGEST = 80;
    /** The first character for private use. */
    private static final char KEPT = '\uE000';

    private Shown() {}

    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints()
                .limit(LONGEST)
                .forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…'" : "'")
                .toString();
    }

    /** A URL as written, without user, query and fragment; what a reference stands for is not known here. */
    static String place(Template url) {
        // A name may hold any of the characters that divide a URL, so each is kept in one character of nobody's.
        List<Reference> references = url.references();
        StringBuilder kept = new StringBuilder();
        int[] next = {KEPT};
        String text = url.text(_ -> String.valueOf((char) next[0]++));
        int begin = text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3;
        int end = first(text, begin, "?#");
        int path = first(text.substring(0, end), begin, "/");
        int user = text.substring(0, path).lastIndexOf('@');
        kept.append(text, 0, begin).append(text, Math.max(begin, user + 1), end);
        StringBuilder shown = new StringBuilder();
        kept.chars().forEach(character -> {
            int index = character - KEPT;
            boolean reference = index >= 0 && index < references.size();
            shown.append(reference ? references.get(index).toString() : String.valueOf((char) character));
        });
        return shown.toString();
    }

    private static int first(String text, int from, String characters) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
