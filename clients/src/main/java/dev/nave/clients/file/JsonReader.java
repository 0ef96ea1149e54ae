package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Kind;
import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Member;
import dev.nave.clients.file.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads JSON with comments and trailing commas. A key that stands twice is refused: which one counts is a guess. */
final class JsonReader {
    private static final int DEEPEST = 100;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(OwnedFile.LARGEST)
                    .build())
            .build();

    private final String text;
    private final JsonParser parser;

    private JsonReader(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    static Tree read(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(text, parser).document();
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            int line = location == null ? 0 : Math.max(0, location.getLineNr());
            int column = location == null ? 0 : Math.max(0, location.getColumnNr());
            throw new DocumentException("This is not JSON: " + e.getOriginalMessage() + ".", line, column);
        }
    }

    private Tree document() {
        if (parser.nextToken() == null) {
            return Document.nothing();
        }
        Tree document = value();
        if (parser.nextToken() != null) {
            throw DocumentException.at(
                    text, at(), "Expected the end of the file after its one value: remove what follows.");
        }
        return document;
    }

    private Tree value() {
        int start = at();
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(start);
            case START_ARRAY -> listing(start);
            case VALUE_STRING -> new Scalar(start, endOfString(start), Kind.TEXT, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> plain(start, Kind.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> plain(start, Kind.TRUTH);
            case VALUE_NULL -> plain(start, Kind.NOTHING);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw DocumentException.at(text, start, "This is not JSON: expected a value.");
        };
    }

    private Scalar plain(int start, Kind kind) {
        String spelled = parser.getString();
        return new Scalar(start, start + spelled.length(), kind, spelled);
    }

    private Mapping mapping(int start) {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int key = at();
            String name = parser.currentName();
            parser.nextToken();
            members.add(new Member(key, endOfString(key), name, value()));
        }
        return new Mapping(start, at() + 1, members, true, false);
    }

    private Listing listing(int start) {
        List<Tree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Listing(start, at() + 1, items, true, false);
    }

    private int at() {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }

    private int endOfString(int start) {
        int at = start + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
