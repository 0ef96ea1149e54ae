package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Node.Fields;
import dev.nave.hub.configuration.Node.Items;
import dev.nave.hub.configuration.Node.Scalar;
import dev.nave.hub.configuration.Node.ScalarKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads JSON into {@link Node}s: with the comments and trailing commas that editors allow in their settings. */
final class JsonTree {
    private static final int DEEPEST = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final Path file;
    private final Problems problems;
    private final JsonParser parser;

    private JsonTree(Path file, Problems problems, JsonParser parser) {
        this.file = file;
        this.problems = problems;
        this.parser = parser;
    }

    /** The document, nothing when it is empty or cannot be read; then a problem says why. */
    static Optional<Node> read(Path file, String text, Problems problems) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return new JsonTree(file, problems, parser).document();
        } catch (StreamReadException e) {
            problems.error(place(file, e.getLocation()), "This is not JSON: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            problems.error(
                    place(file, e.getLocation()), "This is not JSON that can be read: " + e.getOriginalMessage());
        }
        return Optional.empty();
    }

    private Optional<Node> document() {
        if (parser.nextToken() == null) {
            return Optional.empty();
        }
        Node document = node();
        if (parser.nextToken() != null) {
            problems.error(here(), "Expected the end of the file after its one value: remove what follows.");
        }
        return Optional.of(document);
    }

    private Node node() {
        Place place = here();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return fields(place);
        }
        if (token == JsonToken.START_ARRAY) {
            return items(place);
        }
        return new Scalar(place, parser.getString(), kind(token));
    }

    private Fields fields(Place place) {
        FieldsBuilder fields = new FieldsBuilder(place, problems);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            Place at = here();
            parser.nextToken();
            fields.add(key, at, node());
        }
        return fields.build();
    }

    private Items items(Place place) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Items(place, items);
    }

    private static ScalarKind kind(JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return ScalarKind.NOTHING;
        }
        if (token.isBoolean()) {
            return ScalarKind.TRUTH;
        }
        return token.isNumeric() ? ScalarKind.NUMBER : ScalarKind.TEXT;
    }

    private Place here() {
        return place(file, parser.currentTokenLocation());
    }

    private static Place place(Path file, TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? Place.of(file)
                : new Place(file, location.getLineNr(), Math.max(1, location.getColumnNr()));
    }
}
