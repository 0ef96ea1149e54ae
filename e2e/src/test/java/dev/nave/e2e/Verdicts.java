package dev.nave.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The verdict on each cell, as {@code docs/compatibility.json} has it. */
final class Verdicts {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Cell, String> works;

    private Verdicts(Map<Cell, String> works) {
        this.works = works;
    }

    static Verdicts none() {
        return new Verdicts(new HashMap<>());
    }

    /** Reads the file; cells it says nothing of have no verdict. */
    static Verdicts read(Path file) throws IOException {
        Map<String, Cell> known = new HashMap<>();
        Cell.all().forEach(cell -> known.put(key(cell), cell));
        Verdicts verdicts = none();
        JsonNode root = JSON.readTree(file.toFile());
        for (JsonNode row : root.path("rows")) {
            for (JsonNode cell : row.path("cells")) {
                String key = String.join(
                        "\n",
                        text(row, "feature"),
                        text(row, "client"),
                        text(cell, "client"),
                        text(row, "server"),
                        text(cell, "server"));
                if (known.containsKey(key) && text(cell, "verdict").equals("works")) {
                    verdicts.works.put(known.get(key), text(root.path("tests"), text(cell, "test")));
                }
            }
        }
        return verdicts;
    }

    /** A test has shown that the cell works, or, when it is empty, that it does not. */
    void set(Cell cell, String test) {
        if (test.isEmpty()) {
            works.remove(cell);
        } else {
            works.put(cell, test);
        }
    }

    /** The test that shows that the cell works, if one does. */
    Optional<String> test(Cell cell) {
        return Optional.ofNullable(works.get(cell));
    }

    /** The cells that can be and that nothing is known of. */
    Stream<Cell> empty() {
        return Cell.all().stream()
                .filter(cell -> cell.impossible().isEmpty() && test(cell).isEmpty());
    }

    /** The file's text: each cell with its verdict, and the test or the sentence it is from. */
    String json() {
        Map<String, String> tests = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<String, ArrayNode> rows = new LinkedHashMap<>();
        Cell.all().forEach(cell -> {
            ObjectNode row = object().put("feature", cell.feature().label())
                    .put("client", cell.client().label())
                    .put("server", cell.server().label());
            rows.computeIfAbsent(row.toString(), key -> JsonNodeFactory.instance.arrayNode())
                    .add(entry(cell, tests, reasons));
        });
        StringBuilder text = new StringBuilder("{\n");
        names(text, "tests", tests);
        names(text, "reasons", reasons);
        text.append(" \"rows\": [\n");
        rows.forEach((row, cells) -> {
            text.append("  ").append(row, 0, row.length() - 1).append(",\"cells\":[\n");
            cells.forEach(cell -> text.append("   ").append(cell).append(",\n"));
            text.setLength(text.length() - 2);
            text.append("]},\n");
        });
        text.setLength(text.length() - 2);
        return text.append("\n ]\n}\n").toString();
    }

    private ObjectNode entry(Cell cell, Map<String, String> tests, Map<String, String> reasons) {
        ObjectNode entry = object().put("client", cell.over().label())
                .put("server", cell.by().label());
        Optional<String> impossible = cell.impossible();
        if (impossible.isPresent()) {
            return entry.put("verdict", "impossible").put("reason", name(reasons, "R", impossible.get()));
        }
        Optional<String> test = test(cell);
        return test.isEmpty()
                ? entry.put("verdict", "unknown")
                : entry.put("verdict", "works").put("test", name(tests, "T", test.get()));
    }

    private static void names(StringBuilder text, String member, Map<String, String> names) {
        text.append(" \"").append(member).append("\": {\n");
        names.forEach((sentence, name) -> text.append("  \"")
                .append(name)
                .append("\": ")
                .append(JSON.writeValueAsString(sentence))
                .append(",\n"));
        text.setLength(text.length() - (names.isEmpty() ? 0 : 2));
        text.append("\n },\n");
    }

    private static String name(Map<String, String> names, String prefix, String sentence) {
        return names.computeIfAbsent(sentence, key -> prefix + (names.size() + 1));
    }

    private static String key(Cell cell) {
        return String.join(
                "\n",
                cell.feature().label(),
                cell.client().label(),
                cell.over().label(),
                cell.server().label(),
                cell.by().label());
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
