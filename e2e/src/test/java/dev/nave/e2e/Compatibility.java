package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.SuiteThroughHub.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole product of features, pairings and wires, each cell filled by a run. The table of {@code docs/compatibility.md}
 * and {@code docs/compatibility.json} are made from it.
 */
final class Compatibility {
    private static final Path PAGE = Path.of("../docs/compatibility.md").normalize();
    private static final Path JSON = Path.of("../docs/compatibility.json").normalize();
    private static final String BEGIN = "<!-- pairings -->\n";
    private static final String END = "<!-- end of pairings -->";
    private static final String ADVICE = "%s; write it anew with: mvn -pl e2e -am verify -Dnave.tests.excluded=none"
            + " -Dtest=PairingsTest -Dsurefire.failIfNoSpecifiedTests=false -Dnave.docs.write=true";

    /** What does not work and why; nothing else may fail. */
    private final Map<Pairing, Map<String, String>> gaps;

    private final Map<String, Map<Pairing, List<String>>> works = new LinkedHashMap<>();

    Compatibility(Map<Pairing, Map<String, String>> gaps) {
        this.gaps = gaps;
    }

    /** The era of a client and that of a server. */
    record Pairing(String client, String server) {
        static final List<Pairing> ALL = List.of(
                new Pairing("legacy", "legacy"),
                new Pairing("legacy", "modern"),
                new Pairing("modern", "legacy"),
                new Pairing("modern", "modern"));
    }

    /** Takes what was found over one combination of wires, and gives what should not have gone wrong. */
    synchronized Map<String, String> take(Pairing pairing, Wire client, Wire server, Map<String, String> found) {
        Map<String, String> troubles = new LinkedHashMap<>();
        found.forEach((feature, trouble) -> {
            List<String> wires = works.computeIfAbsent(feature, key -> new LinkedHashMap<>())
                    .computeIfAbsent(pairing, key -> new ArrayList<>());
            if (trouble.isEmpty()) {
                wires.add(client.label() + " to " + server.label());
            } else if (!gaps.getOrDefault(pairing, Map.of()).containsKey(feature)) {
                troubles.put(feature, trouble);
            }
        });
        return troubles;
    }

    /** Asserts that the page and the file say what was found. */
    synchronized void assertWritten() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String expected = page.substring(0, begin) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("nave.docs.write")) {
            Files.writeString(PAGE, expected);
            Files.writeString(JSON, json());
            return;
        }
        assertThat(page).as(ADVICE, PAGE).isEqualTo(expected);
        assertThat(Files.readString(JSON)).as(ADVICE, JSON).isEqualTo(json());
    }

    private String table() {
        StringBuilder table = new StringBuilder("\n| feature |");
        Pairing.ALL.forEach(
                pairing -> table.append(" %s client, %s server |".formatted(pairing.client, pairing.server)));
        table.append("\n| --- |").append(" --- |".repeat(Pairing.ALL.size())).append('\n');
        works.forEach((feature, cells) -> {
            table.append("| ").append(feature).append(" |");
            Pairing.ALL.forEach(
                    pairing -> table.append(' ').append(cell(feature, pairing)).append(" |"));
            table.append('\n');
        });
        return table.append('\n').toString();
    }

    private String cell(String feature, Pairing pairing) {
        List<String> wires = wires(feature, pairing);
        String reason = gaps.getOrDefault(pairing, Map.of()).get(feature);
        if (reason == null) {
            return "yes";
        }
        return wires.isEmpty() ? "no: " + reason : String.join(", ", wires) + "; else " + reason;
    }

    private String json() {
        ObjectNode root = new JsonMapper().createObjectNode();
        works.forEach((feature, cells) -> {
            ObjectNode row = root.putObject(feature);
            for (Pairing pairing : Pairing.ALL) {
                ObjectNode cell = row.putObject(pairing.client + "-" + pairing.server);
                wires(feature, pairing).forEach(cell.putArray("works")::add);
                String reason = gaps.getOrDefault(pairing, Map.of()).get(feature);
                if (reason != null) {
                    cell.put("gap", reason);
                }
            }
        });
        return root.toPrettyString() + "\n";
    }

    private List<String> wires(String feature, Pairing pairing) {
        return works.getOrDefault(feature, Map.of()).getOrDefault(pairing, List.of()).stream()
                .sorted()
                .collect(Collectors.toList());
    }
}
