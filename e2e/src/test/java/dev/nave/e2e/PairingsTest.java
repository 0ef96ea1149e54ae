package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.SuiteThroughHub.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything a server can offer, used by the official client of either era, in all four pairings and over both wires at
 * both ends. One hub serves a server of each era under prefixed names.
 */
@Tag("long")
final class PairingsTest {
    @TempDir
    Path directory;

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
    void everyFeatureWorks(String era, Wire client, Wire server) throws Exception {
        NodeTools tools = NodeTools.installed();
        try (Fixture.Servers servers = new Fixture.Servers(tools)) {
            HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
            servers.add(configuration, "old", Fixture.LEGACY, server);
            servers.add(configuration, "new", Fixture.MODERN, server);
            switch (client) {
                case HTTP -> {
                    try (HubProcess hub = HubProcess.start(directory, configuration)) {
                        assertAllWork(tools, era, List.of(hub.url()));
                    }
                }
                case STDIO -> {
                    Path file = Files.writeString(directory.resolve("hub.json"), configuration.text());
                    List<String> command = new ArrayList<>(HubProcess.command());
                    command.addAll(List.of("stdio", file.toString()));
                    assertAllWork(tools, era, command);
                }
            }
        }
    }

    private static void assertAllWork(NodeTools tools, String era, List<String> place) throws Exception {
        Map<String, String> troubles = new TreeMap<>();
        for (String alias : List.of("old", "new")) {
            new Features(tools).ofFixture(era, alias, place).forEach((feature, trouble) -> {
                if (!trouble.isEmpty()) {
                    troubles.put(alias + " server: " + feature, trouble);
                }
            });
        }
        assertThat(troubles).isEmpty();
    }
}
