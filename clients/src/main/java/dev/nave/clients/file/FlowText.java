package dev.nave.clients.file;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Spells out a value between braces, which is JSON: over several lines as editors do, or on one. */
final class FlowText {
    private FlowText() {}

    /**
     * @param lined whether mappings take a line for each member; lists of short values stay on one line all the same
     * @param indent what the lines after the first begin with
     */
    static String of(Json value, boolean lined, String indent, String unit, Lines lines) {
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.forEach((name, member) ->
                    members.add(Json.of(name).raw() + ": " + of(member, lined, indent + unit, unit, lines)));
            return wrapped('{', members, '}', lined && !members.isEmpty(), indent, unit, lines);
        }
        if (value.isArray()) {
            List<String> items = value.elements().stream()
                    .map(item -> of(item, lined, indent + unit, unit, lines))
                    .toList();
            int width = items.stream().mapToInt(item -> item.length() + 2).sum();
            boolean nested = value.elements().stream().anyMatch(item -> item.isObject() || item.isArray());
            return wrapped('[', items, ']', lined && (nested || width > 80), indent, unit, lines);
        }
        return value.raw();
    }

    private static String wrapped(
            char open, List<String> parts, char close, boolean lined, String indent, String unit, Lines lines) {
        if (!lined) {
            return open + String.join(", ", parts) + close;
        }
        String start = lines.ending() + indent + unit;
        return open + start + String.join("," + start, parts) + lines.ending() + indent + close;
    }
}
