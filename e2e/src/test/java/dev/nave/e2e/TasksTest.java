package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.SuiteThroughHub.Wire;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tasks of servers of either era, and of a real one of 2025-11-25, used by the official client of that revision and by one
 * of 2026-07-28 with the extension, beside each other behind one hub with prefixed names.
 */
@Tag("long")
final class TasksTest {
    @ParameterizedTest
    @EnumSource
    void tasksAreWhatEachEraHasForThem(Wire wire, @TempDir Path directory) throws Exception {
        NodeTools tools = NodeTools.installed();
        Path everything = tools.module("@modelcontextprotocol/server-everything/dist/index.js");
        try (Fixture.Servers servers = new Fixture.Servers(tools)) {
            HubProcess.Configuration configuration =
                    new HubProcess.Configuration("prefix").stdio("everything", tools.command(everything, "stdio"));
            for (Fixture fixture : Fixture.values()) {
                servers.add(configuration, fixture.era(), fixture, wire);
            }
            try (HubProcess hub = HubProcess.start(directory, configuration)) {
                Map<String, String> troubles = new TreeMap<>();
                for (String era : new String[] {"legacy", "modern"}) {
                    for (String server : new String[] {"legacy", "modern", "everything"}) {
                        new Features(tools).ofTasks(era, server, hub.url()).forEach((feature, trouble) -> {
                            if (!trouble.isEmpty()) {
                                troubles.put(era + " client, " + server + " server: " + feature, trouble);
                            }
                        });
                    }
                }
                assertThat(troubles).as(hub.output()).isEmpty();
            }
        }
    }
}
