package dev.nave.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void numbersStayAsSpelledHoweverLong() {
        Json json = Json.parse("{\"n\":12345678901234567890123,\"f\":1.10}");

        assertThat(json.member("n").orElseThrow().raw()).isEqualTo("12345678901234567890123");
        assertThat(json.member("n").orElseThrow().asLong()).isEmpty();
        assertThat(json.member("f").orElseThrow().raw()).isEqualTo("1.10");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1.0,1", "1e2,100", "-0,0", "0e99999999,0", "9223372036854775807,9223372036854775807"})
    void wholeNumbersAreReadWhateverTheirSpelling(String spelled, long value) {
        assertThat(Json.parse(spelled).asLong()).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.5", "9223372036854775808", "1e999999999", "-1e999999999", "1e-999999999", "\"1\"", "true"})
    void whatIsNoWholeNumberOf64BitsIsNone(String spelled) {
        assertThat(Json.parse(spelled).asLong()).isEmpty();
    }

    @Test
    void loneSurrogatesSurviveInTheirSpellingAndAsText() {
        Json json = Json.parse("\"\\ud800x\"");

        assertThat(json.raw()).isEqualTo("\"\\ud800x\"");
        assertThat(json.text()).isEqualTo("\ud800x");
        assertThat(Json.of("\ud800x").raw()).isEqualTo("\"\\ud800x\"");
        assertThat(Json.of("\udfff").raw()).isEqualTo("\"\\udfff\"");
        assertThat(Json.of("😀").raw()).isEqualTo("\"😀\"");
    }

    @Test
    void whatIsWrittenAsAStringIsReadBack() {
        String odd = "\" \\ / \b \f \n \r \t \u0000 \u001f \u007f é 漢 😀 \u2028 \ud83d x \udc00";

        assertThat(Json.parse(Json.of(odd).raw()).text()).isEqualTo(odd);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String charset) {
        byte[] text = "{\"a\":1}".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> Json.parse(text, JsonLimits.DEFAULT)).isInstanceOf(JsonException.class);
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertThatThrownBy(() -> Json.parse("\ufeff{}"))
                .isInstanceOf(JsonException.class)
                .hasMessage("expected a value, got byte 0xef at byte 0");
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedWithTheirPlace() {
        for (int[] bytes : new int[][] {
            {0xc0, 0xaf},
            {0xed, 0xa0, 0x80},
            {0xf4, 0x90, 0x80, 0x80},
            {0xe2, 0x82},
            {0xff},
            {0x80},
            {0xf0, 0x80, 0x80, 0x80}
        }) {
            byte[] text = new byte[bytes.length + 2];
            text[0] = '"';
            for (int i = 0; i < bytes.length; i++) {
                text[i + 1] = (byte) bytes[i];
            }
            text[text.length - 1] = '"';

            assertThatThrownBy(() -> Json.parse(text, JsonLimits.DEFAULT))
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("expected UTF-8")
                    .hasMessageEndingWith("at byte 1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "NaN",
                "tru",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "1 2",
                "[1 2]",
                "{\"a\" 1}",
                "// x\n1",
                "[1]]",
                "\"\u0000\""
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void depthIsBoundedBeforeItHurts() {
        String bomb = "[".repeat(1_000_000);
        assertThatThrownBy(() -> Json.parse(bomb))
                .isInstanceOf(JsonException.class)
                .hasMessage("expected at most 128 levels of nesting at byte 128");
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000))).isInstanceOf(JsonException.class);

        String deepest = "[".repeat(128) + "]".repeat(128);
        assertThat(Json.parse(deepest).elements()).hasSize(1);
    }

    @Test
    void textsStringsAndNumbersAreBounded() {
        JsonLimits limits = new JsonLimits(100, 5, 10, 5);

        assertThat(Json.parse(utf8("[\"0123456789\",12345]"), limits).elements())
                .hasSize(2);
        assertThatThrownBy(() -> Json.parse(utf8("\"0123456789x\""), limits)).hasMessageContaining("at most 10 bytes");
        assertThatThrownBy(() -> Json.parse(utf8("123456"), limits)).hasMessageContaining("at most 5 characters");
        assertThatThrownBy(() -> Json.parse(utf8(" ".repeat(101)), limits)).hasMessageContaining("at most 100 bytes");
    }

    @Test
    void aStringOfAMegabyteIsRead() {
        String text = "x".repeat(1 << 20);

        assertThat(Json.parse("{\"a\":\"" + text + "\"}").string("a")).contains(text);
    }

    @Test
    void ofMembersOfOneNameTheLastIsFoundAndTheNameIsTold() {
        Json json = Json.parse("{\"a\":1,\"\\u0061\":2}");

        assertThat(json.member("a").orElseThrow().raw()).isEqualTo("2");
        assertThat(json.duplicateName()).contains("a");
        assertThat(Json.parse("{\"a\":1,\"b\":1}").duplicateName()).isEmpty();
    }

    @Test
    void aNameThatStandsTwiceIsToldAmongFewMembersAndAmongMany() {
        String few = IntStream.range(0, 16).mapToObj(i -> "\"n" + i + "\":" + i).collect(Collectors.joining(","));
        String many =
                IntStream.range(0, 40).mapToObj(i -> "\"n" + i + "\":" + i).collect(Collectors.joining(","));

        assertThat(Json.parse("{" + few + "}").duplicateName()).isEmpty();
        assertThat(Json.parse("{" + many + "}").duplicateName()).isEmpty();
        assertThat(Json.parse("{\"n3\":0," + few.replace(",\"n15\":15", "") + "}")
                        .duplicateName())
                .contains("n3");
        assertThat(Json.parse("{" + many + ",\"n7\":0}").duplicateName()).contains("n7");
        assertThat(Json.parse("{\"é\":1,\"\\u00e9\":2}").duplicateName()).contains("é");
    }

    @Test
    void whatIsFoundTwiceIsTheSameAndWhatIsEditedIsNot() {
        Json json = Json.parse("{\"a\":{\"b\":1},\"c\":2}");

        assertThat(json.find("a")).isSameAs(json.find("a"));
        assertThat(json.edit().put("a", 3).put("é\"", 4).build().raw()).isEqualTo("{\"a\":3,\"c\":2,\"é\\\"\":4}");
        assertThat(json.raw()).isEqualTo("{\"a\":{\"b\":1},\"c\":2}");
    }

    @Test
    void theBytesOfAnObjectAreTheCallersOwn() {
        JsonObject object = Json.object().put("a", 1).put("é", "x");
        byte[] bytes = object.toBytes();

        assertThat(bytes).isEqualTo(object.build().toBytes());
        bytes[0] = 'x';
        assertThat(object.toBytes()[0]).isEqualTo((byte) '{');
        assertThat(Json.object().toBytes()).asString().isEqualTo("{}");
        assertThat(Json.parse("{\"b\": 2}").edit().toBytes()).asString().isEqualTo("{\"b\": 2}");
    }

    @Test
    void namesAreFoundWhateverTheirSpelling() {
        Json json = Json.parse("{\"\\u0061b\":1,\"é\":2,\"a\\\\b\":3,\"\":4}");

        assertThat(json.member("ab")).isPresent();
        assertThat(json.member("é")).isPresent();
        assertThat(json.member("a\\b")).isPresent();
        assertThat(json.member("")).isPresent();
        assertThat(json.member("\\u0061b")).isEmpty();
        assertThat(json.names()).isEqualTo(List.of("ab", "é", "a\\b", ""));
    }

    @Test
    void anotherEncodingOfANameIsNotTakenForAsciiOfTheSameLength() {
        assertThat(Json.parse("{\"Ã©\":1}").member("é")).isEmpty();
        assertThat(Json.parse("{\"é\":1}").member("Ã©")).isEmpty();
    }

    @Test
    void aTextOnOneLineHasTheSameTokens() {
        Json json = Json.parse("{\n \"a\":\r\n\"b\\n\"}");

        assertThat(new String(json.toLine(), StandardCharsets.UTF_8)).isEqualTo("{  \"a\":  \"b\\n\"}");
    }

    @Test
    void pathsEndWhereAMemberIsMissing() {
        Json json = Json.parse("{\"a\":{\"b\":[1]}}");

        assertThat(json.at("a", "b").orElseThrow().raw()).isEqualTo("[1]");
        assertThat(json.at("a", "x", "b")).isEmpty();
        assertThat(json.at("a", "b", "c")).isEmpty();
        assertThat(Json.parse("[]").member("a")).isEmpty();
    }

    @Test
    void valuesAreEqualWhenTheyAreSpelledAlike() {
        assertThat(Json.parse(" 1 ")).isEqualTo(Json.of(1)).hasSameHashCodeAs(Json.of(1));
        assertThat(Json.parse("1.0")).isNotEqualTo(Json.of(1));
        assertThat(Json.parse("\"1\"")).isNotEqualTo(Json.of(1));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
