package dev.nave.e2e;

import dev.nave.e2e.SuiteThroughHub.Wire;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite of one era through the hub over a server of the other. */
@Tag("long")
final class CrossEraSuiteTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aModernServerPassesAllThatTheLegacyRevisionRequires(Wire wire) throws Exception {
        SuiteReport report =
                new SuiteThroughHub(NodeTools.installed(), directory).plain(Fixture.MODERN, wire, "2025-11-25");
        report.assertScored(30, Set.of());
        report.assertClean("server-session-lifecycle", "json-schema-2020-12");
    }

    @ParameterizedTest
    @EnumSource
    void aLegacyServerPassesAllThatTheModernRevisionRequires(Wire wire) throws Exception {
        SuiteReport report =
                new SuiteThroughHub(NodeTools.installed(), directory).plain(Fixture.LEGACY, wire, "2026-07-28");
        report.assertScored(37, Set.of());
        report.assertClean("http-header-validation", "http-custom-header-server-validation", "json-schema-2020-12");
        // The tasks of 2025-11-25 in the form of the extension. One scenario expects -32021 for a tool that can only be
        // a
        // task, which is for a server that "is unable to service a request to a client that does not declare this
        // extension capability without returning CreateTaskResult" (extension tasks, "Capability Negotiation"): the hub
        // is able to, since it runs the task inside the call.
        report.assertClean(Suite.TASKS.stream()
                .filter(scenario -> !scenario.equals("tasks-required-task-error"))
                .toArray(String[]::new));
    }
}
