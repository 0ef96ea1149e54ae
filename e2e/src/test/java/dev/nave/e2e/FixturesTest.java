package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fixtures pass the suite without a hub, so that what fails with one is the hub's. */
@Tag("long")
final class FixturesTest {
    @TempDir
    Path results;

    @Test
    void theLegacyFixturePassesAllThatItsRevisionRequires() throws Exception {
        NodeTools tools = NodeTools.installed();
        try (Fixture.Listening fixture = Fixture.LEGACY.http(tools)) {
            SuiteReport report = new Suite(tools, results).server(fixture.url(), "2025-11-25");
            report.assertScored(30, Set.of());
            report.assertClean("server-sse-polling", "server-session-lifecycle", "json-schema-2020-12");
        }
    }

    @Test
    void theModernFixturePassesAllThatItsRevisionRequires() throws Exception {
        NodeTools tools = NodeTools.installed();
        try (Fixture.Listening fixture = Fixture.MODERN.http(tools)) {
            SuiteReport report = new Suite(tools, results).server(fixture.url(), "2026-07-28");
            report.assertScored(37, Set.of());
            report.assertClean("http-header-validation", "http-custom-header-server-validation", "json-schema-2020-12");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOfficialClientOfItsEraCanUseAllThatAFixtureOffers(Fixture fixture) throws Exception {
        NodeTools tools = NodeTools.installed();
        try (Fixture.Listening listening = fixture.http(tools)) {
            assertThat(new Features(tools)
                            .ofFixture(fixture.era(), "-", List.of(listening.url()))
                            .values())
                    .containsOnly("");
        }
        assertThat(new Features(tools)
                        .ofFixture(fixture.era(), "-", fixture.stdio(tools))
                        .values())
                .containsOnly("");
    }
}
