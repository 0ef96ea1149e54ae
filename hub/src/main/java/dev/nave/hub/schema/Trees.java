package dev.nave.hub.schema;

import java.math.BigDecimal;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads schemas and values into trees, as far as they are fit to be judged. */
final class Trees {
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");
    /** Beyond this, arithmetic on a number of a few characters takes hours. */
    private static final int LARGEST_EXPONENT = 1_000;

    private final int schemaBytes;
    private final int valueBytes;
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(1_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Trees(int schemaBytes, int valueBytes) {
        this.schemaBytes = schemaBytes;
        this.valueBytes = valueBytes;
    }

    /**
     * @throws IllegalArgumentException when the schema refers elsewhere or is too large
     * @throws tools.jackson.core.JacksonException when it is not JSON
     */
    JsonNode schema(byte[] schema) {
        checkSize(schema, schemaBytes);
        JsonNode tree = mapper.readTree(schema);
        checkReferences(tree);
        checkNumbers(tree);
        return tree;
    }

    /**
     * @throws IllegalArgumentException when the value is too large or has numbers that are
     * @throws tools.jackson.core.JacksonException when it is not JSON
     */
    JsonNode value(byte[] value) {
        checkSize(value, valueBytes);
        JsonNode tree = mapper.readTree(value);
        checkNumbers(tree);
        return tree;
    }

    private static void checkSize(byte[] bytes, int most) {
        if (bytes.length > most) {
            throw new IllegalArgumentException("expected at most " + most + " bytes, not " + bytes.length);
        }
    }

    /** Wherever they stand, even where they are only data: better undecided than fetched. */
    private static void checkReferences(JsonNode tree) {
        for (String reference : REFERENCES) {
            JsonNode target = tree.path(reference);
            if (target.isString() && !target.stringValue().startsWith("#")) {
                throw new IllegalArgumentException(
                        "it refers to '" + target.stringValue() + "', which is not part of it");
            }
        }
        tree.forEach(Trees::checkReferences);
    }

    private static void checkNumbers(JsonNode tree) {
        if (tree.isBigDecimal()) {
            BigDecimal number = tree.decimalValue();
            if (Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
                throw new IllegalArgumentException("it has a number with an exponent beyond " + LARGEST_EXPONENT);
            }
        }
        tree.forEach(Trees::checkNumbers);
    }
}
