package dev.nave.hub.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private static final String TOKEN = "s3cr\"t\\ töken+/=";
    private static final Reference REFERENCE = Reference.of("secret", "token");
    private static final Template BEARER =
            Template.of(List.of(new Template.Literal("Bearer "), REFERENCE), "nave.yaml:1:2");

    @Test
    void aTemplateBecomesASecretAndIsHiddenHoweverItIsSpelled() throws Exception {
        Values values = values(TOKEN, BEARER);
        assertThat(values.of(BEARER)).isEqualTo(Secret.of("Bearer " + TOKEN));
        assertThat(List.of(
                        values.toString(), BEARER.toString(), values.of(BEARER).toString()))
                .noneMatch(shown -> shown.contains("s3cr"));

        byte[] bytes = TOKEN.getBytes(StandardCharsets.UTF_8);
        String encoder = Base64.getEncoder().encodeToString(bytes);
        for (String spelling : List.of(
                TOKEN,
                TOKEN.replace("\\", "\\\\").replace("\"", "\\\""),
                URLEncoder.encode(TOKEN, StandardCharsets.UTF_8),
                URLEncoder.encode(TOKEN, StandardCharsets.UTF_8).replace("+", "%20"),
                encoder)) {
            assertThat(values.hiddenIn("before " + spelling + " after"))
                    .startsWith("before ")
                    .contains("(secret)")
                    .endsWith(" after")
                    .doesNotContain(spelling);
        }
        assertThat(values.hiddenIn("it is " + encoder + ".")).isEqualTo("it is (secret).");
        for (String around : List.of("", "a", "ab", "abc")) {
            String whole = (around + TOKEN + "z");
            String inner = Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
            assertThat(decoded(values.hiddenIn(inner))).as(around).doesNotContain("cr\"t");
        }
        assertThat(values.hiddenIn("nothing here")).isEqualTo("nothing here");
    }

    private static String decoded(String text) {
        List<String> pieces = new ArrayList<>();
        for (String piece : text.split("\\(secret\\)", -1)) {
            String even =
                    piece.substring(0, piece.length() - piece.length() % 4).replace("=", "");
            pieces.add(new String(Base64.getDecoder().decode(even), StandardCharsets.UTF_8));
        }
        return String.join("", pieces);
    }

    @Test
    void everyLineOfALongSecretIsHidden() throws Exception {
        Values values = values("-----BEGIN KEY-----\nabcdefgh\nijklmnop\n-----END KEY-----\n", BEARER);
        assertThat(values.hiddenIn("abcdefgh then ijklmnop")).isEqualTo("(secret) then (secret)");
    }

    @Test
    void aTextThatWasCutWithinASecretShowsNoBeginningOfIt() throws Exception {
        Values values = values("s3cret-token-of-team", BEARER);
        assertThat(values.hiddenIn("key=s3cret-token-of")).isEqualTo("key=(secret)");
        assertThat(values.hiddenIn("key=s3cret")).isEqualTo("key=(secret)");
        assertThat(values.hiddenIn("s3cret-token, or so")).isEqualTo("s3cret-token, or so");
        assertThat(values.hiddenIn("a s3cr")).isEqualTo("a s3cr");
    }

    @Test
    void whatIsShortOrNoSecretIsNotHidden() throws Exception {
        assertThat(values("8080", BEARER).hiddenIn("port 8080")).isEqualTo("port 8080");
        Values directory = Values.find((reference, reader) -> Secret.of("/home/user"), "a", List.of(), List.of(BEARER));
        assertThat(directory.plain(BEARER)).isEqualTo("Bearer /home/user");
        assertThat(directory.hiddenIn("in /home/user")).isEqualTo("in /home/user");
    }

    @Test
    void whatIsNotThereIsSaidWithItsPlace() {
        assertThatThrownBy(() -> Values.find(Secrets.NONE, "a", List.of(BEARER), List.of()))
                .isInstanceOfSatisfying(SecretUnavailable.class, missing -> {
                    assertThat(missing.reason())
                            .isEqualTo("${secret:token} (nave.yaml:1:2) cannot be had: nothing is looked up here");
                    assertThat(missing.advice()).isEqualTo("Write the text itself.");
                    assertThat(missing.isWorthRetrying()).isFalse();
                });
    }

    @Test
    void whatStandsInPlaceOfASecretIsTakenWhenThereIsNoneOrItIsEmpty() throws Exception {
        Template mode = Template.of(List.of(new Reference("env", "MODE", Optional.of("standard"))), "");
        Map<String, Secrets> sources = Map.of(
                "fast-mode", (reference, reader) -> Secret.of("fast-mode"),
                "standard", (reference, reader) -> Secret.of(""));
        for (Map.Entry<String, Secrets> each : sources.entrySet()) {
            assertThat(Values.find(each.getValue(), "a", List.of(mode), List.of())
                            .plain(mode))
                    .isEqualTo(each.getKey());
        }
        Values missing = Values.find(Secrets.NONE, "a", List.of(mode), List.of());
        assertThat(missing.plain(mode)).isEqualTo("standard");
        assertThat(missing.hiddenIn("standard")).isEqualTo("standard");
        assertThat(mode.toString() + missing).doesNotContain("standard");
    }

    @Test
    void eachReferenceIsLookedUpOnceForItsReader() throws Exception {
        List<String> asked = new ArrayList<>();
        Values.find(
                (reference, reader) -> {
                    asked.add(reader + " " + reference);
                    return Secret.of("value-of-it");
                },
                "tickets",
                List.of(BEARER, BEARER),
                List.of(BEARER));
        assertThat(asked).containsExactly("tickets ${secret:token}");
    }

    @Test
    void templatesAreEqualWhereverTheyStand() {
        Template moved = Template.of(List.of(new Template.Literal("Bearer "), REFERENCE), "nave.yaml:9:9");
        assertThat(moved).isEqualTo(BEARER).hasSameHashCodeAs(BEARER).isNotEqualTo(Template.of("Bearer "));
        assertThat(Template.of("plain").literal()).contains("plain");
        assertThat(BEARER.literal()).isEmpty();
    }

    private static Values values(String value, Template template) throws Exception {
        return Values.find((reference, reader) -> Secret.of(value), "a", List.of(template), List.of());
    }
}
