package dev.nave.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects figures over the rounds and prints medians with the least and the greatest. */
final class Report {
    private static final String LOAD = "machine's load";

    private final Map<String, Map<String, Map<String, List<Double>>>> sections = new LinkedHashMap<>();
    private final Map<String, Double> targets = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    /** What went wrong and makes figures doubtful. */
    void remark(String text) {
        remarks.add(text);
        System.err.println("  " + text);
    }

    /**
     * Takes a value of one round, and notes the load of the machine with it.
     *
     * @param section the table
     * @param figure the row
     * @param subject the column
     */
    void add(String section, String figure, String subject, double value) throws IOException {
        values(section, figure, subject).add(value);
        values(section, LOAD, subject).add(load());
        System.err.printf(Locale.ROOT, "  %s, %s, %s: %.2f%n", section, figure, subject, value);
    }

    /** As {@link #add}; the median should not be above the target. */
    void add(String section, String figure, String subject, double value, double target) throws IOException {
        add(section, figure, subject, value);
        targets.put(section + ", " + figure + ", " + subject, target);
    }

    /** Compares two subjects round by round, once both have the figure; the median should not be above the target. */
    void ratio(String section, String figure, String subject, String base, double target) {
        ratio(section, figure, subject, base);
        targets.put(section + ", " + figure + ", " + subject + " / " + base, target);
    }

    /** As above, where there is no target. */
    void ratio(String section, String figure, String subject, String base) {
        List<Double> own = values(section, figure, subject);
        List<Double> other = values(section, figure, base);
        List<Double> ratios = values(section, figure, subject + " / " + base);
        if (own.size() == other.size() && ratios.size() < own.size()) {
            ratios.add(own.getLast() / other.getLast());
        }
    }

    private List<Double> values(String section, String figure, String subject) {
        return sections.computeIfAbsent(section, name -> new LinkedHashMap<>())
                .computeIfAbsent(figure, name -> new LinkedHashMap<>())
                .computeIfAbsent(subject, name -> new ArrayList<>());
    }

    private static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    void print() {
        System.out.println("Medians, with the least and the greatest in brackets.");
        sections.forEach(Report::print);
        System.out.println("\n## Targets\n\n| figure | median | target | |\n|---|---|---|---|");
        sections.forEach((section, rows) -> rows.forEach((figure, cells) -> cells.forEach((subject, values) -> {
            Double target = targets.get(section + ", " + figure + ", " + subject);
            if (target != null) {
                String verdict = median(values) <= target ? "met" : "not met";
                System.out.printf(
                        Locale.ROOT,
                        "| %s, %s, %s | %s | ≤ %s | %s |%n",
                        section,
                        figure,
                        subject,
                        number(median(values)),
                        number(target),
                        verdict);
            }
        })));
        remarks.forEach(remark -> System.out.println("\n" + remark));
    }

    private static void print(String section, Map<String, Map<String, List<Double>>> rows) {
        Set<String> subjects = new TreeSet<>();
        rows.values().forEach(cells -> subjects.addAll(cells.keySet()));
        System.out.println("\n## " + section + "\n\n| | " + String.join(" | ", subjects) + " |");
        System.out.println("|---|" + "---|".repeat(subjects.size()));
        List<String> figures = new ArrayList<>(rows.keySet());
        figures.remove(LOAD);
        figures.add(LOAD);
        for (String figure : figures) {
            StringBuilder line = new StringBuilder("| " + figure + " |");
            for (String subject : subjects) {
                line.append(' ')
                        .append(cell(rows.getOrDefault(figure, Map.of()).getOrDefault(subject, List.of())))
                        .append(" |");
            }
            System.out.println(line);
        }
    }

    private static String cell(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.size() == 1
                ? number(sorted.getFirst())
                : number(median(sorted)) + " (" + number(sorted.getFirst()) + "–" + number(sorted.getLast()) + ")";
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
