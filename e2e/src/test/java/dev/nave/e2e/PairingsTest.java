package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Compatibility.Pairing;
import dev.nave.e2e.SuiteThroughHub.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything a server can offer, used by the official client of either era, in all four pairings and over both wires at
 * both ends. One hub serves a server of each era under prefixed names. The published table is checked against it.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PairingsTest {
    private static final int RUNS = 8;

    private final Compatibility compatibility = new Compatibility(Map.of());
    private int runs;

    @ParameterizedTest(name = "{0} client over {1}, servers over {2}")
    @CsvSource({
        "legacy, HTTP, HTTP",
        "legacy, HTTP, STDIO",
        "legacy, STDIO, HTTP",
        "legacy, STDIO, STDIO",
        "modern, HTTP, HTTP",
        "modern, HTTP, STDIO",
        "modern, STDIO, HTTP",
        "modern, STDIO, STDIO",
    })
    void everyFeatureWorks(String era, Wire client, Wire server, @TempDir Path directory) throws Exception {
        NodeTools tools = NodeTools.installed();
        try (Fixture.Servers servers = new Fixture.Servers(tools)) {
            HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
            for (Fixture fixture : Fixture.values()) {
                servers.add(configuration, fixture.era(), fixture, server);
            }
            switch (client) {
                case HTTP -> {
                    try (HubProcess hub = HubProcess.start(directory, configuration)) {
                        assertAllWork(era, client, server, List.of(hub.url()));
                    }
                }
                case STDIO -> {
                    Path file = Files.writeString(directory.resolve("hub.json"), configuration.text());
                    List<String> command = new ArrayList<>(HubProcess.command());
                    command.addAll(List.of("stdio", file.toString()));
                    assertAllWork(era, client, server, command);
                }
            }
        }
        runs++;
    }

    @AfterAll
    void thePublishedTableSaysSo() throws Exception {
        // One run alone, chosen to look into a failure, says nothing about the table.
        if (runs == RUNS) {
            compatibility.assertWritten();
        }
    }

    private void assertAllWork(String era, Wire client, Wire server, List<String> place) throws Exception {
        Map<String, String> troubles = new TreeMap<>();
        for (Fixture fixture : Fixture.values()) {
            Map<String, String> found = new Features(NodeTools.installed()).ofFixture(era, fixture.era(), place);
            compatibility
                    .take(new Pairing(era, fixture.era()), client, server, found)
                    .forEach((feature, trouble) -> troubles.put(fixture.era() + " server: " + feature, trouble));
        }
        assertThat(troubles).isEmpty();
    }
}
