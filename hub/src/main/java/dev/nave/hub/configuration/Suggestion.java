package dev.nave.hub.configuration;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The candidate nearest to what was written, when one is near enough to be a slip. */
    public static Optional<String> near(String written, Collection<String> candidates) {
        String plain = plain(written);
        int limit = Math.max(1, plain.length() / 3);
        String best = null;
        int distance = limit + 1;
        for (String candidate : candidates) {
            int next = distance(plain, plain(candidate), limit);
            if (next < distance) {
                best = candidate;
                distance = next;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code ": did you mean 'x'?"}, or a list of what there is. */
    static String ending(String written, Collection<String> candidates) {
        return near(written, candidates)
                .map(candidate -> ": did you mean '" + candidate + "'?")
                .orElseGet(() -> ": write one of " + String.join(", ", candidates) + ".");
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Edits, swapped neighbours counted as one, given up beyond the limit. */
    private static int distance(String left, String right, int limit) {
        if (Math.abs(left.length() - right.length()) > limit) {
            return limit + 1;
        }
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                table[row][column] = row == 0 || column == 0 ? row + column : step(table, left, right, row, column);
            }
        }
        return table[left.length()][right.length()];
    }

    private static int step(int[][] table, String left, String right, int row, int column) {
        int same = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        int best = Math.min(
                table[row - 1][column - 1] + same, Math.min(table[row - 1][column], table[row][column - 1]) + 1);
        boolean swapped = row > 1
                && column > 1
                && left.charAt(row - 1) == right.charAt(column - 2)
                && left.charAt(row - 2) == right.charAt(column - 1);
        return swapped ? Math.min(best, table[row - 2][column - 2] + 1) : best;
    }
}
