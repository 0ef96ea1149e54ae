package dev.nave.clients.file;

import dev.nave.clients.file.TomlText.Header;
import dev.nave.clients.file.TomlText.Pair;
import dev.nave.clients.file.TomlText.Statement;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Member;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Edits TOML: a mapping becomes a section of its own next to its like, and goes with its header and its comments. */
final class TomlWriter implements Document.Writer {
    private final TomlText toml;
    private final String text;
    private final Lines lines;

    TomlWriter(TomlText toml) {
        this.toml = toml;
        this.text = toml.text();
        this.lines = Lines.of(text);
    }

    @Override
    public String put(List<Step> steps, Json value) {
        List<String> way = way(steps);
        for (Statement statement : toml.statements()) {
            if (statement instanceof Pair pair && pair.way().equals(way)) {
                return splice(new Splice(pair.value().start(), pair.value().end(), TomlSpelling.value(value)));
            }
        }
        Optional<Pair> inline = inlineAround(way);
        if (inline.isPresent()) {
            return intoInline(inline.get(), way, value);
        }
        if (toml.statements().stream().anyMatch(statement -> starts(statement.way(), way))) {
            // Spread over several statements: all of them go, and one section comes.
            return new TomlWriter(TomlReader.read(remove(steps))).put(steps, value);
        }
        return value.isObject() ? addSection(way, value) : addPair(way, value);
    }

    @Override
    public String remove(List<Step> steps) {
        List<String> way = way(steps);
        Optional<Pair> inline = inlineAround(way);
        if (inline.isPresent()) {
            return outOfInline(inline.get(), way);
        }
        List<Splice> splices = new ArrayList<>();
        int at = 0;
        while (at < toml.statements().size()) {
            Statement statement = toml.statements().get(at);
            int next = at + 1;
            if (starts(statement.way(), way)) {
                if (statement instanceof Header) {
                    while (next < toml.statements().size() && toml.statements().get(next) instanceof Pair) {
                        next++;
                    }
                }
                splices.add(
                        cut(statement.start(), toml.statements().get(next - 1).end(), statement instanceof Header));
            }
            at = next;
        }
        return Splice.all(text, atStart(merged(splices)));
    }

    /** Whole lines; of a section also the blank line that set it off. */
    private Splice cut(int start, int end, boolean section) {
        int from = lines.startOf(start);
        int to = lines.after(end);
        boolean blankAfter =
                to < text.length() && text.substring(to, lines.after(to)).isBlank();
        if (section && from > 0) {
            int before = lines.before(from);
            boolean last = text.substring(to).isBlank();
            boolean blankBefore = text.substring(before, from).isBlank();
            from = blankBefore && (blankAfter || last) ? before : from;
        }
        boolean unended = (to == text.length() && end == text.length()) || lines.endOf(end) == text.length();
        if (section && unended && from > 0) {
            // The text had no line end at its end before the section came, and shall have none after it.
            from = lines.endOf(lines.before(from));
        }
        return Splice.cut(from, to);
    }

    private static List<Splice> merged(List<Splice> cuts) {
        List<Splice> merged = new ArrayList<>();
        for (Splice cut : cuts) {
            boolean overlaps = !merged.isEmpty() && merged.getLast().end() >= cut.start();
            if (overlaps) {
                Splice last = merged.removeLast();
                merged.add(Splice.cut(Math.min(last.start(), cut.start()), cut.end()));
            } else {
                merged.add(cut);
            }
        }
        return merged;
    }

    /** A file does not begin with the blank line that followed what it began with. */
    private List<Splice> atStart(List<Splice> cuts) {
        Splice first = cuts.getFirst();
        boolean blankAfter = first.end() < text.length()
                && text.substring(first.end(), lines.after(first.end())).isBlank();
        if (first.start() > 0 || !blankAfter) {
            return cuts;
        }
        List<Splice> extended = new ArrayList<>(cuts);
        extended.set(0, Splice.cut(0, lines.after(first.end())));
        return extended;
    }

    private String addSection(List<String> way, Json value) {
        String section = String.join(lines.ending(), TomlSpelling.section(way, value));
        int after = endOfSiblings(way.subList(0, way.size() - 1));
        String gap = lines.ending() + lines.ending();
        if (after >= 0 && lines.after(after) < text.length()) {
            // Set off by a blank line where the next one is, so that removing it leaves what was there.
            int next = lines.after(after);
            boolean loose = text.substring(next, lines.after(next)).isBlank();
            return splice(Splice.insert(lines.endOf(after), (loose ? gap : lines.ending()) + section));
        }
        if (text.isBlank()) {
            return text + section + lines.ending();
        }
        boolean ended = text.endsWith("\n");
        return ended ? text + lines.ending() + section + lines.ending() : text + gap + section;
    }

