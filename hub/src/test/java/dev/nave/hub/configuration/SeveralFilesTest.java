package dev.nave.hub.configuration;

import static dev.nave.hub.configuration.Readings.good;
import static dev.nave.hub.configuration.Readings.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Target.Command;
import dev.nave.hub.configuration.Target.Remote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one configuration, laid over each other. */
class SeveralFilesTest {
    @Test
    void laterFilesAreLaidOverEarlierOnes(@TempDir Path directory) throws IOException {
        Path first = Files.writeString(directory.resolve("first.yaml"), """
            names: colon
            waits: { call: 1s, list: 1s }
            mcpServers:
              a: { command: a, args: [x] }
              b: { command: b, args: [x], env: { A: "1" } }
            """);
        Path second = Files.writeString(directory.resolve("second.json"), """
            {"mcpServers": {"c": {"command": "c"}, "a": {"url": "http://localhost:1/"}}}
            """);
        Path third = Files.writeString(directory.resolve("third.yaml"), """
            waits: { call: 2s }
            mcpServers:
              b: { disabled: true, env: { B: "2" } }
            """);
        Configuration merged = good(new ConfigurationReader(Map.of()).read(List.of(first, second, third)));

        assertThat(merged.names()).isEqualTo(NameStyle.COLON);
        assertThat(merged.node().waits().get(Wait.CALL)).isEqualTo(Duration.ofSeconds(2));
        assertThat(merged.node().waits().get(Wait.LIST)).isEqualTo(Duration.ofSeconds(1));
        assertThat(merged.servers()).extracting(ServerSettings::name).containsExactly("a", "b", "c");
        assertThat(merged.server("a").orElseThrow().target()).isInstanceOf(Remote.class);
        assertThat(merged.server("b").orElseThrow()).satisfies(server -> {
            assertThat(server.enabled()).isFalse();
            assertThat(((Command) server.target()).environment()).containsOnlyKeys("A", "B");
        });
    }

    @Test
    void problemsOfSeveralFilesComeTogetherInTheirOrder(@TempDir Path directory) throws IOException {
        Path second = Files.writeString(directory.resolve("a.yaml"), "nmaes: x\n");
        Path first = Files.writeString(directory.resolve("b.yaml"), "mcpServers: [\n");
        Path latin = Files.write(directory.resolve("c.yaml"), "names: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Path missing = directory.resolve("d.yaml");
        assertThat(problems(new ConfigurationReader(Map.of()).read(List.of(first, second, latin, missing, directory))))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith(first + ":2:1: This is not YAML"),
                        problem -> assertThat(problem).startsWith(second + ":1:1: Unknown key 'nmaes'"),
                        problem -> assertThat(problem).startsWith(latin + ": Expected UTF-8"),
                        problem -> assertThat(problem).startsWith(missing + ": There is no such file"),
                        problem -> assertThat(problem).startsWith(directory + ": The file cannot be read"));
    }
}
