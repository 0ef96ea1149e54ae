package dev.nave.protocol.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuestionProjectionTest {
    private static final String RICH_FORM =
            "{\"mode\":\"form\",\"message\":\"m\",\"requestedSchema\":{\"$schema\":\"s\","
                + "\"type\":\"object\",\"properties\":{"
                + "\"name\":{\"type\":\"string\",\"default\":\"x\",\"minLength\":1},"
                + "\"sure\":{\"type\":\"boolean\",\"default\":true},"
                + "\"plain\":{\"type\":\"string\",\"enum\":[\"a\"],\"default\":\"a\"},"
                + "\"titled\":{\"type\":\"string\",\"oneOf\":[{\"const\":\"r\",\"title\":\"Red\"},{\"const\":\"g\"}]}"
                + "},\"required\":[\"name\"]}}";

    @Test
    void formsLoseWhatCameLaterForTheirFirstRevision() {
        assertThat(question(Revision.V2025_06_18, Method.ELICITATION, RICH_FORM))
                .isEqualTo("{\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{"
                        + "\"name\":{\"type\":\"string\",\"minLength\":1},"
                        + "\"sure\":{\"type\":\"boolean\",\"default\":true},"
                        + "\"plain\":{\"type\":\"string\",\"enum\":[\"a\"]},"
                        + "\"titled\":{\"type\":\"string\",\"enum\":[\"r\",\"g\"],\"enumNames\":[\"Red\",\"g\"]}"
                        + "},\"required\":[\"name\"]}}");
    }

    @ParameterizedTest
    @EnumSource(
            value = Revision.class,
            names = {"V2025_11_25", "V2026_07_28"})
    void formsStayAsTheyAreForRevisionsThatHaveThemAll(Revision revision) {
        assertThat(question(revision, Method.ELICITATION, RICH_FORM)).isEqualTo(RICH_FORM);
    }

    @Test
    void severalChoicesCannotBeAskedBefore20251125() {
        String form = "{\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":"
                + "{\"colours\":{\"type\":\"array\",\"items\":{\"enum\":[\"r\"]}}}}}";

        assertThat(question(Revision.V2025_06_18, Method.ELICITATION, form)).contains("\"colours\"", "2025-11-25");
        assertThat(question(Revision.V2025_11_25, Method.ELICITATION, form)).isEqualTo(form);
    }

    @ParameterizedTest
    @EnumSource(
            value = Revision.class,
            names = {"V2024_11_05", "V2025_03_26"})
    void nothingCanBeElicitedBeforeThereWasElicitation(Revision revision) {
        assertThat(question(revision, Method.ELICITATION, "{\"message\":\"m\"}"))
                .contains("2025-06-18");
    }

    @Test
    void urlsNeed20251125AndLoseTheirIdAfterwards() {
        String url = "{\"mode\":\"url\",\"message\":\"m\",\"url\":\"https://a\",\"elicitationId\":\"e\"}";

        assertThat(question(Revision.V2025_06_18, Method.ELICITATION, url)).contains("2025-11-25");
        assertThat(question(Revision.V2025_11_25, Method.ELICITATION, url)).isEqualTo(url);
        assertThat(question(Revision.V2026_07_28, Method.ELICITATION, url))
                .isEqualTo("{\"mode\":\"url\",\"message\":\"m\",\"url\":\"https://a\"}");
    }

    @Test
    void messagesOfSeveralBlocksBecomeSeveralMessages() {
        String sampling = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                + "{\"type\":\"text\",\"text\":\"b\"}]},{\"role\":\"assistant\",\"content\":{\"type\":\"text\","
                + "\"text\":\"c\"}}],\"maxTokens\":5}";

        assertThat(question(Revision.V2025_11_25, Method.SAMPLING, sampling)).isEqualTo(sampling);
        assertThat(question(Revision.V2025_06_18, Method.SAMPLING, sampling))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"a\"}},"
                        + "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"b\"}},"
                        + "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"c\"}}],\"maxTokens\":5}");
    }

    @Test
    void samplingWithToolsNeeds20251125() {
        assertThat(question(Revision.V2025_06_18, Method.SAMPLING, "{\"messages\":[],\"tools\":[]}"))
                .contains("sampling with tools");
        assertThat(question(
                        Revision.V2025_06_18,
                        Method.SAMPLING,
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]}"))
                .contains("sampling with tools");
    }

    @Test
    void audioToSampleIsNamedAndLeftOutForTheFirstRevision() {
        String sampling = "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"audio\",\"data\":\"A\","
                + "\"mimeType\":\"audio/wav\"}}]}";

        assertThat(question(Revision.V2024_11_05, Method.SAMPLING, sampling))
                .contains("audio/wav")
                .doesNotContain("\"A\"");
        assertThat(question(Revision.V2025_03_26, Method.SAMPLING, sampling)).isEqualTo(sampling);
    }

    @Test
    void answersOfOneBlockComeOutOfTheirArrayForOlderServers() {
        String answer = "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"model\":\"m\"}";

        assertThat(answer(Revision.V2025_11_25, answer)).isEqualTo(answer);
        assertThat(answer(Revision.V2025_06_18, answer))
                .isEqualTo("{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"a\"},\"model\":\"m\"}");
    }

    @Test
    void answersOfSeveralTextsAreJoinedAndOthersCannotBeSaid() {
        assertThat(answer(
                        Revision.V2025_06_18,
                        "{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}"))
                .isEqualTo("{\"content\":{\"type\":\"text\",\"text\":\"a\\nb\"}}");
        assertThat(answer(
                        Revision.V2025_06_18,
                        "{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image\"}]}"))
                .contains("several blocks");
        assertThat(answer(Revision.V2025_06_18, "{\"content\":{\"type\":\"tool_use\"}}"))
                .contains("uses tools");
    }

    @Test
    void rootsAreTheSameInEveryRevision() {
        assertThat(question(Revision.V2024_11_05, Method.ROOTS_LIST, "{ }")).isEqualTo("{ }");
    }

    private static String question(Revision revision, String method, String params) {
        return said(Projection.to(revision).question(method, Json.parse(params)));
    }

    private static String answer(Revision revision, String result) {
        return said(Projection.to(revision).answer(Method.SAMPLING, Json.parse(result)));
    }

    private static String said(ProjectedQuestion projected) {
        return switch (projected) {
            case ProjectedQuestion.Possible possible -> possible.value().raw();
            case ProjectedQuestion.Impossible impossible -> impossible.reason();
        };
    }
}
