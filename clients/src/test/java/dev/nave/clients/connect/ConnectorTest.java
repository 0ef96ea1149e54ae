package dev.nave.clients.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.clients.file.DocumentException;
import dev.nave.clients.table.Client;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectorTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    private Connector connector() {
        return new Connector(directory.resolve("state/connections.json"));
    }

    private static Json url(Client client) {
        return client.remote("nave", "http://127.0.0.1:8420/mcp", Json.EMPTY_OBJECT)
                .orElseGet(() -> client.command("nave", "nave", List.of("stdio", "x")));
    }

    private static void apply(Change change) throws IOException {
        assertThat(change).isInstanceOf(Change.Edit.class);
        ((Change.Edit) change).apply();
    }

    private Change connect(Client client, Path file) throws IOException {
        return connector().connect(client, file, "nave", url(client));
    }

    private Change disconnect(Client client, Path file) throws IOException {
        return connector().disconnect(client, file, "nave", false);
    }

    @Test
    void every_byte_comes_back() throws IOException {
        for (Client client : Client.values()) {
            String name =
                    switch (client.format()) {
                        case JSON -> client.id() + ".json";
                        case YAML -> client.id() + ".yaml";
                        case TOML -> client.id() + ".toml";
                    };
            String text =
                    switch (client.format()) {
                        case JSON -> "\uFEFF{ // mine\r\n\t\"x\": [1,2 , 3],\r\n}";
                        case YAML -> "x:   [1,2 , 3]   # mine";
                        case TOML -> "x=[1,2 , 3]# mine\r\n\r\n\r\n";
                    };
            Path file = Files.writeString(directory.resolve(name), text);
            apply(connect(client, file));
            assertThat(Files.readString(file)).contains("nave");
            assertThat(connect(client, file)).as("twice").isInstanceOf(Change.Nothing.class);
            apply(disconnect(client, file));
            assertThat(Files.readString(file)).as(client.title()).isEqualTo(text);
            assertThat(disconnect(client, file)).isInstanceOf(Change.Nothing.class);
            Files.delete(file);
        }
        assertThat(left()).containsExactly("state");
    }

    @Test
    void a_file_that_was_not_there_goes_again() throws IOException {
        Path file = directory.resolve("new/mcp.json");
        apply(connect(Client.CURSOR, file));
        assertThat(file).exists();
        apply(disconnect(Client.CURSOR, file));
        assertThat(file).doesNotExist();
    }

    @Test
    void what_the_client_wrote_in_between_stays_and_only_the_entry_goes() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), "{\n  \"mcpServers\": {\n    \"a\": {}\n  }\n}\n");
        apply(connect(Client.CURSOR, file));
        String changed = Files.readString(file).replace("\"a\": {}", "\"a\": {\"command\": \"x\"}");
        Files.writeString(file, changed);
        apply(disconnect(Client.CURSOR, file));
        assertThat(file).hasContent("{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"x\"}\n  }\n}\n");
    }

    @Test
    void what_stood_under_the_name_comes_back() throws IOException {
        String text = "{\"mcpServers\": {\"nave\": {\"command\": \"other\"}, \"b\": {}}}";
        Path file = Files.writeString(directory.resolve("mcp.json"), text);
        Change change = connect(Client.CURSOR, file);
        assertThat(((Change.Edit) change).replaced()).isTrue();
        apply(change);
        Files.writeString(file, Files.readString(file) + "\n");
        apply(disconnect(Client.CURSOR, file));
        assertThat(file).hasContent("{\"mcpServers\": {\"nave\": {\"command\": \"other\"}, \"b\": {}}}\n");
    }

    @Test
    void connecting_again_in_another_way_keeps_what_was_there_first() throws IOException {
        String text = "{\"mcpServers\": {\"nave\": {\"command\": \"other\"}}}";
        Path file = Files.writeString(directory.resolve("mcp.json"), text);
        apply(connect(Client.CURSOR, file));
        apply(connector()
                .connect(Client.CURSOR, file, "nave", Json.parse("{\"command\": \"nave\", \"args\": [\"stdio\"]}")));
        apply(disconnect(Client.CURSOR, file));
        assertThat(file).hasContent(text);
    }

    @Test
    void an_entry_that_somebody_changed_goes_only_by_force() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), "{\"mcpServers\": {}}");
        apply(connect(Client.CURSOR, file));
        Files.writeString(file, Files.readString(file).replace("8420", "9999"));
        assertThat(disconnect(Client.CURSOR, file))
                .isInstanceOfSatisfying(Change.Refused.class, refused -> assertThat(refused.reason())
                        .contains("--force"));
        apply(connector().disconnect(Client.CURSOR, file, "nave", true));
        assertThat(file).hasContent("{\"mcpServers\": {}}");
    }

    @Test
    void an_entry_made_by_hand_is_known_by_what_it_says() throws IOException {
        Path file = Files.writeString(
                directory.resolve("mcp.json"), "{\"mcpServers\": {\"nave\": {\"url\": \"http://nave.local/mcp\"}}}");
        apply(disconnect(Client.CURSOR, file));
        assertThat(file).hasContent("{\"mcpServers\": {}}");
    }

    @Test
    void what_cannot_be_read_as_a_whole_is_not_written() throws IOException {
        String text = "{\"mcpServers\": {\"a\": {}";
        Path file = Files.writeString(directory.resolve("mcp.json"), text);
        assertThatThrownBy(() -> connect(Client.CURSOR, file)).isInstanceOf(DocumentException.class);
        assertThat(file).hasContent(text);
        assertThat(left()).containsExactly("mcp.json");
    }

    @Test
    void nothing_is_done_until_it_is_applied() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), "{}");
        connect(Client.CURSOR, file);
        assertThat(file).hasContent("{}");
        assertThat(left()).containsExactly("mcp.json");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
