package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.schema.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

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
    void everyExampleIsValidByTheSchema() throws IOException {
        assertThat(examples())
                .hasSizeGreaterThan(10)
                .allSatisfy((name, text) -> assertThat(problems(text)).as(name).isEmpty());
    }

    /** For each section a key that nobody knows, put where the section stands. */
    @Test
    void whatTheReaderRefusesAsUnknownTheSchemaRefusesToo() {
        List<String> wrong = List.of(
                "{\"nobody\": 1}",
                "{\"listen\": {\"nobody\": 1}}",
                "{\"waits\": {\"nobody\": \"1s\"}}",
                "{\"bounds\": {\"nobody\": 1}}",
                "{\"seals\": {\"nobody\": 1}}",
                "{\"keys\": [{\"nobody\": 1}]}",
                server("\"nobody\": 1"),
                server("\"tools\": {\"*\": {\"nobody\": 1}}"),
                server("\"waits\": {\"nobody\": \"1s\"}"),
                server("\"waits\": {\"start\": \"1s\"}"),
                server("\"restart\": {\"nobody\": 1}"),
                server("\"restart\": \"nobody\""),
                server("\"health\": {\"nobody\": 1}"),
                server("\"isolation\": {\"nobody\": 1}"),
                server("\"container\": {\"image\": \"a\", \"nobody\": 1}"),
                server("\"ssh\": {\"host\": \"a\", \"nobody\": 1}"),
                server("\"sandbox\": {\"nobody\": 1}"),
                server("\"sandbox\": \"nobody\""),
                server("\"isolation\": \"nobody\""),
                server("\"lazy\": \"nobody\""),
                server("\"idleStop\": \"nobody\""));
        assertThat(wrong).allSatisfy(text -> {
            // A key that only Nave knows, so that the file is not taken for a client's.
            String own = text.replaceFirst("\\{", "{\"names\": \"prefix\", ");
            assertThat(new ConfigurationReader(Map.of()).read(PAGE.resolveSibling("nave.json"), own))
                    .isInstanceOf(Reading.Refused.class);
            assertThat(problems(own)).isNotEmpty();
        });
    }

    private static String server(String key) {
        return "{\"mcpServers\": {\"a\": {\"command\": \"a\", " + key + "}}}";
    }

    private static Map<String, String> examples() throws IOException {
        Map<String, String> examples = new TreeMap<>();
        for (String page : List.of("docs/configuration.md", "docs/lifecycle.md", "docs/servers.md")) {
            Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
            for (int i = 1; block.find(); i++) {
                examples.put(page + ", " + i, block.group(2));
            }
        }
        try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                examples.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return examples;
    }

    /** What the schema has against a file, as an editor would see it. */
    private static List<String> problems(String text) {
        Object value =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
        byte[] schema = ConfigurationReference.schema().getBytes(StandardCharsets.UTF_8);
        return switch (new JsonSchema().judge(schema, JsonMapper.shared().writeValueAsBytes(value))) {
            case Verdict.Fits fits -> List.of();
            case Verdict.Misfits misfits -> misfits.reasons();
            case Verdict.Undecided undecided -> List.of(undecided.why());
        };
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
