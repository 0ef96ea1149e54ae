package dev.nave.e2e.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page shows: commands to type, and what they say.
 *
 * @param commands the lines of a block of {@code sh}
 * @param said the lines of the blocks of {@code text} behind it, in which an ellipsis stands for anything
 */
record Tour(String commands, List<String> said) {
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);

    /** The steps of a page between its marks. */
    static List<Tour> of(String page) {
        int from = page.indexOf("<!-- tour -->");
        int to = page.indexOf("<!-- end tour -->", from);
        Matcher block = BLOCK.matcher(page.substring(from, to));
        List<Tour> steps = new ArrayList<>();
        while (block.find()) {
            if (block.group(1).equals("sh")) {
                steps.add(new Tour(block.group(2), List.of()));
            } else {
                Tour last = steps.removeLast();
                steps.add(new Tour(last.commands(), block.group(2).lines().toList()));
            }
        }
        return steps;
    }

    /** The lines that are not among what was said, in any order. */
    List<String> missing(String output) {
        return said.stream()
                .filter(line -> !Pattern.compile(pattern(line)).matcher(output).find())
                .toList();
    }

    private static String pattern(String line) {
        return Arrays.stream(line.split("…", -1))
                .map(part -> Arrays.stream(part.split(" +", -1))
                        .map(word -> word.isEmpty() ? "" : Pattern.quote(word))
                        .collect(Collectors.joining(" *")))
                .collect(Collectors.joining("[^\n]*"));
    }
}
