package dev.nave.clients.file;

import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Spells out values as people write YAML: mappings a line for each key, short lists on one line, quotes where needed. */
final class YamlText {
    private static final int WIDEST = 100;
    /** What means itself without quotes, within braces too; nothing that an older YAML takes for something else. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_/.~$-][A-Za-z0-9_/.~$@+=%^-]*(?::[A-Za-z0-9_/.~$@+=%^-]+)*");

    private static final Pattern WORD =
            Pattern.compile("(?i)y|yes|n|no|true|false|on|off|null|~|none|[-+.]*(inf|nan)|-+|\\.+");
    private static final Pattern NUMBER = Pattern.compile("[-+.]*\\.?[0-9].*");

    private YamlText() {}

    /** The lines of a member of a block, each without its indent and line end. */
    static List<String> member(String key, Json value, String unit) {
        List<String> lines = new ArrayList<>();
        String name = scalar(Json.of(key), false) + ":";
        if (value.hasMembers()) {
            lines.add(name);
            value.forEach((below, member) -> member(below, member, unit).forEach(line -> lines.add(unit + line)));
        } else if (value.isArray() && !fits(name, value)) {
            lines.add(name);
            value.elements().forEach(item -> item(item, unit).forEach(line -> lines.add(unit + line)));
        } else {
            lines.add(name + " " + (value.isString() ? scalar(value, false) : flow(value)));
        }
        return lines;
    }

    /** The lines of an item of a block. */
    static List<String> item(Json value, String unit) {
        List<String> lines = new ArrayList<>();
        if (value.hasMembers()) {
            value.forEach((key, member) -> member(key, member, unit).forEach(line -> lines.add("  " + line)));
            lines.set(0, "- " + lines.getFirst().substring(2));
        } else {
            lines.add("- " + flow(value));
        }
        return lines;
    }

    /** A value on one line. */
    static String flow(Json value) {
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.forEach((key, member) -> members.add(scalar(Json.of(key), true) + ": " + flow(member)));
            return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
        }
        if (value.isArray()) {
            return "["
                    + String.join(
                            ", ", value.elements().stream().map(YamlText::flow).toList()) + "]";
        }
        return scalar(value, true);
    }

    /**
     * @param flow whether it stands between braces, or on a line of its own
     */
    static String scalar(Json value, boolean flow) {
        if (!value.isString()) {
            return value.raw();
        }
        String text = value.text();
        boolean plain = PLAIN.matcher(text).matches()
                && !WORD.matcher(text).matches()
                && !NUMBER.matcher(text).matches()
                && !(flow && text.indexOf(':') >= 0);
        return plain ? text : quoted(text);
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
                    boolean shown = point >= 0x20
                            && point != 0x7F
                            && !(point >= 0x80 && point < 0xA0)
                            && point != 0x2028
                            && point != 0x2029
                            && point != 0xFEFF
                            && !(point >= 0xD800 && point < 0xE000)
                            && point < 0xFFFE;
                    if (shown || point >= 0x10000) {
                        quoted.appendCodePoint(point);
                    } else {
                        quoted.append("\\u%04X".formatted(point));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean fits(String name, Json list) {
        boolean nested = list.elements().stream().anyMatch(item -> item.isObject() || item.isArray());
        return !nested && name.length() + flow(list).length() < WIDEST;
    }
}
