package dev.nave.clients.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.configuration.ConfigurationReader;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServersFileTest {
    private static final ConfigurationReader READER = new ConfigurationReader(Map.of());
    private static final Json SERVER = Json.parse("{\"command\": \"b\"}");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    private ServersFile file(String name, String text) throws IOException {
        return ServersFile.read(Files.writeString(directory.resolve(name), text));
    }

    @Test
    void a_server_is_added_to_yaml_and_to_json() throws IOException {
        ServersFile yaml = file("nave.yaml", "names: dot # why\n").with("b", SERVER);
        yaml.write();
        assertThat(directory.resolve("nave.yaml")).hasContent("names: dot # why\nmcpServers:\n  b:\n    command: b\n");
        ServersFile json = file("nave.json", "{\n  \"names\": \"dot\"\n}\n").with("b", SERVER);
        json.write();
        assertThat(directory.resolve("nave.json")).hasContent("""
            {
              "names": "dot",
              "mcpServers": {
                "b": {
                  "command": "b"
                }
              }
            }
            """);
        assertThat(json.problems(READER)).isEmpty();
    }

    @Test
    void what_nave_would_not_read_is_a_problem_and_what_was_wrong_before_is_not() throws IOException {
        ServersFile file = file("nave.yaml", "mcpServers:\n  a: { comand: a }\n");
        assertThat(file.with("b", SERVER).problems(READER)).isEmpty();
        assertThat(file.with("b", Json.parse("{\"comand\": \"b\", \"url\": \"ftp://x\"}"))
                        .problems(READER))
                .extracting(Object::toString)
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("nave.yaml:4", "comand"),
                        problem -> assertThat(problem).contains("nave.yaml:5", "http, https, ws or wss"));
    }

    @Test
    void a_server_is_switched_by_the_key_it_has() throws IOException {
        ServersFile file = file("nave.yaml", "mcpServers:\n  a: { command: a, disabled: true }\n  b: { command: b }\n");
        assertThat(file.switched("a", true).text()).contains("a: { command: a, disabled: false }");
        assertThat(file.switched("b", false).text()).contains("b: { command: b, enabled: false }");
        assertThat(file.switched("b", true).isChanged()).isFalse();
        assertThat(file.switched("b", false).switched("b", true).text()).contains("b: { command: b, enabled: true }");
    }

    @Test
    void the_file_of_a_client_is_not_edited() throws IOException {
        assertThatThrownBy(() -> file("mcp.json", "{\"servers\": {}}")).hasMessageContaining("nave import");
    }
}
