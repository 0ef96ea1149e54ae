package dev.nave.clients.file;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Spells out values as TOML. */
final class TomlSpelling {
    private TomlSpelling() {}

    /** The lines of a section with a header. */
    static List<String> section(List<String> way, Json table) {
        List<String> lines = new ArrayList<>();
        lines.add("[" + String.join(".", way.stream().map(TomlSpelling::key).toList()) + "]");
        table.forEach((key, value) -> lines.add(key(key) + " = " + value(value)));
        return lines;
    }

    /** A value on one line. TOML knows no null: a member that is null is left out. */
    static String value(Json value) {
        return switch (value.kind()) {
            case OBJECT -> {
                List<String> members = new ArrayList<>();
                value.forEach((key, member) -> {
                    if (!member.isNull()) {
                        members.add(key(key) + " = " + value(member));
                    }
                });
                yield members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
            }
            case ARRAY ->
                "["
                        + String.join(
                                ", ",
                                value.elements().stream()
                                        .map(TomlSpelling::value)
                                        .toList()) + "]";
            case STRING -> quoted(value.text());
            case NUMBER, BOOLEAN -> value.raw();
            case NULL -> throw new IllegalArgumentException("TOML has no null.");
        };
    }

    static String key(String key) {
        boolean bare = !key.isEmpty() && key.chars().allMatch(character -> TomlScanner.isBare((char) character));
        return bare ? key : quoted(key);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (point < 0x20 || point == 0x7F) {
                        quoted.append("\\u%04X".formatted(point));
                    } else {
                        quoted.appendCodePoint(point);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
