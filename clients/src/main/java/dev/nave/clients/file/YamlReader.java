package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Kind;
import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Member;
import dev.nave.clients.file.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 from its events, since nodes forget where an alias stood. A block ends with the last character of its
 * last value: not where the next token begins, for the blank lines and comments in between belong to nobody.
 */
final class YamlReader {
    private static final int DEEPEST = 100;
    private static final int MOST = 500_000;

    private final String text;
    private final LoadSettings settings;
    private final Iterator<Event> events;
    private final Map<Anchor, Tree> anchors = new HashMap<>();
    private final IdentityHashMap<Tree, Integer> sizes = new IdentityHashMap<>();
    private final int[] offsets;

    private YamlReader(String text) {
        this.text = text;
        this.settings = LoadSettings.builder()
                .setUseMarks(true)
                .setSchema(new CoreSchema())
                .setCodePointLimit(OwnedFile.LARGEST)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
        this.offsets = offsets(text);
    }

    static Tree read(String text) {
        try {
            return new YamlReader(text).document();
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new DocumentException(
                    "This is not YAML: " + context + e.getProblem() + ".",
                    mark.map(at -> at.getLine() + 1).orElse(0),
                    mark.map(at -> at.getColumn() + 1).orElse(0));
        } catch (YamlEngineException e) {
            throw new DocumentException("This is not YAML: " + e.getMessage(), 0, 0);
        }
    }

    private Tree document() {
        Tree root = Document.nothing();
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                if (++documents > 1) {
                    throw DocumentException.at(
                            text,
                            start(event),
                            "Expected one document, and a second one begins here: put it into a file of its own.");
                }
                root = node(events.next(), 0);
            }
        }
        return root;
    }

    private Tree node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw DocumentException.at(text, start(event), "Expected at most " + DEEPEST + " levels.");
        }
        return switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> kept(scalar.getAnchor(), scalar(scalar));
            case MappingStartEvent mapping -> kept(mapping.getAnchor(), mapping(mapping, depth));
            case SequenceStartEvent sequence -> kept(sequence.getAnchor(), listing(sequence, depth));
            default -> throw new IllegalStateException("No value begins with " + event.getEventId());
        };
    }

    private Tree kept(Optional<Anchor> anchor, Tree tree) {
        anchor.ifPresent(name -> anchors.put(name, tree));
        return tree;
    }

    private Tree alias(AliasEvent event) {
        int start = start(event);
        int end = end(event);
        Tree target = anchors.get(event.getAlias());
        if (target == null) {
            throw DocumentException.at(
                    text, start, "There is no anchor &" + event.getAlias().getValue() + " above this alias.");
        }
        Tree copy =
                switch (target) {
                    case Mapping mapping -> new Mapping(start, end, mapping.members(), true, true);
                    case Listing listing -> new Listing(start, end, listing.items(), true, true);
                    case Scalar scalar -> new Scalar(start, end, scalar.kind(), scalar.text());
                };
        return sized(copy, sizes.getOrDefault(target, 1));
    }

    private Mapping mapping(MappingStartEvent event, int depth) {
        List<Member> members = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        int size = 1;
        int end = end(event);
        Event next = events.next();
        for (; next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Tree key = node(next, depth + 1);
            Tree value = node(events.next(), depth + 1);
            if (!(key instanceof Scalar name)) {
                throw DocumentException.at(text, key.start(), "Expected a text as key, not a list or mapping.");
            }
            if (!keys.add(name.text())) {
                throw DocumentException.at(
                        text, key.start(), "The key '" + name.text() + "' stands here twice: keep one of them.");
            }
            members.add(new Member(key.start(), key.end(), name.text(), value));
            size += 1 + sizes.getOrDefault(value, 1);
            end = Math.max(end, Math.max(key.end(), value.end()));
        }
        end = event.isFlow() ? end(next) : end;
        return (Mapping) sized(new Mapping(open(event), end, members, event.isFlow(), false), size);
    }

    private Listing listing(SequenceStartEvent event, int depth) {
        List<Tree> items = new ArrayList<>();
        int size = 1;
        int end = end(event);
        Event next = events.next();
        for (; next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            Tree item = node(next, depth + 1);
            items.add(item);
            size += sizes.getOrDefault(item, 1);
            end = Math.max(end, item.end());
        }
        end = event.isFlow() ? end(next) : end;
        return (Listing) sized(new Listing(open(event), end, items, event.isFlow(), false), size);
    }

    /** Aliases of aliases would swell without an end. */
    private Tree sized(Tree tree, int size) {
        if (size > MOST) {
            throw DocumentException.at(text, tree.start(), "Expected at most " + MOST + " values: is this a bomb?");
        }
        sizes.put(tree, size);
        return tree;
    }

    private Scalar scalar(ScalarEvent event) {
        int start = start(event);
        int end = end(event);
        ScalarStyle style = event.getScalarStyle();
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            end = endOfBlock(start, end);
        }
        Tag tag = event.getTag()
                .map(Tag::new)
                .orElseGet(() -> event.isPlain()
                        ? settings.getSchema().getScalarResolver().resolve(event.getValue(), true)
                        : Tag.STR);
        return new Scalar(start, end, kind(tag), event.getValue());
    }

    /** The end of the last line of a block of text that belongs to it: blank lines after it do only with a plus. */
    private int endOfBlock(int start, int end) {
        Lines lines = Lines.of(text);
        String header = text.substring(start, Math.min(end, lines.endOf(start)));
        int at = end;
        while (at > start && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return header.indexOf('+') < 0 ? at : end;
    }

    private static Kind kind(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return Kind.NOTHING;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.TRUTH;
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Kind.NUMBER;
        }
        return tag.equals(Tag.STR) ? Kind.TEXT : Kind.OTHER;
    }

    /** Where a collection opens: a brace, whatever anchor or tag stands before it. */
    private int open(Event event) {
        int start = start(event);
        boolean flow = (event instanceof MappingStartEvent mapping && mapping.isFlow())
                || (event instanceof SequenceStartEvent sequence && sequence.isFlow());
        return flow ? end(event) - 1 : start;
    }

    private int start(Event event) {
        return offset(event.getStartMark());
    }

    private int end(Event event) {
        return offset(event.getEndMark());
    }

    private int offset(Optional<Mark> mark) {
        int point = mark.orElseThrow().getIndex();
        return offsets.length == 0 ? point : offsets[point];
    }

    /** Where each code point begins, for marks count those; none where that is the same as counting characters. */
    private static int[] offsets(String text) {
        int points = text.codePointCount(0, text.length());
        if (points == text.length()) {
            return new int[0];
        }
        int[] offsets = new int[points + 1];
        int at = 0;
        for (int point = 0; point < points; point++) {
            offsets[point] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        offsets[points] = at;
        return offsets;
    }
}
