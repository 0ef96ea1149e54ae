package dev.nave.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.hub.configuration.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HiddenFilesTest {
    private static final Path FILE = Path.of("/srv/nave.yaml");

    @Test
    void the_hubs_own_files_are_its_configuration_its_secrets_and_what_it_keeps() {
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", "/own/config", "XDG_STATE_HOME", "/own/state", "XDG_RUNTIME_DIR", "/proc");
        assertThat(HiddenFiles.of(
                        read("secrets: { store: ./secrets.json }\nlisten: { unix: hub.sock }"),
                        List.of(FILE),
                        Optional.of(Path.of("/var/nave")),
                        environment))
                .contains(
                        FILE,
                        Path.of("/srv/secrets.json"),
                        Path.of("/srv/hub.sock"),
                        Path.of("/proc/nave"),
                        Path.of("/var/nave"),
                        Path.of("/own/config/nave"),
                        Path.of("/own/state/nave"));
    }

    @Test
    void by_default_they_are_below_the_home_directory() {
        assertThat(HiddenFiles.of(read("names: dot"), List.of(), Optional.empty(), Map.of()))
                .hasSize(4)
                .allMatch(Path::isAbsolute)
                .filteredOn(path -> path.endsWith("nave"))
                .hasSize(2);
    }

    private static Configuration read(String text) {
        Reading reading = new ConfigurationReader(Map.of()).read(FILE, text);
        if (!(reading instanceof Reading.Read read)) {
            throw new AssertionError(reading);
        }
        return read.configuration();
    }
}
