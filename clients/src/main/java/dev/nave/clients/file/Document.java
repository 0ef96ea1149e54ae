package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Mapping;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * A text of keys and values, read whole, and edited by splicing. Immutable: an edit makes another one. Every edit is
 * read back before it is handed out, and refused unless the named value is as it was asked for and every other value is
 * what it was.
 */
public final class Document {
    private final Format format;
    private final String text;
    private final Tree root;
    private final Writer writer;

    private Document(Format format, String text, Tree root, Writer writer) {
        this.format = format;
        this.text = text;
        this.root = root;
        this.writer = writer;
    }

    /**
     * Reads a text; an empty one is an empty mapping.
     *
     * @throws DocumentException when not all of it can be read, with the place
     */
    public static Document read(Format format, String text) {
        return switch (format) {
            case JSON -> {
                Tree root = JsonReader.read(text);
                yield new Document(format, text, root, new JsonWriter(text, root));
            }
            case YAML -> {
                Tree root = YamlReader.read(text);
                yield new Document(format, text, root, new YamlWriter(text, root));
            }
            case TOML -> {
                TomlText toml = TomlReader.read(text);
                yield new Document(format, text, toml.root(), new TomlWriter(toml));
            }
        };
    }

    public Format format() {
        return format;
    }

    public String text() {
        return text;
    }

    /** The value at the top. */
    public Tree root() {
        return root;
    }

    /** The value at the end of a way, when there is one. */
    public Optional<Tree> at(List<Step> way) {
        Optional<Tree> value = Optional.of(root);
        for (Step step : way) {
            value = value.flatMap(tree -> tree.at(step));
        }
        return value;
    }

    /** The line of a value, from 1. */
    public int line(Tree value) {
        return Lines.of(text).line(value.start());
    }

    /**
     * Puts a value at the end of a way, in place of what is there, with the mappings on the way where they are missing.
     *
     * @throws DocumentException when the text cannot be edited so
     */
    public Document put(List<Step> way, Json value) {
        return checked(way, writer.put(way, value), Optional.of(value));
    }

    /**
     * Removes the value at the end of a way together with its key; nothing happens when there is none.
     *
     * @throws DocumentException when the text cannot be edited so
     */
    public Document remove(List<Step> way) {
        return at(way).isEmpty() ? this : checked(way, writer.remove(way), Optional.empty());
    }

    private Document checked(List<Step> way, String edited, Optional<Json> expected) {
        Document document;
        try {
            document = read(format, edited);
        } catch (DocumentException e) {
            throw refused("the edited text could not be read back: " + e.getMessage());
        }
        Optional<Tree> found = document.at(way);
        boolean asked = expected.isPresent()
                ? found.isPresent() && Likeness.same(found.get().json(), expected.get())
                : found.isEmpty();
        if (!asked || !Likeness.sameBut(root, document.root, way)) {
            throw refused("its other values would not have stayed what they are");
        }
        return document;
    }

    private static DocumentException refused(String reason) {
        return new DocumentException(
                "Nave does not know how to edit this text without touching more than it should, since " + reason
                        + ": edit the file by hand.",
                0,
                0);
    }

    /** An empty mapping where a text has nothing. */
    static Tree nothing() {
        return new Mapping(0, 0, List.of(), false, false);
    }

    /** Makes the text of an edit in one format. */
    interface Writer {
        String put(List<Step> way, Json value);

        String remove(List<Step> way);
    }
}
