package dev.nave.clients.file;

import java.util.List;

/** What an edit changes, for people: in the form of {@code diff -u}. */
public final class Diff {
    private static final int CONTEXT = 3;

    private Diff() {}

    /**
     * The lines that differ, from the first to the last, with three around them; empty when none do.
     *
     * @param name what to call the file
     */
    public static String of(String name, String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int start = 0;
        while (start < Math.min(old.size(), now.size()) && old.get(start).equals(now.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(old.size(), now.size()) - start
                && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
            end++;
        }
        if (start == old.size() && start == now.size()) {
            return "";
        }
        int from = Math.max(0, start - CONTEXT);
        int oldTo = Math.min(old.size(), old.size() - end + CONTEXT);
        int nowTo = Math.min(now.size(), now.size() - end + CONTEXT);
        StringBuilder diff = new StringBuilder();
        diff.append("--- ")
                .append(name)
                .append('\n')
                .append("+++ ")
                .append(name)
                .append('\n');
        diff.append("@@ -%d,%d +%d,%d @@%n"
                .formatted(from + 1, oldTo - from, from + 1, nowTo - from)
                .replace("\r", ""));
        append(diff, " ", old.subList(from, start));
        append(diff, "-", old.subList(start, old.size() - end));
        append(diff, "+", now.subList(start, now.size() - end));
        append(diff, " ", old.subList(old.size() - end, oldTo));
        return diff.toString();
    }

    private static void append(StringBuilder diff, String mark, List<String> lines) {
        lines.forEach(line -> diff.append(mark).append(line).append('\n'));
    }
}
