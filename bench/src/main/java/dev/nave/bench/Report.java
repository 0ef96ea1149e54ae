package dev.nave.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects figures over the rounds and prints medians and spreads. */
final class Report {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    void line(String text) {
        lines.add(text);
    }

    void add(String figure, double value) {
        figures.computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
        System.err.printf(Locale.ROOT, "  %s: %.2f%n", figure, value);
    }

    /** The newest value of a figure. */
    Optional<Double> last(String figure) {
        return Optional.ofNullable(figures.get(figure)).map(List::getLast);
    }

    int count(String figure) {
        return figures.getOrDefault(figure, List.of()).size();
    }

    void print() {
        System.out.println("| figure | median | least | greatest | rounds |");
        System.out.println("|---|---|---|---|---|");
        figures.forEach((name, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %d |%n",
                    name,
                    sorted.get(sorted.size() / 2),
                    sorted.getFirst(),
                    sorted.getLast(),
                    sorted.size());
        });
        lines.forEach(line -> System.out.println("\n" + line));
    }
}
