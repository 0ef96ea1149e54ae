package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Items;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.Node.ScalarKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 into {@link Node}s. Anchors and aliases are followed, as far as they do not swell. */
final class YamlTree {
    private static final int DEEPEST = 64;
    private static final int MOST = 200_000;

    private final Path file;
    private final Problems problems;
    private int nodes;

    private YamlTree(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The document, nothing when it is empty or cannot be read; then a problem says why. */
    static Optional<Node> read(Path file, String text, Problems problems) {
        return new YamlTree(file, problems).document(text);
    }

    private Optional<Node> document(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setUseMarks(true)
                .setSchema(new CoreSchema())
                // Bounded by the number of values below, which says where the trouble is.
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        try {
            Iterator<org.snakeyaml.engine.v2.nodes.Node> documents =
                    new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                return Optional.empty();
            }
            Optional<Node> first = Optional.of(node(documents.next(), 0));
            if (documents.hasNext()) {
                problems.error(
                        place(documents.next().getStartMark()),
                        "Expected one document, and a second one begins here: put it into a file of its own.");
            }
            return first;
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            problems.error(place(mark), "This is not YAML: " + context + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            problems.error(Place.of(file), "This is not YAML: " + e.getMessage());
        } catch (Swollen e) {
            problems.error(
                    e.place,
                    "Expected at most " + MOST + " values, " + DEEPEST
                            + " deep, and there are more: are there aliases within aliases?");
        }
        return Optional.empty();
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > DEEPEST || ++nodes > MOST) {
            throw new Swollen(place);
        }
        return switch (node) {
            case MappingNode mapping -> fields(mapping, place, depth);
            case SequenceNode sequence -> items(sequence, place, depth);
            case ScalarNode scalar -> new Scalar(place, scalar.getValue(), kind(scalar.getTag()));
            default -> throw new Swollen(place);
        };
    }

    private Fields fields(MappingNode mapping, Place place, int depth) {
        FieldsBuilder fields = new FieldsBuilder(place, problems);
        for (NodeTuple tuple : mapping.getValue()) {
            Place at = place(tuple.getKeyNode().getStartMark());
            Node value = node(tuple.getValueNode(), depth + 1);
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                fields.add(key.getValue(), at, value);
            } else {
                problems.error(at, "Expected a text as key, not a list or mapping: quote it if it is a text.");
            }
        }
        return fields.build();
    }

    private Items items(SequenceNode sequence, Place place, int depth) {
        List<Node> items = new ArrayList<>();
        for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
            items.add(node(item, depth + 1));
        }
        return new Items(place, items);
    }

    private static ScalarKind kind(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return ScalarKind.NOTHING;
        }
        if (tag.equals(Tag.BOOL)) {
            return ScalarKind.TRUTH;
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? ScalarKind.NUMBER : ScalarKind.TEXT;
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
                .orElseGet(() -> Place.of(file));
    }

    /** There is more, or deeper, than any configuration needs. */
    private static final class Swollen extends RuntimeException {
        private final transient Place place;

        Swollen(Place place) {
            super("Too many values", null, false, false);
            this.place = place;
        }
    }
}
