package dev.nave.clients.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.Format;
import dev.nave.protocol.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClientsTest {
    private static final Machine LINUX =
            new Machine(Machine.Conventions.LINUX, Path.of("/home/u"), Path.of("/work"), Map.of());

    private static List<ClientServer> servers(Client client, String text) {
        Path file = client.spots().getFirst().path().apply(LINUX);
        return client.servers(Document.read(client.format(), text), file, LINUX);
    }

    private static String definition(Client client, String text) {
        return servers(client, text).getFirst().definition().map(Json::raw).orElse("none");
    }

    private static List<String> notes(Client client, String text) {
        return servers(client, text).getFirst().notes();
    }

    @Test
    void claude_desktop_knows_no_variables() {
        assertThat(definition(Client.CLAUDE_DESKTOP, """
            {"globalShortcut": "x", "mcpServers": {"a": {"command": "npx", "args": ["-y", "${X}"], "env": {"N": 1}}}}
            """))
                .isEqualTo("{\"command\":\"npx\",\"args\":[\"-y\",\"$${X}\"],\"env\":{\"N\":\"1\"}}");
    }

    @Test
    void claude_code_has_servers_of_the_user_and_of_each_project() {
        List<ClientServer> servers = servers(Client.CLAUDE_CODE, """
            {
              "numStartups": 3,
              "mcpServers": {"a": {"type": "http", "url": "${BASE:-https://a.example}/mcp", "headers": {"X": "${KEY}"}}},
              "projects": {
                "/work/one": {"mcpServers": {"b": {"type": "stdio", "command": "b", "args": [], "env": {}}}},
                "/work/two": {"history": []},
                "/work/three": {"mcpServers": {"c": {"type": "sse", "url": "https://c.example/sse"}}}
              }
            }
            """);
        assertThat(servers).extracting(ClientServer::name).containsExactly("a", "b", "c");
        assertThat(servers)
                .extracting(server -> server.definition().orElseThrow().raw())
                .containsExactly(
                        "{\"url\":\"${BASE:-https://a.example}/mcp\",\"headers\":{\"X\":\"${KEY}\"}}",
                        "{\"command\":\"b\"}",
                        "{\"url\":\"https://c.example/sse\",\"transport\":\"sse\"}");
        assertThat(servers.get(1).project()).contains(Path.of("/work/one"));
        assertThat(servers.get(1).line()).isEqualTo(5);
    }

    @Test
    void cursor_knows_the_home_and_the_workspace() {
        Path file = Path.of("/work/project/.cursor/mcp.json");
        Document document = Document.read(Format.JSON, """
            {"mcpServers": {"a": {"command": "${userHome}/bin/a", "args": ["${workspaceFolder}${/}x", "${env:X}"],
              "envFile": ".env"}}}
            """);
        ClientServer server = Client.CURSOR.servers(document, file, LINUX).getFirst();
        assertThat(server.definition().orElseThrow().raw())
                .isEqualTo("{\"command\":\"/home/u/bin/a\",\"args\":[\"/work/project/x\",\"${env:X}\"]}");
        assertThat(server.notes()).containsExactly("'envFile' is the client's own and is left out.");
    }

    @Test
    void what_visual_studio_code_asks_for_becomes_a_variable() {
        String text = """
            {
              "inputs": [{"type": "promptString", "id": "api-key", "description": "The key", "password": true}],
              "servers": {"a": {"type": "http", "url": "https://a.example/mcp",
                "headers": {"Authorization": "Bearer ${input:api-key}"}},}
            }
            """;
        assertThat(definition(Client.VSCODE, text))
                .isEqualTo("{\"url\":\"https://a.example/mcp\","
                        + "\"headers\":{\"Authorization\":\"Bearer ${env:API_KEY}\"}}");
        assertThat(notes(Client.VSCODE, text))
                .containsExactly("${env:API_KEY} stands for what it asked you for (The key): set it.");
        assertThat(definition(Client.VSCODE, "{\"mcp\": {\"servers\": {\"a\": {\"command\": \"a\"}}}}"))
                .isEqualTo("{\"command\":\"a\"}");
    }

    @Test
    void codex_names_variables_in_keys_of_their_own() {
        assertThat(definition(Client.CODEX, """
            [mcp_servers.a]
            url = "https://a.example/mcp"
            bearer_token_env_var = "TOKEN"
            http_headers = { "X-One" = "1" }
            env_http_headers = { "X-Two" = "TWO" }
            enabled = false
            startup_timeout_sec = 20
            """))
                .isEqualTo("{\"url\":\"https://a.example/mcp\",\"headers\":{\"X-One\":\"1\",\"X-Two\":\"${env:TWO}\","
                        + "\"Authorization\":\"Bearer ${env:TOKEN}\"},\"enabled\":false}");
        assertThat(definition(Client.CODEX, """
            [mcp_servers.a]
            command = 'a'
            args = ["${X}"]
            env_vars = ["HOME", { name = "B", source = "local" }]
            cwd = "/x"
            [mcp_servers.a.env]
            C = "d"
            """))
                .isEqualTo("{\"command\":\"a\",\"args\":[\"$${X}\"],"
                        + "\"env\":{\"C\":\"d\",\"HOME\":\"${env:HOME}\",\"B\":\"${env:B}\"},\"cwd\":\"/x\"}");
    }

    @Test
    void gemini_tells_the_wires_by_the_name_of_the_url() {
        assertThat(definition(Client.GEMINI, """
            {"mcpServers": {"a": {"httpUrl": "https://a.example/mcp", "headers": {"X": "$KEY and ${KEY}"}, "trust": true}}}
            """))
                .isEqualTo("{\"url\":\"https://a.example/mcp\",\"headers\":{\"X\":\"${KEY} and ${KEY}\"}}");
        assertThat(definition(Client.GEMINI, "{\"mcpServers\": {\"a\": {\"url\": \"https://a.example/sse\"}}}"))
                .isEqualTo("{\"url\":\"https://a.example/sse\",\"transport\":\"sse\"}");
    }

    @Test
    void the_others_are_read_as_they_spell() {
        assertThat(definition(Client.WINDSURF, "{\"mcpServers\": {\"a\": {\"serverUrl\": \"https://a.example/mcp\"}}}"))
                .isEqualTo("{\"url\":\"https://a.example/mcp\"}");
        assertThat(definition(Client.WINDSURF, """
            {"mcpServers": {"a": {"command": "a", "args": ["${env:X}", "${workspaceFolder}"]}}}
            """))
                .isEqualTo("{\"command\":\"a\",\"args\":[\"${env:X}\",\"$${workspaceFolder}\"]}");
        assertThat(definition(Client.ZED, """
            // Zed settings
            {"context_servers": {"a": {"command": {"path": "a", "args": ["b"], "env": {}}, "settings": {}}},}
            """)).isEqualTo("{\"command\":\"a\",\"args\":[\"b\"]}");
        assertThat(notes(Client.ZED, "{\"context_servers\": {\"a\": {\"source\": \"extension\"}}}"))
                .singleElement()
                .asString()
                .contains("extension");
        assertThat(definition(Client.CLINE, """
            {"mcpServers": {"a": {"type": "streamableHttp", "url": "https://a.example/mcp", "disabled": true}}}
            """)).isEqualTo("{\"url\":\"https://a.example/mcp\",\"enabled\":false}");
        assertThat(definition(Client.CONTINUE, """
            name: mine
            mcpServers:
              - name: a
                command: npx
                args: ["-y", "a@1.0.0", "${{ secrets.TOKEN }}"]
            """))
                .isEqualTo("{\"command\":\"npx\",\"args\":[\"-y\",\"a@1.0.0\",\"${env:TOKEN}\"]}");
        assertThat(definition(Client.GOOSE, """
            extensions:
              a:
                type: stdio
                cmd: npx
                args: [-y, a@1.0.0]
                envs: { X: y }
                env_keys: [TOKEN]
                enabled: true
            """))
                .isEqualTo("{\"command\":\"npx\",\"args\":[\"-y\",\"a@1.0.0\"],"
                        + "\"env\":{\"X\":\"y\",\"TOKEN\":\"${env:TOKEN}\"}}");
        assertThat(notes(Client.GOOSE, "extensions:\n  developer:\n    type: builtin\n"))
                .containsExactly("It is of type 'builtin', which is part of Goose itself.");
        assertThat(definition(Client.OPENCODE, """
            {"mcp": {"a": {"type": "local", "command": ["bun", "x", "a"], "environment": {"K": "{env:K}"}, "enabled": false}}}
            """))
                .isEqualTo(
                        "{\"command\":\"bun\",\"args\":[\"x\",\"a\"],\"env\":{\"K\":\"${env:K}\"},\"enabled\":false}");
        assertThat(definition(Client.OPENCODE, """
            {"mcp": {"servers": {"a": {"type": "remote", "url": "https://a.example/mcp"}}}}
            """)).isEqualTo("{\"url\":\"https://a.example/mcp\"}");
        assertThat(definition(Client.AMP, """
            {"amp.mcpServers": {"a": {"url": "https://a.example/mcp", "headers": {"A": "${T}"}}}}
            """))
                .isEqualTo("{\"url\":\"https://a.example/mcp\",\"headers\":{\"A\":\"${T}\"}}");
    }

    @Test
    void an_entry_that_is_no_server_is_said() {
        assertThat(notes(Client.CURSOR, "{\"mcpServers\": {\"a\": {}}}"))
                .containsExactly("It has neither a command nor a url.");
        assertThat(servers(Client.CURSOR, "{\"mcpServers\": []}")).isEmpty();
        assertThat(servers(Client.CURSOR, "")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void what_is_written_for_a_client_is_read_back_from_it(Client client) {
        Document empty = Document.read(client.format(), "");
        Json program = client.command("nave", "/opt/nave", List.of("stdio", "/x/nave.yaml"));
        Document document = empty.put(client.way(empty, "nave"), program);
        ClientServer server = client.servers(document, Path.of("x"), LINUX).getFirst();
        assertThat(server.definition().orElseThrow().raw())
                .isEqualTo("{\"command\":\"/opt/nave\",\"args\":[\"stdio\",\"/x/nave.yaml\"]}");
        String key =
                client == Client.CODEX ? "${K}" : client.dialect().variable("K").orElse("k");
        client.remote(
                        "nave",
                        "http://127.0.0.1:1/mcp",
                        Json.object().put("Authorization", "Bearer " + key).build())
                .ifPresent(entry -> {
                    Document remote = document.put(client.way(document, "nave"), entry);
                    Json read = client.servers(remote, Path.of("x"), LINUX)
                            .getFirst()
                            .definition()
                            .orElseThrow();
                    assertThat(read.string("url")).contains("http://127.0.0.1:1/mcp");
                    assertThat(read.at("headers", "Authorization").orElseThrow().text())
                            .matches("Bearer (k|\\$\\{(env:)?K\\})");
                });
    }

    @Test
    void files_lie_where_the_system_keeps_them() {
        Machine mac = new Machine(Machine.Conventions.MAC, Path.of("/Users/u"), Path.of("/w"), Map.of());
        Machine windows = new Machine(
                Machine.Conventions.WINDOWS, Path.of("/c/u"), Path.of("/w"), Map.of("APPDATA", "/c/u/roaming"));
        Machine moved = new Machine(
                Machine.Conventions.LINUX,
                Path.of("/home/u"),
                Path.of("/w"),
                Map.of("XDG_CONFIG_HOME", "/cfg", "CODEX_HOME", "/codex"));
        assertThat(first(Client.CLAUDE_DESKTOP, LINUX)).isEqualTo("/home/u/.config/Claude/claude_desktop_config.json");
        assertThat(first(Client.CLAUDE_DESKTOP, mac))
                .isEqualTo("/Users/u/Library/Application Support/Claude/claude_desktop_config.json");
        assertThat(first(Client.CLAUDE_DESKTOP, windows)).isEqualTo("/c/u/roaming/Claude/claude_desktop_config.json");
        assertThat(first(Client.VSCODE, moved)).isEqualTo("/cfg/Code/User/mcp.json");
        assertThat(first(Client.CODEX, moved)).isEqualTo("/codex/config.toml");
        assertThat(first(Client.CLAUDE_CODE, LINUX)).isEqualTo("/home/u/.claude.json");
        assertThat(first(Client.GOOSE, windows)).isEqualTo("/c/u/roaming/Block/goose/config/config.yaml");
    }

    private static String first(Client client, Machine machine) {
        return client.spots().getFirst().path().apply(machine).toString();
    }
}
