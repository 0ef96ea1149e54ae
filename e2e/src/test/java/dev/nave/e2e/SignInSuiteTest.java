package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client leg of the suite about sign-ins, with the hub as the client under test: all that both requirement sets score,
 * and of the extensions those the hub has. A driver stands for the operator, who signs in with {@code nave login}, and for
 * the client in front of the hub.
 *
 * <p>Of the extensions that are not scored the hub has no demonstration of possession (auth/dpop, auth/dpop-nonce), no
 * enterprise-managed authorization and no workload identity (auth/wif-jwt-bearer): "Extensions are optional".
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
@Order(2)
final class SignInSuiteTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "auth/{0} of 2025-11-25")
    @ValueSource(
            strings = {
                "metadata-default",
                "metadata-var1",
                "metadata-var2",
                "metadata-var3",
                "basic-cimd",
                "scope-from-www-authenticate",
                "scope-from-scopes-supported",
                "scope-omitted-when-undefined",
                "scope-step-up",
                "scope-retry-limit",
                "token-endpoint-auth-basic",
                "token-endpoint-auth-post",
                "token-endpoint-auth-none",
                "pre-registration",
            })
    void theHubSignsInAsTheLegacyRevisionRequires(String scenario) throws Exception {
        signsIn(scenario, "2025-11-25", "legacy");
    }

    @ParameterizedTest(name = "auth/{0} of 2026-07-28")
    @ValueSource(
            strings = {
                "metadata-default",
                "metadata-var1",
                "metadata-var2",
                "metadata-var3",
                "basic-cimd",
                "scope-from-www-authenticate",
                "scope-from-scopes-supported",
                "scope-omitted-when-undefined",
                "scope-step-up",
                "scope-retry-limit",
                "token-endpoint-auth-basic",
                "token-endpoint-auth-post",
                "token-endpoint-auth-none",
                "pre-registration",
                "resource-mismatch",
                "offline-access-scope",
                "offline-access-not-supported",
                "authorization-server-migration",
                "iss-supported",
                "iss-not-advertised",
                "iss-supported-missing",
                "iss-wrong-issuer",
                "iss-unexpected",
                "iss-normalized",
                "metadata-issuer-mismatch",
            })
    void theHubSignsInAsTheModernRevisionRequires(String scenario) throws Exception {
        signsIn(scenario, "2026-07-28", "modern");
    }

    /** With the client that steps up in the other era, for it is asked to open a page in another way. */
    @ParameterizedTest(name = "auth/scope-step-up of {0} behind a client of the other era")
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void aClientOfTheOtherEraStepsUp(String revision) throws Exception {
        signsIn("scope-step-up", revision, revision.equals("2025-11-25") ? "modern" : "legacy");
    }

    @ParameterizedTest(name = "auth/{0} of {1}")
    @CsvSource({
        "client-credentials-jwt, 2025-11-25, legacy",
        "client-credentials-basic, 2025-11-25, legacy",
        "client-credentials-jwt, 2026-07-28, modern",
        "client-credentials-basic, 2026-07-28, modern",
    })
    void theHubSignsInAsItself(String scenario, String revision, String era) throws Exception {
        signsIn(scenario, revision, era);
    }

    private void signsIn(String scenario, String revision, String era) throws Exception {
        NodeTools tools = NodeTools.installed();
        Map<String, String> environment =
                Map.of("HUB_COMMAND", new JsonMapper().writeValueAsString(HubProcess.command()), "DRIVER_ERA", era);
        List<String> driver = tools.command(tools.script("drivers/hub-signs-in.mjs"));
        SuiteReport report = new Suite(tools, directory).client("auth/" + scenario, revision, driver, environment);
        report.assertScored(1, Set.of());
        assertThat(report.code()).as(report.output()).isZero();
    }
}
