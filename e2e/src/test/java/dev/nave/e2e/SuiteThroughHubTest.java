package dev.nave.e2e;

import dev.nave.e2e.SuiteThroughHub.Wire;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite through the hub, client and server of one era. */
@Tag("long")
final class SuiteThroughHubTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aLegacyServerPassesAllThatItsRevisionRequires(Wire wire) throws Exception {
        assertLegacy(new SuiteThroughHub(NodeTools.installed(), directory).plain(Fixture.LEGACY, wire, "2025-11-25"));
    }

    @ParameterizedTest
    @EnumSource
    void aModernServerPassesAllThatItsRevisionRequires(Wire wire) throws Exception {
        assertModern(new SuiteThroughHub(NodeTools.installed(), directory).plain(Fixture.MODERN, wire, "2026-07-28"));
    }

    @ParameterizedTest
    @EnumSource
    void aLegacyServerPassesUnderPrefixedNamesWithAnotherBesideIt(Wire wire) throws Exception {
        var mapped = new SuiteThroughHub(NodeTools.installed(), directory).prefixed(Fixture.LEGACY, wire, "2025-11-25");
        assertLegacy(mapped.report());
        mapped.counts().assertMapped(false);
    }

    @ParameterizedTest
    @EnumSource
    void aModernServerPassesUnderPrefixedNamesWithAnotherBesideIt(Wire wire) throws Exception {
        var mapped = new SuiteThroughHub(NodeTools.installed(), directory).prefixed(Fixture.MODERN, wire, "2026-07-28");
        assertModern(mapped.report());
        mapped.counts().assertMapped(true);
    }

    private static void assertLegacy(SuiteReport report) {
        report.assertScored(30, Set.of());
        report.assertClean("server-sse-polling", "server-session-lifecycle", "json-schema-2020-12");
    }

    private static void assertModern(SuiteReport report) {
        report.assertScored(37, Set.of());
        report.assertClean("http-header-validation", "http-custom-header-server-validation", "json-schema-2020-12");
        report.assertClean(Suite.TASKS.toArray(String[]::new));
    }
}
