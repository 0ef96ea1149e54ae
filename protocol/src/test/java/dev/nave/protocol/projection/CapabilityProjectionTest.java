package dev.nave.protocol.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;

class CapabilityProjectionTest {
    private static final Json CLIENT = Json.parse("{\"roots\":{\"listChanged\":true},\"sampling\":{\"tools\":{}},"
            + "\"elicitation\":{\"form\":{},\"url\":{}},\"tasks\":{},\"experimental\":{\"a\":{}},"
            + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{},\"vendor/ui\":{}}}");

    @Test
    void modernServersSeeAModernClient() {
        assertThat(client(Revision.V2026_07_28, CLIENT))
                .isEqualTo("{\"roots\":{},\"sampling\":{\"tools\":{}},\"elicitation\":{\"form\":{},\"url\":{}},"
                        + "\"experimental\":{\"a\":{}},"
                        + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{},\"vendor/ui\":{}}}");
    }

    @Test
    void legacyServersSeeWhatTheirRevisionKnows() {
        assertThat(client(Revision.V2025_11_25, CLIENT))
                .isEqualTo("{\"roots\":{\"listChanged\":true},\"sampling\":{\"tools\":{}},"
                        + "\"elicitation\":{\"form\":{},\"url\":{}},\"experimental\":{\"a\":{}},"
                        + "\"extensions\":{\"vendor/ui\":{}}}");
        assertThat(client(Revision.V2025_06_18, CLIENT))
                .isEqualTo("{\"experimental\":{\"a\":{}},\"roots\":{\"listChanged\":true},\"sampling\":{},"
                        + "\"elicitation\":{}}");
        assertThat(client(Revision.V2025_03_26, CLIENT))
                .isEqualTo("{\"experimental\":{\"a\":{}},\"roots\":{\"listChanged\":true},\"sampling\":{}}");
    }

    @Test
    void anEmptyElicitationMeansForms() {
        Json capabilities = Json.parse("{\"elicitation\":{}}");

        assertThat(client(Revision.V2026_07_28, capabilities)).isEqualTo("{\"elicitation\":{\"form\":{}}}");
        assertThat(client(Revision.V2025_06_18, capabilities)).isEqualTo("{\"elicitation\":{}}");
    }

    @Test
    void aClientOfUrlsAloneHasNoElicitationForAnOlderServer() {
        assertThat(client(Revision.V2025_06_18, Json.parse("{\"elicitation\":{\"url\":{}}}")))
                .isEqualTo("{}");
    }

    @Test
    void clientsSeeWhatTheirRevisionKnowsAndTasksAsItHasThem() {
        Json server = Json.parse("{\"tools\":{\"listChanged\":true},\"completions\":{},\"tasks\":{\"cancel\":{}},"
                + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");

        assertThat(server(Revision.V2026_07_28, server))
                .isEqualTo("{\"tools\":{\"listChanged\":true},\"completions\":{},"
                        + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
        assertThat(server(Revision.V2025_11_25, server))
                .isEqualTo("{\"tools\":{\"listChanged\":true},\"completions\":{},\"tasks\":{\"cancel\":{}}}");
        assertThat(server(Revision.V2025_06_18, server))
                .isEqualTo("{\"tools\":{\"listChanged\":true},\"completions\":{}}");
        assertThat(server(Revision.V2024_11_05, server)).isEqualTo("{\"tools\":{\"listChanged\":true}}");
    }

    @Test
    void informationAboutAPeerLosesWhatIsYounger() {
        Json info = Json.parse("{\"name\":\"n\",\"title\":\"t\",\"version\":\"1\",\"icons\":[],\"websiteUrl\":\"u\"}");

        assertThat(Projection.to(Revision.V2025_11_25).information(info)).isEqualTo(info);
        assertThat(Projection.to(Revision.V2025_06_18).information(info).raw())
                .isEqualTo("{\"name\":\"n\",\"title\":\"t\",\"version\":\"1\"}");
        assertThat(Projection.to(Revision.V2025_03_26).information(info).raw())
                .isEqualTo("{\"name\":\"n\",\"version\":\"1\"}");
    }

    private static String client(Revision revision, Json capabilities) {
        return Projection.to(revision).clientCapabilities(capabilities).raw();
    }

    private static String server(Revision revision, Json capabilities) {
        return Projection.to(revision).serverCapabilities(capabilities).raw();
    }
}
