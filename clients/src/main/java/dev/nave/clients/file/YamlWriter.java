package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Member;
import dev.nave.clients.file.Tree.Scalar;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** Edits YAML: what stands in blocks here, what stands between braces by a {@link FlowWriter}. */
final class YamlWriter implements Document.Writer {
    private final String text;
    private final Tree root;
    private final Lines lines;
    private final FlowWriter flow;
    private final String unit;

    YamlWriter(String text, Tree root) {
        this.text = text;
        this.root = root;
        this.lines = Lines.of(text);
        this.flow = new FlowWriter(text, true);
        String unit = lines.unit();
        this.unit = unit.startsWith("\t") || unit.length() > 4 ? "  " : unit;
    }

    @Override
    public String put(List<Step> way, Json value) {
        Ways.Found found = Ways.follow(root, way);
        refuseShared(way);
        if (found.target().isPresent()) {
            return replace(found, way.getLast(), found.target().get(), value);
        }
        Json rest = Ways.within(found.missing().subList(1, found.missing().size()), value);
        Tree last = found.last();
        return switch (found.missing().getFirst()) {
            case Step.Key key -> {
                if (last instanceof Mapping mapping && mapping.flow()) {
                    yield mapping.members().isEmpty() && !withinFlow(way, found)
                            ? fill(holder(way, found), mapping, YamlText.member(key.name(), rest, unit))
                            : Splice.all(text, flow.add(mapping, key.name(), rest));
                }
                if (last instanceof Mapping mapping && !mapping.members().isEmpty()) {
                    String indent = lines.indentAt(mapping.members().getFirst().keyStart());
                    int column = column(mapping.members().getFirst().keyStart());
                    yield after(mapping.end(), blanks(indent, column), YamlText.member(key.name(), rest, unit));
                }
                yield fill(holder(way, found), orRefuse(last), YamlText.member(key.name(), rest, unit));
            }
            case Step.Item _ -> {
                if (last instanceof Listing listing && listing.flow()) {
                    yield listing.items().isEmpty() && !withinFlow(way, found)
                            ? fill(holder(way, found), listing, YamlText.item(rest, unit))
                            : Splice.all(text, flow.add(listing, rest));
                }
                if (last instanceof Listing listing && !listing.items().isEmpty()) {
                    int dash = dash(listing.items().getFirst());
                    yield after(listing.end(), blanks(lines.indentAt(dash), column(dash)), YamlText.item(rest, unit));
                }
                yield fill(holder(way, found), orRefuse(last), YamlText.item(rest, unit));
            }
        };
    }

    @Override
    public String remove(List<Step> way) {
        refuseShared(way);
        Ways.Found found = Ways.follow(root, way);
        Tree target = found.target().orElseThrow();
        return switch (found.last()) {
            case Mapping mapping
            when way.getLast() instanceof Step.Key key -> {
                Member member = mapping.member(key.name()).orElseThrow();
                if (mapping.flow()) {
                    yield Splice.all(text, flow.remove(mapping, member));
                }
                yield cut(
                        member.keyStart(),
                        member.value().end(),
                        mapping.members().size() == 1,
                        way,
                        found,
                        "{}");
            }
            case Listing listing -> {
                if (listing.flow()) {
                    yield Splice.all(text, flow.remove(listing, target));
                }
                yield cut(dash(target), target.end(), listing.items().size() == 1, way, found, "[]");
            }
            case Mapping _, Scalar _ -> throw new IllegalStateException("A step that leads nowhere: " + way);
        };
    }

    private String replace(Ways.Found found, Step step, Tree old, Json value) {
        boolean inFlow = (found.last() instanceof Mapping mapping && mapping.flow())
                || (found.last() instanceof Listing listing && listing.flow());
        boolean plain = !value.isObject() && !value.isArray();
        if (inFlow
                || (plain
                        && old instanceof Scalar
                        && !old.isNothing()
                        && lines.line(old.start()) == lines.line(old.end()))) {
            return Splice.all(text, List.of(new Splice(old.start(), old.end(), YamlText.flow(value))));
        }
        if (step instanceof Step.Item) {
            int dash = dash(old);
            String indent = blanks(lines.indentAt(dash), column(dash));
            String block = String.join(lines.ending() + indent, YamlText.item(value, unit));
            return Splice.all(text, List.of(new Splice(dash, old.end(), block)));
        }
        Member member =
                ((Mapping) found.last()).member(((Step.Key) step).name()).orElseThrow();
        String indent = blanks(lines.indentAt(member.keyStart()), column(member.keyStart()));
        List<String> block = YamlText.member(member.key(), value, unit);
        // The key stays as it is spelled.
        String first = block.getFirst()
                .substring(block.getFirst()
                        .indexOf(
                                ':',
                                YamlText.scalar(Json.of(member.key()), false).length()));
        String rest = block.stream()
                .skip(1)
                .map(line -> lines.ending() + indent + line)
                .reduce("", String::concat);
        return Splice.all(text, List.of(new Splice(member.keyEnd(), old.end(), first + rest)));
    }

