package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Member;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Edits what stands between braces, in JSON as in YAML: adds an entry at the end in the manner of those that are there,
 * one on each line or all on one, and removes an entry with its comma and the comment on its line.
 */
final class FlowWriter {
    private final String text;
    private final Lines lines;
    private final String unit;
    private final boolean yaml;

    FlowWriter(String text, boolean yaml) {
        this.text = text;
        this.lines = Lines.of(text);
        this.unit = lines.unit();
        this.yaml = yaml;
    }

    /** A member at the end of a mapping. */
    List<Splice> add(Mapping mapping, String key, Json value) {
        List<Span> entries = mapping.members().stream().map(Span::of).toList();
        return add(mapping, entries, quoted(key) + ":", value);
    }

    /** An item at the end of a list. */
    List<Splice> add(Listing listing, Json value) {
        return add(listing, listing.items().stream().map(Span::of).toList(), "", value);
    }

    List<Splice> remove(Mapping mapping, Member member) {
        List<Span> entries = mapping.members().stream().map(Span::of).toList();
        return remove(mapping, entries, mapping.members().indexOf(member));
    }

    List<Splice> remove(Listing listing, Tree item) {
        return remove(
                listing,
                listing.items().stream().map(Span::of).toList(),
                listing.items().indexOf(item));
    }

    /** A value in place of another. */
    Splice replace(Tree old, Json value) {
        // An entry on a line of its own may take several.
        String indent = lines.indentAt(old.start());
        boolean lined = text.indexOf('\n') >= 0 && text.startsWith("\"", lines.startOf(old.start()) + indent.length());
        return new Splice(old.start(), old.end(), written(value, lined, indent));
    }

    private List<Splice> add(Tree container, List<Span> entries, String key, Json value) {
        if (entries.isEmpty()) {
            return List.of(first(container, key, value));
        }
        Span last = entries.getLast();
        boolean lined = lines.beginsAt(last.start);
        int comma = comma(last.end);
        if (!lined) {
            String entry = entry(key, value, false, "");
            boolean tight = !yaml && text.indexOf('\n') < 0 && !text.contains(": ");
            return comma >= 0
                    ? List.of(Splice.insert(comma + 1, (tight ? "" : " ") + entry))
                    : List.of(Splice.insert(last.end, (tight ? "," : ", ") + entry));
        }
        String indent = lines.indentAt(last.start);
        String entry = lines.ending() + indent + entry(key, value, true, indent);
        if (comma >= 0) {
            return List.of(Splice.insert(endOfRemark(comma + 1), entry + ","));
        }
        int end = endOfRemark(last.end);
        return end == last.end
                ? List.of(Splice.insert(last.end, "," + entry))
                : List.of(Splice.insert(last.end, ","), Splice.insert(end, entry));
    }

    /** The first entry of an empty pair of braces. */
    private Splice first(Tree container, String key, Json value) {
        int open = container.start() + 1;
        int close = container.end() - 1;
        String inner = text.substring(open, close);
        boolean lined = inner.indexOf('\n') >= 0
                || (!yaml && (text.indexOf('\n') >= 0 || text.strip().length() <= 2));
        if (!lined) {
            String entry = entry(key, value, false, "");
            return inner.isBlank()
                    ? new Splice(open, close, yaml ? " " + entry + " " : entry)
                    : Splice.insert(close, " " + entry);
        }
        String outer = lines.indentAt(container.start());
        String indent = outer + unit;
        String entry = indent + entry(key, value, true, indent);
        return new Splice(
                open + inner.stripTrailing().length(), close, lines.ending() + entry + lines.ending() + outer);
    }

    private List<Splice> remove(Tree container, List<Span> entries, int index) {
        Span entry = entries.get(index);
        int comma = comma(entry.end);
        int end = comma >= 0 ? comma + 1 : entry.end;
        List<Splice> splices = new ArrayList<>();
        // The comma before the last entry goes with it, unless the entry has one of its own.
        int before = index > 0 ? comma(entries.get(index - 1).end) : -1;
        boolean takesComma = comma < 0 && before >= 0;
        int after = endOfRemark(end);
        boolean wholeLines = lines.beginsAt(entry.start) && after == lines.endOf(after);
        if (wholeLines && takesComma) {
            splices.add(Splice.cut(before, before + 1));
        }
        if (wholeLines) {
            int from = lines.startOf(entry.start);
            splices.add(Splice.cut(from, lines.after(after)));
        } else if (takesComma) {
            splices.add(Splice.cut(before, before + 1));
            splices.add(Splice.cut(lines.beginsAt(entry.start) ? entry.start : blanksBefore(entry.start), end));
        } else {
            int rest = end;
            while (rest < text.length() && text.charAt(rest) == ' ' && entries.size() > index + 1) {
                rest++;
            }
            splices.add(Splice.cut(entry.start, rest));
        }
        if (entries.size() == 1) {
            String rest = Splice.all(text, splices);
            int shorter = text.length() - rest.length();
            String inner = rest.substring(container.start() + 1, container.end() - 1 - shorter);
            if (inner.isBlank()) {
                return List.of(Splice.cut(container.start() + 1, container.end() - 1));
            }
        }
        return splices;
    }

    private int blanksBefore(int offset) {
        int at = offset;
        while (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t') {
            at--;
        }
        return at;
    }

    private String entry(String key, Json value, boolean lined, String indent) {
        boolean tight = !yaml
                && !lined
                && text.indexOf('\n') < 0
                && !text.contains(": ")
                && text.strip().length() > 2;
        String written = written(value, lined, indent);
        return key.isEmpty() ? written : key + (tight ? "" : " ") + written;
    }

    private String written(Json value, boolean lined, String indent) {
        return yaml ? YamlText.flow(value) : FlowText.of(value, lined, indent, unit, lines);
    }

    private String quoted(String key) {
        return yaml ? YamlText.scalar(Json.of(key), true) : Json.of(key).raw();
    }

    /** The comma that follows an entry; -1 when none does. */
    private int comma(int end) {
        int at = end;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == ',') {
                return at;
            }
            if (Character.isWhitespace(character)) {
                at++;
            } else {
                int after = afterRemark(at);
                if (after == at) {
                    return -1;
                }
                at = after;
            }
        }
        return -1;
    }

    /** The end of the comments that begin on this line after this offset; the offset itself when there are none. */
    private int endOfRemark(int offset) {
        int end = offset;
        int at = offset;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == ' ' || character == '\t') {
                at++;
                continue;
            }
            int after = afterRemark(at);
            if (after == at) {
                boolean lineIsOver = character == '\n' || character == '\r';
                return lineIsOver ? at : end;
            }
            at = after;
            end = after;
        }
        return at;
    }

    /** The end of the comment that begins here; the same offset when none does. */
    private int afterRemark(int at) {
        if (yaml) {
            return text.charAt(at) == '#' ? lines.endOf(at) : at;
        }
        if (text.startsWith("//", at)) {
            return lines.endOf(at);
        }
        if (text.startsWith("/*", at)) {
            return text.indexOf("*/", at + 2) + 2;
        }
        return at;
    }

    private record Span(int start, int end) {
        static Span of(Member member) {
            return new Span(member.keyStart(), member.value().end());
        }

        static Span of(Tree item) {
            return new Span(item.start(), item.end());
        }
    }
}
