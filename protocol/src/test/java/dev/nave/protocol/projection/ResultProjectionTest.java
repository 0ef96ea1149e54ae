package dev.nave.protocol.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultProjectionTest {
    @ParameterizedTest
    @EnumSource(Revision.class)
    void whatNeedsNoChangeComesBackByteForByte(Revision revision) {
        String text = "{ \"content\" : [ {\"type\":\"text\", \"text\":\"\\u0041\"} ],\n"
                + " \"vendor\": 1.0E+2, \"isError\" :false }";

        Json projected = Projection.to(revision).result(Method.TOOLS_CALL, Json.parse(text));

        assertThat(projected.raw()).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(value = Revision.class, names = "V2026_07_28", mode = EnumSource.Mode.EXCLUDE)
    void legacyClientsGetNoneOfTheMembersOnlyModernResultsHave(Revision revision) {
        Json result = Json.parse("{\"resultType\":\"complete\",\"ttlMs\":5,\"cacheScope\":\"public\",\"contents\":[],"
                + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{},\"vendor/key\":12345678901234567890123}}");

        Json projected = Projection.to(revision).result(Method.RESOURCES_READ, result);

        assertThat(projected.raw()).isEqualTo("{\"contents\":[],\"_meta\":{\"vendor/key\":12345678901234567890123}}");
    }

    @Test
    void metaThatOnlyNamedTheServerGoesWhole() {
        Json result = Json.parse("{\"tools\":[],\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"x\"}}}");

        assertThat(Projection.to(Revision.V2025_11_25)
                        .result(Method.TOOLS_LIST, result)
                        .raw())
                .isEqualTo("{\"tools\":[]}");
    }

    @Test
    void modernClientsKeepEverythingButTheExecutionOfTools() {
        Json result = Json.parse("{\"ttlMs\":1,\"tools\":[{\"name\":\"a\",\"execution\":{\"taskSupport\":\"optional\"},"
                + "\"outputSchema\":{\"type\":\"array\"},\"icons\":[]}]}");

        assertThat(Projection.to(Revision.V2026_07_28)
                        .result(Method.TOOLS_LIST, result)
                        .raw())
                .isEqualTo(
                        "{\"ttlMs\":1,\"tools\":[{\"name\":\"a\",\"outputSchema\":{\"type\":\"array\"},\"icons\":[]}]}");
    }

    @Test
    void eachRevisionSeesTheMembersOfAToolItKnows() {
        Json result = Json.parse("{\"tools\":[{\"name\":\"a\",\"title\":\"A\",\"icons\":[],\"annotations\":"
                + "{\"readOnlyHint\":true},\"_meta\":{\"ui\":1},\"outputSchema\":{\"type\":\"object\"},\"x\":1}]}");

        assertThat(tool(Revision.V2025_11_25, result)).isEqualTo(result.raw());
        assertThat(tool(Revision.V2025_06_18, result))
                .isEqualTo("{\"tools\":[{\"name\":\"a\",\"title\":\"A\",\"annotations\":{\"readOnlyHint\":true},"
                        + "\"_meta\":{\"ui\":1},\"outputSchema\":{\"type\":\"object\"},\"x\":1}]}");
        assertThat(tool(Revision.V2025_03_26, result))
                .isEqualTo(
                        "{\"tools\":[{\"name\":\"a\",\"annotations\":{\"readOnlyHint\":true,\"title\":\"A\"},\"x\":1}]}");
        assertThat(tool(Revision.V2024_11_05, result)).isEqualTo("{\"tools\":[{\"name\":\"a\",\"x\":1}]}");
    }

    @Test
    void whetherAToolMayBeATaskIsSaidToClientsOf20251125Alone() {
        Json result = Json.parse("{\"tools\":[{\"name\":\"a\",\"execution\":{\"taskSupport\":\"optional\"}}]}");

        assertThat(tool(Revision.V2025_11_25, result)).isEqualTo(result.raw());
        for (Revision other : List.of(Revision.V2024_11_05, Revision.V2025_03_26, Revision.V2025_06_18)) {
            assertThat(tool(other, result)).isEqualTo("{\"tools\":[{\"name\":\"a\"}]}");
        }
    }

    @Test
    void promptsAndResourcesLoseTitleIconsAndMetaInOlderRevisions() {
        Json result =
                Json.parse("{\"resources\":[{\"uri\":\"a:b\",\"title\":\"T\",\"icons\":[],\"_meta\":{},\"size\":3}]}");

        assertThat(Projection.to(Revision.V2025_06_18)
                        .result(Method.RESOURCES_LIST, result)
                        .raw())
                .isEqualTo("{\"resources\":[{\"uri\":\"a:b\",\"title\":\"T\",\"_meta\":{},\"size\":3}]}");
        assertThat(Projection.to(Revision.V2024_11_05)
                        .result(Method.RESOURCES_LIST, result)
                        .raw())
                .isEqualTo("{\"resources\":[{\"uri\":\"a:b\",\"size\":3}]}");
    }

    @Test
    void linksBecomeTextsThatSayWhereTheResourceIs() {
        Json result = Json.parse("{\"content\":[{\"type\":\"resource_link\",\"uri\":\"file:///a\",\"name\":\"a\","
                + "\"description\":\"the first\",\"annotations\":{\"priority\":1}}]}");

        assertThat(Projection.to(Revision.V2025_06_18).result(Method.TOOLS_CALL, result))
                .isEqualTo(result);
        assertThat(Projection.to(Revision.V2025_03_26)
                        .result(Method.TOOLS_CALL, result)
                        .raw())
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"a (the first): file:///a\","
                        + "\"annotations\":{\"priority\":1}}]}");
    }

    @Test
    void audioBecomesAnEmbeddedResourceForTheFirstRevision() {
        Json result = Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":"
                + "{\"type\":\"audio\",\"data\":\"AAAA\",\"mimeType\":\"audio/wav\"}}]}");

        assertThat(Projection.to(Revision.V2025_03_26).result(Method.PROMPTS_GET, result))
                .isEqualTo(result);
        assertThat(Projection.to(Revision.V2024_11_05)
                        .result(Method.PROMPTS_GET, result)
                        .raw())
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"resource\",\"resource\":"
                        + "{\"uri\":\"urn:audio\",\"mimeType\":\"audio/wav\",\"blob\":\"AAAA\"}}}]}");
    }

    @Test
    void structuredContentBecomesTextWhereTheRevisionHasNone() {
        Json result = Json.parse("{\"content\":[],\"structuredContent\":{\"n\": 12345678901234567890123}}");

        assertThat(Projection.to(Revision.V2025_03_26)
                        .result(Method.TOOLS_CALL, result)
                        .raw())
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"n\\\": 12345678901234567890123}\"}]}");
    }

    @Test
    void structuredContentThatStandsInATextAlreadyIsNotSaidTwice() {
        Json result = Json.parse("{\"content\":[{\"type\":\"text\",\"text\":\"{ \\\"a b\\\": \\\"c d\\\" }\"}],"
                + "\"structuredContent\":{\"a b\":\"c d\"}}");

        assertThat(Projection.to(Revision.V2025_03_26)
                        .result(Method.TOOLS_CALL, result)
                        .raw())
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"{ \\\"a b\\\": \\\"c d\\\" }\"}]}");
    }

    @Test
    void structuredContentThatIsNoObjectIsWrappedForLegacyClients() {
        Json result = Json.parse("{\"content\":[],\"structuredContent\":[1,2]}");

        assertThat(Projection.to(Revision.V2025_11_25)
                        .result(Method.TOOLS_CALL, result)
                        .raw())
                .isEqualTo(
                        "{\"content\":[{\"type\":\"text\",\"text\":\"[1,2]\"}],\"structuredContent\":{\"result\":[1,2]}}");
        assertThat(Projection.to(Revision.V2026_07_28).result(Method.TOOLS_CALL, result))
                .isEqualTo(result);
    }

    @Test
    void embeddedResourcesLoseTheirMetaBeforeItWasDefined() {
        Json result = Json.parse("{\"content\":[{\"type\":\"resource\",\"_meta\":{},\"resource\":"
                + "{\"uri\":\"a:b\",\"text\":\"t\",\"_meta\":{}}}]}");

        assertThat(Projection.to(Revision.V2025_03_26)
                        .result(Method.TOOLS_CALL, result)
                        .raw())
                .isEqualTo("{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"a:b\",\"text\":\"t\"}}]}");
    }

    @Test
    void progressHasNoMessageInTheFirstRevision() {
        Json progress = Json.parse("{\"progressToken\":1,\"progress\":0.5,\"message\":\"half\"}");

        assertThat(Projection.to(Revision.V2024_11_05).progress(progress).raw())
                .isEqualTo("{\"progressToken\":1,\"progress\":0.5}");
        assertThat(Projection.to(Revision.V2025_03_26).progress(progress)).isEqualTo(progress);
    }

    private static String tool(Revision revision, Json result) {
        return Projection.to(revision).result(Method.TOOLS_LIST, result).raw();
    }
}