    /** Where the last section ends that lies below this way; -1 when there is none. */
    private int endOfSiblings(List<String> parent) {
        int end = -1;
        boolean within = false;
        for (Statement statement : toml.statements()) {
            within = statement instanceof Header
                    ? starts(statement.way(), parent)
                    : within || starts(statement.way(), parent);
            end = within && !parent.isEmpty() ? statement.end() : end;
        }
        return end;
    }

    private String addPair(List<String> way, Json value) {
        List<String> table = way.subList(0, way.size() - 1);
        String pair = TomlSpelling.key(way.getLast()) + " = " + TomlSpelling.value(value);
        int end = -1;
        boolean within = table.isEmpty();
        for (Statement statement : toml.statements()) {
            within = statement instanceof Header header ? header.way().equals(table) && !header.many() : within;
            end = within ? statement.end() : end;
        }
        if (end >= 0) {
            return splice(Splice.insert(lines.endOf(end), lines.ending() + pair));
        }
        if (table.isEmpty()) {
            return pair + lines.ending() + text;
        }
        return addSection(table, Json.object().put(way.getLast(), value).build());
    }

    /** The pair whose value is a table that this way leads into. */
    private Optional<Pair> inlineAround(List<String> way) {
        return toml.statements().stream()
                .filter(statement -> statement instanceof Pair pair
                        && pair.way().size() < way.size()
                        && starts(way, pair.way())
                        && pair.value() instanceof Mapping)
                .map(Pair.class::cast)
                .findFirst();
    }

    private String intoInline(Pair pair, List<String> way, Json value) {
        Tree at = pair.value();
        List<String> rest = way.subList(pair.way().size(), way.size());
        while (rest.size() > 1
                && at.at(new Step.Key(rest.getFirst()))
                        .filter(Mapping.class::isInstance)
                        .isPresent()) {
            at = at.at(new Step.Key(rest.getFirst())).orElseThrow();
            rest = rest.subList(1, rest.size());
        }
        Optional<Tree> there = at.at(new Step.Key(rest.getFirst()));
        if (there.isPresent() && rest.size() == 1) {
            return splice(new Splice(there.get().start(), there.get().end(), TomlSpelling.value(value)));
        }
        Json wrapped = Ways.within(steps(rest.subList(1, rest.size())), value);
        String entry = TomlSpelling.key(rest.getFirst()) + " = " + TomlSpelling.value(wrapped);
        List<Member> members = ((Mapping) at).members();
        return members.isEmpty()
                ? splice(new Splice(at.start(), at.end(), "{ " + entry + " }"))
                : splice(Splice.insert(members.getLast().value().end(), ", " + entry));
    }

    private String outOfInline(Pair pair, List<String> way) {
        Tree at = pair.value();
        for (String key : way.subList(pair.way().size(), way.size() - 1)) {
            at = at.at(new Step.Key(key)).orElseThrow();
        }
        Mapping table = (Mapping) at;
        Member member = table.member(way.getLast()).orElseThrow();
        int index = table.members().indexOf(member);
        if (table.members().size() == 1) {
            return splice(new Splice(table.start(), table.end(), "{}"));
        }
        return index > 0
                ? splice(Splice.cut(
                        table.members().get(index - 1).value().end(),
                        member.value().end()))
                : splice(Splice.cut(member.keyStart(), table.members().get(1).keyStart()));
    }

    private String splice(Splice splice) {
        return Splice.all(text, List.of(splice));
    }

    private static boolean starts(List<String> way, List<String> with) {
        return way.size() >= with.size() && way.subList(0, with.size()).equals(with);
    }

    private static List<Step> steps(List<String> keys) {
        return keys.stream().<Step>map(Step.Key::new).toList();
    }

    private static List<String> way(List<Step> steps) {
        return steps.stream()
                .map(step -> switch (step) {
                    case Step.Key key -> key.name();
                    case Step.Item _ -> throw new IllegalArgumentException("No list of named items in TOML: " + steps);
                })
                .toList();
    }
}
