package dev.nave.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Compares the scanner with Jackson, which is told nothing of it, over texts whole and broken. */
class ScannerFuzzTest {
    private static final long SEED = 20_261_121L;
    private static final int ROUNDS = 20_000;
    private static final byte[] LIKELY = "{}[]\",:\\ue+-.0129tfn \n\u0000".getBytes(StandardCharsets.US_ASCII);

    private final JsonFactory jackson = new JsonFactory();

    @Test
    void wholeTextsAreReadAsJacksonReadsThem() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = withoutSurrogateEscapes(new RandomJson(new Random(SEED + round)).text());

            Json json = Json.parse(text);

            assertThat(said(json)).as("seed %d: %s", SEED + round, text).isEqualTo(tokens(text));
        }
    }

    @Test
    void brokenTextsAreRefusedWhenJacksonRefusesThem() {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            byte[] text = broken(new RandomJson(random).text().getBytes(StandardCharsets.UTF_8), random);

            boolean taken = isTaken(text);

            assertThat(taken)
                    .as("seed %d: %s", SEED + round, new String(text, StandardCharsets.ISO_8859_1))
                    .isEqualTo(isTakenByJackson(text));
            refused += taken ? 0 : 1;
        }
        assertThat(refused).as("texts that were broken for good").isBetween(ROUNDS / 4, ROUNDS);
    }

    private static byte[] broken(byte[] text, Random random) {
        byte[] result = text;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            result = brokenOnce(result, random);
        }
        return result;
    }

    private static byte[] brokenOnce(byte[] text, Random random) {
        if (text.length == 0) {
            return new byte[] {LIKELY[random.nextInt(LIKELY.length)]};
        }
        int at = random.nextInt(text.length);
        byte other = random.nextInt(4) == 0 ? (byte) random.nextInt(256) : LIKELY[random.nextInt(LIKELY.length)];
        byte[] changed =
                switch (random.nextInt(4)) {
                    case 0 -> Arrays.copyOf(text, at);
                    case 1 -> text.clone();
                    case 2 ->
                        ByteBuffer.allocate(text.length + 1)
                                .put(text, 0, at)
                                .put(other)
                                .put(text, at, text.length - at)
                                .array();
                    default ->
                        ByteBuffer.allocate(text.length - 1)
                                .put(text, 0, at)
                                .put(text, at + 1, text.length - at - 1)
                                .array();
                };
        if (changed.length == text.length) {
            changed[at] = other;
        }
        return changed;
    }

    private static boolean isTaken(byte[] text) {
        try {
            Json.parse(text, JsonLimits.DEFAULT);
            return true;
        } catch (JsonException refused) {
            return false;
        }
    }

    /** Decoded strictly beforehand: Jackson would guess UTF-16 from the bytes. */
    private boolean isTakenByJackson(byte[] text) {
        try {
            tokens(withoutSurrogateEscapes(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString()));
            return true;
        } catch (CharacterCodingException | JacksonException refused) {
            return false;
        }
    }

    /** Jackson refuses escapes of lone surrogates in names, which RFC 8259 §8.2 has as legal; others stand in for them. */
    private static String withoutSurrogateEscapes(String text) {
        return text.replaceAll("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}", "\\\\u0041");
    }

    private List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0 && !tokens.isEmpty()) {
                    throw new StreamReadException(parser, "a second value");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                tokens.add(
                        token.isScalarValue() || token == JsonToken.PROPERTY_NAME ? parser.getString() : token.name());
            }
            if (tokens.isEmpty()) {
                throw new StreamReadException(parser, "no value");
            }
        }
        return tokens;
    }

    private static List<String> said(Json json) {
        List<String> tokens = new ArrayList<>();
        say(json, tokens);
        return tokens;
    }

    private static void say(Json json, List<String> tokens) {
        switch (json.kind()) {
            case OBJECT -> {
                tokens.add("START_OBJECT");
                json.forEach((name, value) -> {
                    tokens.add(name);
                    say(value, tokens);
                });
                tokens.add("END_OBJECT");
            }
            case ARRAY -> {
                tokens.add("START_ARRAY");
                json.elements().forEach(element -> say(element, tokens));
                tokens.add("END_ARRAY");
            }
            case STRING -> tokens.add(json.text());
            case NUMBER, BOOLEAN, NULL -> tokens.add(json.raw());
        }
    }
}
