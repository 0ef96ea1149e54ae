package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The published tables of {@code docs/compatibility.md} and {@code docs/compatibility.json}. */
final class Compatibility {
    private static final Path PAGE = Path.of("../docs/compatibility.md").normalize();
    private static final Path JSON = Path.of("../docs/compatibility.json").normalize();
    private static final String BEGIN = "<!-- pairings -->\n";
    private static final String END = "<!-- end of pairings -->";
    private static final String ADVICE = "%s; write it anew with: mvn -pl e2e -am verify -Dnave.tests.excluded=none"
            + " -Dtest=PairingsTest -Dsurefire.failIfNoSpecifiedTests=false -Dnave.docs.write=true";

    private final Verdicts verdicts;
    /** What is said below the tables, by its number. */
    private final Map<String, Integer> notes = new LinkedHashMap<>();

    private Compatibility(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    /** What is published now. */
    static Verdicts published() throws IOException {
        return Verdicts.read(JSON);
    }

    /** Writes both, when the build is told to. */
    static void write(Verdicts verdicts) throws IOException {
        if (Boolean.getBoolean("nave.docs.write")) {
            Files.writeString(JSON, verdicts.json());
            Files.writeString(PAGE, new Compatibility(verdicts).page());
        }
    }

    /** Asserts that both say this of every cell, and that there is none of which nothing is known. */
    static void assertPublished(Verdicts verdicts) throws IOException {
        assertThat(verdicts.empty()).as("cells that no test fills").isEmpty();
        assertThat(Files.readString(JSON)).as(ADVICE, JSON).isEqualTo(verdicts.json());
        assertThat(Files.readString(PAGE)).as(ADVICE, PAGE).isEqualTo(new Compatibility(verdicts).page());
    }

    private String page() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String features = features();
        String wires = wires();
        StringBuilder sentences = new StringBuilder();
        notes.forEach((sentence, number) ->
                sentences.append(number).append(". ").append(sentence).append(".\n"));
        return page.substring(0, begin) + features + wires + "\n" + sentences + "\n"
                + page.substring(page.indexOf(END));
    }

    private String features() {
        StringBuilder table = new StringBuilder("\n"
                + "| feature | legacy client, legacy server | legacy client, modern server | modern client, legacy"
                + " server | modern client, modern server |\n"
                + "| --- | --- | --- | --- | --- |\n");
        for (Feature feature : Feature.values()) {
            table.append("| ").append(feature.label()).append(" |");
            for (Era client : Era.values()) {
                for (Era server : Era.values()) {
                    table.append(' ')
                            .append(said(cell -> cell.feature() == feature
                                    && cell.client() == client
                                    && cell.server() == server
                                    && cell.over().carries(client)
                                    && cell.by().carries(server)))
                            .append(" |");
                }
            }
            table.append('\n');
        }
        return table.toString();
    }

    private String wires() {
        StringBuilder table = new StringBuilder("\n| client over | ")
                .append(List.of(Wire.values()).stream()
                        .map(wire -> "server over " + wire.words())
                        .collect(Collectors.joining(" | ")))
                .append(" |\n| --- |")
                .append(" --- |".repeat(Wire.values().length))
                .append('\n');
        for (Wire over : Wire.values()) {
            table.append("| ").append(over.words()).append(" |");
            for (Wire by : Wire.values()) {
                List<Cell> cells = cells(cell -> cell.over() == over
                        && cell.by() == by
                        && cell.impossible().isEmpty());
                long works = cells.stream()
                        .filter(cell -> verdicts.test(cell).isPresent())
                        .count();
                table.append(" %d of %d |".formatted(works, cells.size()));
            }
            table.append('\n');
        }
        return table.toString();
    }

    /** One word on some cells, with the numbers of the sentences that bound it. */
    private String said(Predicate<Cell> which) {
        List<Cell> cells = cells(which);
        TreeSet<Integer> numbers = new TreeSet<>();
        cells.stream()
                .flatMap(cell -> cell.impossible().stream())
                .forEach(sentence -> numbers.add(notes.computeIfAbsent(sentence, key -> notes.size() + 1)));
        List<Cell> possible =
                cells.stream().filter(cell -> cell.impossible().isEmpty()).toList();
        long works = possible.stream()
                .filter(cell -> verdicts.test(cell).isPresent())
                .count();
        String word = possible.isEmpty() ? "—" : works == possible.size() ? "yes" : works + " of " + possible.size();
        return numbers.isEmpty()
                ? word
                : word + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", " (", ")"));
    }

    private static List<Cell> cells(Predicate<Cell> which) {
        return Cell.all().stream().filter(which).toList();
    }
}
