package dev.nave.clients.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a file looks like: an edit leaves every line that does not belong to what was edited byte for byte as it was,
 * and removing what was added brings the file back.
 */
final class SplicePropertyTest {
    private static final int FILES = 3_000;
    private static final List<String> NAMES = List.of("a", "bee", "c-1", "d_d", "e é");

    @ParameterizedTest
    @EnumSource(Format.class)
    void adding_touches_nothing_else_and_removing_brings_the_file_back(Format format) {
        for (int seed = 0; seed < FILES; seed++) {
            String text = file(format, new Random(seed), true);
            List<Step> way = Step.keys("servers", "nave");
            Document before = read(format, text, seed);
            Document after = before.put(way, server(new Random(seed)));
            String rest = text;
            for (String line : after.text().split("\\r?\\n")) {
                int at = rest.indexOf(line);
                rest = at < 0 ? rest : rest.substring(0, at) + rest.substring(at + line.length());
            }
            // Of the old text only a comma, a pair of braces or blanks may have changed.
            assertThat(rest.replaceAll("[\\s,{}]|servers:|null|~", ""))
                    .as("seed %d\n%s\n=>\n%s", seed, text, after.text())
                    .satisfiesAnyOf(left -> assertThat(left).isEmpty(), left -> assertThat(common(text, after.text()))
                            .as("one piece in between")
                            .isTrue());
            if (before.at(Step.keys("servers"))
                    .filter(SplicePropertyTest::hasMembers)
                    .isPresent()) {
                assertThat(after.remove(way).text())
                        .as("seed %d\n%s\n=>\n%s", seed, text, after.text())
                        .isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void removing_a_server_leaves_the_spelling_of_the_others(Format format) {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            String text = file(format, random, false);
            Document before = read(format, text, seed);
            Tree.Mapping servers =
                    (Tree.Mapping) before.at(Step.keys("servers")).orElseThrow();
            String name = servers.members()
                    .get(random.nextInt(servers.members().size()))
                    .key();
            Document after = before.remove(Step.keys("servers", name));
            int at = 0;
            for (char character : after.text().replaceAll("[\\s{}]", "").toCharArray()) {
                String old = text.replaceAll("[\\s{}]", "");
                at = old.indexOf(character, at) + 1;
                if (at == 0) {
                    fail("seed %d: %s\n=>\n%s", seed, text, after.text());
                }
            }
            assertThat(after.at(Step.keys("servers", name))).isEmpty();
        }
    }

    /** Whether the second text is the first with pieces inserted in one place or two. */
    private static boolean common(String before, String after) {
        int start = 0;
        while (start < before.length() && before.charAt(start) == after.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < before.length() - start
                && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
            end++;
        }
        return before.length() - start - end <= 60;
    }

    private static boolean hasMembers(Tree tree) {
        return tree instanceof Tree.Mapping mapping && !mapping.members().isEmpty();
    }

    private static Document read(Format format, String text, int seed) {
        try {
            return Document.read(format, text);
        } catch (DocumentException e) {
            throw new AssertionError("seed " + seed + ": " + e.in("file") + "\n" + text, e);
        }
    }

    private static Json server(Random random) {
        return random.nextBoolean()
                ? Json.parse("{\"url\": \"http://127.0.0.1:8420/mcp\", \"headers\": {\"X\": \"y\"}}")
                : Json.parse("{\"command\": \"nave\", \"args\": [\"stdio\", \"a b\"]}");
    }

    private static String file(Format format, Random random, boolean maybeEmpty) {
        String ending = random.nextInt(4) == 0 ? "\r\n" : "\n";
        List<String> lines = new ArrayList<>();
        switch (format) {
            case YAML -> yaml(random, lines, maybeEmpty);
            case JSON -> json(random, lines, maybeEmpty);
            case TOML -> toml(random, lines, maybeEmpty);
        }
        String text = String.join(ending, lines);
        return random.nextInt(5) == 0 ? text : text + ending;
    }

    private static void yaml(Random random, List<String> lines, boolean maybeEmpty) {
        noise(random, lines, "", "#");
        if (random.nextBoolean()) {
            lines.add("names: dot" + remark(random, "  # "));
        }
        String unit = " ".repeat(1 + random.nextInt(4));
        int count = maybeEmpty ? random.nextInt(4) : 1 + random.nextInt(3);
        boolean flow = random.nextInt(4) == 0;
        if (flow) {
            List<String> servers = new ArrayList<>();
            for (int at = 0; at < count; at++) {
                servers.add("\"" + NAMES.get(at) + "\": { command: \"x\" }");
            }
            lines.add("servers: {" + (servers.isEmpty() ? "" : " " + String.join(", ", servers) + " ") + "}"
                    + remark(random, " # "));
        } else {
            lines.add("servers:" + remark(random, "   # "));
            for (int at = 0; at < count; at++) {
                noise(random, lines, unit, "#");
                lines.add(unit + "\"" + NAMES.get(at) + "\":" + remark(random, " # "));
                switch (random.nextInt(4)) {
                    case 0 -> lines.add(unit + unit + "command: >-" + "");
                    case 1 -> lines.add(unit + unit + "command: 'it''s'" + remark(random, " # "));
                    case 2 -> lines.add(unit + unit + "args: [1," + remark(random, " # "));
                    default -> lines.add(unit + unit + "env:" + remark(random, " # "));
                }
                switch (lines.getLast().strip().substring(0, 3)) {
                    case "com" -> {
                        if (lines.getLast().contains(">-")) {
                            lines.add(unit + unit + unit + "folded # no comment");
                            lines.add(unit + unit + unit + "text");
                        }
                    }
                    case "arg" -> lines.add(unit + unit + unit + "2]" + remark(random, " # "));
                    default -> lines.add(unit + unit + unit + "A: b" + remark(random, " # "));
                }
            }
        }
        noise(random, lines, "", "#");
        if (random.nextBoolean()) {
            lines.add("listen: {http: \"h:1\"}");
        }
        noise(random, lines, "", "#");
    }

    private static void json(Random random, List<String> lines, boolean maybeEmpty) {
        int count = maybeEmpty ? random.nextInt(4) : 1 + random.nextInt(3);
        String unit = random.nextInt(3) == 0 ? "\t" : " ".repeat(1 + random.nextInt(4));
        boolean trailing = random.nextBoolean();
        noise(random, lines, "", "//");
        lines.add("{" + remark(random, " // "));
        if (random.nextBoolean()) {
            lines.add(unit + "\"theme\" : \"da\\u0072k\"," + remark(random, " /* ") + "");
            if (lines.getLast().contains("/*")) {
                lines.set(lines.size() - 1, lines.getLast() + " */");
            }
        }
        noise(random, lines, unit, "//");
        lines.add(unit + "\"servers\": {" + remark(random, " // "));
        for (int at = 0; at < count; at++) {
            noise(random, lines, unit + unit, "//");
            String comma = at < count - 1 || trailing ? "," : "";
            lines.add(unit + unit + "\"" + NAMES.get(at) + "\": {\"command\":  \"x\", \"n\": 1.50}" + comma
                    + remark(random, " // "));
        }
        noise(random, lines, unit + unit, "//");
        lines.add(unit + "}" + (trailing ? "," : "") + remark(random, " // "));
        lines.add("}");
        noise(random, lines, "", "//");
    }

    private static void toml(Random random, List<String> lines, boolean maybeEmpty) {
        noise(random, lines, "", "#");
        if (random.nextBoolean()) {
            lines.add("model = 'o3'" + remark(random, " # "));
        }
        int count = maybeEmpty ? random.nextInt(4) : 1 + random.nextInt(3);
        for (int at = 0; at < count; at++) {
            noise(random, lines, "", "#");
            String name = "\"" + NAMES.get(at) + "\"";
            lines.add("[servers." + name + "]" + remark(random, " # "));
            lines.add("command = \"\"\"x");
            lines.add("# no comment \"\"\"" + remark(random, " # "));
            if (random.nextBoolean()) {
                lines.add("args = [1, # one");
                lines.add("  2]");
            }
            if (random.nextBoolean()) {
                noise(random, lines, "", "#");
                lines.add("  [servers." + name + ".env]");
                lines.add("  A = 'b'");
            }
        }
        if (random.nextBoolean()) {
            noise(random, lines, "", "#");
            lines.add("[tui]");
            lines.add("x = 1979-05-27 # y");
        }
        noise(random, lines, "", "#");
    }

    private static void noise(Random random, List<String> lines, String indent, String mark) {
        for (int count = random.nextInt(3); count > 0; count--) {
            lines.add(random.nextBoolean() ? "" : indent + mark + " a comment, { \"with\": [brackets");
        }
    }

    private static String remark(Random random, String start) {
        return random.nextInt(3) == 0 ? start + "why, { not" : "";
    }
}
