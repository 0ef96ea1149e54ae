package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```(yaml|json)\\n(.*?)```");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TICKETS_TOKEN", "secret", "NAVE_SEAL_KEY", Base64.getEncoder().encodeToString(new byte[32]));

    @Test
    void thePageHasTheTablesThatTheReaderTakes() throws IOException {
        String page = Files.readString(PAGE);
        String expected = ConfigurationReference.filled(page);
        if (Boolean.getBoolean("nave.docs.write")) {
            Files.writeString(PAGE, expected);
            return;
        }
        assertThat(page)
                .as("docs/configuration.md; write it anew with:"
                        + " mvn -pl hub -am test -Dtest=ConfigurationReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dnave.docs.write=true")
                .isEqualTo(expected);
        assertThat(ConfigurationReference.tables())
                .allSatisfy(table -> assertThat(page).contains("<!-- keys: " + table + " -->"));
    }

    @Test
    void theExamplesOfThePageAreTaken() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        List<String> examples = new ArrayList<>();
        while (block.find()) {
            String example = block.group(2);
            examples.add(example);
            if (!example.contains("enabled: false")) {
                Path file = PAGE.resolveSibling("example." + block.group(1));
                Readings.good(new ConfigurationReader(ENVIRONMENT).read(file, example));
            }
        }
        assertThat(examples).hasSizeGreaterThan(7);
    }

    @Test
    void theExamplesAreTakenAndHaveThreeServersEach() throws IOException {
        try (Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
            assertThat(examples.filter(file -> file.toString().endsWith(".yaml")))
                    .isNotEmpty()
                    .allSatisfy(file -> {
                        Configuration configuration =
                                Readings.good(new ConfigurationReader(Map.of()).read(List.of(file)));
                        assertThat(configuration.servers()).hasSizeGreaterThanOrEqualTo(3);
                    });
        }
    }

    @Test
    void noTableIsMadeUp() {
        assertThatThrownBy(() -> ConfigurationReference.table("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serverwaits");
    }

    @Test
    void theSchemaKnowsEveryKeyAndIsTheSameEveryTime() {
        String schema = ConfigurationReference.schema();
        assertThat(schema)
                .contains("\"https://json-schema.org/draft/2020-12/schema\"", "\"mcpServers\"", "\"keepAlive\"")
                .isEqualTo(ConfigurationReference.schema());
        assertThat(Keys.names(Keys.SERVER)).allSatisfy(key -> assertThat(schema).contains("\"" + key + "\""));
    }
}