    /** A block below what has none yet: an empty value, or an empty pair of braces that gives way to it. */
    private String fill(Optional<Member> holder, Tree empty, List<String> block) {
        if (holder.isEmpty()) {
            // The document itself is empty, but for comments.
            boolean open = !text.isEmpty() && !text.endsWith("\n");
            String start = empty.end() > empty.start()
                    ? Splice.all(text, List.of(Splice.cut(empty.start(), empty.end())))
                    : text;
            return start + (open ? lines.ending() : "") + String.join(lines.ending(), block) + lines.ending();
        }
        int key = holder.get().keyStart();
        String indent = blanks(lines.indentAt(key), column(key)) + unit;
        int from = empty.start();
        while (from < empty.end() && from > 0 && text.charAt(from - 1) == ' ') {
            from--;
        }
        String cut = Splice.all(text, List.of(Splice.cut(from, empty.end())));
        int end = Lines.of(cut).endOf(from);
        String lined =
                block.stream().map(line -> lines.ending() + indent + line).reduce("", String::concat);
        return Splice.all(cut, List.of(Splice.insert(end, lined)));
    }

    /** Lines after the line of what ends here. */
    private String after(int end, String indent, List<String> block) {
        String lined = String.join(lines.ending() + indent, block);
        if (end > 0 && end == lines.startOf(end) && end <= text.length() && text.charAt(end - 1) == '\n') {
            return Splice.all(text, List.of(Splice.insert(end, indent + lined + lines.ending())));
        }
        return Splice.all(text, List.of(Splice.insert(lines.endOf(end), lines.ending() + indent + lined)));
    }

    /** Removes whole lines; what held nothing else says so in braces. */
    private String cut(int start, int end, boolean only, List<Step> way, Ways.Found found, String empty) {
        if (!lines.beginsAt(start)) {
            throw DocumentException.at(text, start, "Expected a line of its own for what is to be removed.");
        }
        int from = lines.startOf(start);
        int to = end == lines.startOf(end) ? end : lines.after(end);
        if (to == text.length() && from > 0 && lines.endOf(end) == to && !text.endsWith("\n")) {
            // A file without a line end at its end gets none.
            from = lines.endOf(lines.before(from));
        }
        Splice lineCut = Splice.cut(from, to);
        Optional<Member> holder = only ? holder(way, found) : Optional.empty();
        if (holder.isEmpty()) {
            return Splice.all(text, List.of(lineCut));
        }
        int colon = text.indexOf(':', holder.get().keyEnd());
        return Splice.all(text, List.of(Splice.insert(colon + 1, " " + empty), lineCut));
    }

    /** The member whose value is the last that the way leads to; none when that is the document. */
    private Optional<Member> holder(List<Step> way, Ways.Found found) {
        int steps = way.size() - Math.max(1, found.missing().size());
        Tree at = root;
        Optional<Member> holder = Optional.empty();
        for (Step step : way.subList(0, steps)) {
            holder = at instanceof Mapping mapping && step instanceof Step.Key key
                    ? mapping.member(key.name())
                    : Optional.empty();
            at = at.at(step).orElseThrow();
        }
        return holder;
    }

    private boolean withinFlow(List<Step> way, Ways.Found found) {
        int steps = way.size() - Math.max(1, found.missing().size());
        Tree at = root;
        boolean within = false;
        for (Step step : way.subList(0, steps)) {
            within |= (at instanceof Mapping mapping && mapping.flow())
                    || (at instanceof Listing listing && listing.flow());
            at = at.at(step).orElseThrow();
        }
        return within;
    }

    private void refuseShared(List<Step> way) {
        Tree at = root;
        for (Step step : way) {
            boolean shared = (at instanceof Mapping mapping && mapping.shared())
                    || (at instanceof Listing listing && listing.shared());
            if (shared) {
                throw DocumentException.at(
                        text,
                        at.start(),
                        "What stands here is written elsewhere too, this is an alias of it: edit the file by hand.");
            }
            Optional<Tree> next = at.at(step);
            if (next.isEmpty()) {
                return;
            }
            at = next.get();
        }
    }

    private Tree orRefuse(Tree last) {
        boolean empty = last.isNothing()
                || (last instanceof Mapping mapping && mapping.members().isEmpty())
                || (last instanceof Listing listing && listing.items().isEmpty());
        if (empty) {
            return last;
        }
        throw DocumentException.at(text, last.start(), "Expected a mapping here, and there is something else.");
    }

    /** The dash of an item. */
    private int dash(Tree item) {
        int at = item.start() - 1;
        while (at > 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        if (at < 0 || text.charAt(at) != '-') {
            throw DocumentException.at(text, item.start(), "Expected a dash right before this item.");
        }
        return at;
    }

    private int column(int offset) {
        return lines.column(offset) - 1;
    }

    /** An indent of this many columns: that of the line when it is as long, else blanks. */
    private static String blanks(String indent, int column) {
        return indent.length() == column ? indent : " ".repeat(column);
    }
}
