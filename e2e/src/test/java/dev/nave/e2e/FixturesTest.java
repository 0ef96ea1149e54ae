package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
    void theOfficialClientOfItsEraCanUseAllThatAFixtureOffers(Era era) throws Exception {
        NodeTools tools = NodeTools.installed();
        try (Fixture.Listening listening = era.fixture().http(tools)) {
            assertThat(troubles(era, Wire.HTTP, List.of(listening.url()))).isEmpty();
        }
        assertThat(troubles(era, Wire.STDIO, era.fixture().stdio(tools))).isEmpty();
    }

    private static Map<Feature, String> troubles(Era era, Wire wire, List<String> place) throws Exception {
        List<Feature> features = Stream.of(Feature.values())
                .filter(Feature::isOfServersAlone)
                .filter(feature ->
                        new Cell(feature, era, wire, era, wire).impossible().isEmpty())
                .toList();
        Map<Feature, String> found = new Features(NodeTools.installed())
                .tried(era, place, List.of(new Features.Server("-", era, wire, features)))
                .get("-");
        Map<Feature, String> troubles = new EnumMap<>(found);
        troubles.values().removeIf(String::isEmpty);
        return troubles;
    }
}
