package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client leg of the suite with the hub as the client under test. A driver of either era stands in front of it and
 * does what a model's client would do in the scenario.
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
final class HubAsClientTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} of {1} behind a {2} client")
    @CsvSource({
        "initialize, 2025-11-25, legacy",
        "initialize, 2025-11-25, modern",
        "tools_call, 2025-11-25, legacy",
        "tools_call, 2025-11-25, modern",
        "sse-retry, 2025-11-25, legacy",
        "sse-retry, 2025-11-25, modern",
        "elicitation-sep1034-client-defaults, 2025-11-25, legacy",
        "elicitation-sep1034-client-defaults, 2025-11-25, modern",
        "json-schema-2020-12-preservation, 2025-11-25, legacy",
        "json-schema-2020-12-preservation, 2025-11-25, modern",
        "tools_call, 2026-07-28, modern",
        "tools_call, 2026-07-28, legacy",
        "request-metadata, 2026-07-28, modern",
        "request-metadata, 2026-07-28, legacy",
        "sep-2322-client-request-state, 2026-07-28, modern",
        "sep-2322-client-request-state, 2026-07-28, legacy",
        "http-standard-headers, 2026-07-28, modern",
        "http-standard-headers, 2026-07-28, legacy",
        "http-custom-headers, 2026-07-28, modern",
        "http-custom-headers, 2026-07-28, legacy",
        "http-invalid-tool-headers, 2026-07-28, modern",
        "http-invalid-tool-headers, 2026-07-28, legacy",
        "json-schema-ref-no-deref, 2026-07-28, modern",
        "json-schema-ref-no-deref, 2026-07-28, legacy",
        "json-schema-2020-12-preservation, 2026-07-28, modern",
        "json-schema-2020-12-preservation, 2026-07-28, legacy",
    })
    void theHubDoesWhatIsAskedOfAClient(String scenario, String revision, String era) throws Exception {
        NodeTools tools = NodeTools.installed();
        Map<String, String> environment =
                Map.of("HUB_COMMAND", new JsonMapper().writeValueAsString(HubProcess.command()), "DRIVER_ERA", era);
        List<String> driver = tools.command(tools.script("drivers/hub-as-client.mjs"));
        SuiteReport report = new Suite(tools, directory).client(scenario, revision, driver, environment);
        report.assertScored(1, Set.of());
        assertThat(report.code()).as(report.output()).isZero();
    }
}
