package dev.nave.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.clients.table.Machine;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that edit files of people, as they type them, in a home directory of the test. */
final class ClientCommandsTest {
    private static final String CURSOR = """
        {
          "mcpServers": {
            "files": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "${userHome}/data"]},
            "github": {"command": "gh-mcp", "env": {"GITHUB_TOKEN": "ghp_0123456789abcdefghijABCDEFGHIJ"}}
          }
        }
        """;

    private static final String CODEX = """
        model = "o3" # mine

        [mcp_servers.files]
        command = "other"

        [mcp_servers.docs]
        url = "https://docs.example/mcp"
        bearer_token_env_var = "DOCS_TOKEN"
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    private record Ran(int exitCode, String out, String err) {}

    @BeforeEach
    void settle() throws IOException {
        Files.createDirectories(home.resolve("project"));
    }

    private Ran run(String... arguments) {
        Machine machine = new Machine(Machine.Conventions.LINUX, home, home.resolve("project"), environment);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Nave.commandLine(machine, arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private String good(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return ran.out();
    }

    private Path write(String path, String text) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.resolveSibling("x").getParent());
        return Files.writeString(file, text);
    }

    private Path own() {
        return home.resolve(".config/nave/nave.yaml");
    }

    @Test
    void a_server_is_added_switched_and_removed_and_the_file_is_as_it_was() throws IOException {
        String text = "# mine\nmcpServers:\n  a: { command: a } # first\n\nnames: dot\n";
        Path file = write("project/nave.yaml", text);
        good("add", "files", "-e", "A=b=c", "--cwd", "/x", "--", "npx", "-y", "server@1.0.0", "--flag");
        assertThat(file).hasContent("""
            # mine
            mcpServers:
              a: { command: a } # first
              files:
                command: npx
                args: [-y, server@1.0.0, --flag]
                env:
                  A: b=c
                cwd: /x

            names: dot
            """);
        assertThat(good("disable", "files", "a")).contains("files is disabled", "a is disabled");
        assertThat(good("disable", "a")).contains("a was disabled already");
        assertThat(good("enable", "a")).contains("a is enabled");
        good("remove", "files");
        assertThat(file).hasContent(text.replace("command: a }", "command: a, enabled: true }"));
    }

    @Test
    void an_image_is_added_as_a_container_and_what_follows_are_its_arguments() {
        good("add", "search", "--image", "ghcr.io/example/search:1.2.0", "-e", "A=b", "--", "--quiet");
        assertThat(own()).hasContent("""
            mcpServers:
              search:
                container:
                  image: ghcr.io/example/search:1.2.0
                args: [--quiet]
                env:
                  A: b
            """);
        assertThat(run("add", "other", "--image", "x", "-H", "A: b").err()).contains("with a URL");
    }

    @Test
    void a_server_at_a_url_gets_its_headers_and_says_what_has_to_be_set() {
        environment.put("KNOWN", "x");
        assertThat(good(
                        "add",
                        "tickets",
                        "https://tickets.example/mcp",
                        "-H",
                        "Authorization: Bearer ${env:TICKETS}",
                        "--header",
                        "X-A: ${KNOWN}",
                        "--transport",
                        "sse",
                        "--required"))
                .contains("Added tickets in " + own(), "Set TICKETS where Nave runs")
                .doesNotContain("KNOWN");
        assertThat(own()).hasContent("""
            mcpServers:
              tickets:
                url: https://tickets.example/mcp
                transport: sse
                headers:
                  Authorization: "Bearer ${env:TICKETS}"
                  X-A: "${KNOWN}"
                required: true
            """);
        Json json = Json.parse(good("add", "b", "http://b.example/mcp", "--json"));
        assertThat(json.string("file")).contains(own().toString());
    }

    @Test
    void what_nave_would_not_read_is_refused_with_its_place_and_nothing_is_changed() throws IOException {
        Path file = write("project/nave.yaml", "names: dot\n");
        Ran url = run("add", "a", "http://", "--transport", "sse");
        assertThat(url.exitCode()).isEqualTo(2);
        assertThat(url.err()).contains("nave.yaml:4", "Nothing was changed.");
        Ran transport = run("add", "a", "http://a.example", "--transport", "carrier-pigeon");
        assertThat(transport.err()).contains("Unknown value 'carrier-pigeon'");
        assertThat(run("add", "a b", "x").err()).contains("how about 'a-b-");
        assertThat(run("add", "a").err()).contains("Expected what 'a' is");
        assertThat(run("add", "a", "x", "--header", "A: b").err()).contains("with a URL");
        assertThat(run("add", "a", "http://a.example", "-e", "A=b").err()).contains("use --header");
        assertThat(run("add", "a", "x", "-e", "nothing").err()).contains("--env NAME=TEXT");
        assertThat(run("remove", "a").err()).contains("There is no server 'a'", "there are none");
        assertThat(file).hasContent("names: dot\n");
        good("add", "a", "x");
        assertThat(run("add", "a", "z").err()).contains("--force");
        assertThat(good("add", "a", "z", "--force")).contains("Replaced a");
        assertThat(file).hasContent("names: dot\nmcpServers:\n  a:\n    command: z\n");
    }

    @Test
    void a_dry_run_shows_the_difference_and_no_secret() throws IOException {
        write(".cursor/mcp.json", CURSOR);
        assertThat(good("import", "cursor", "--dry-run"))
                .contains("+++ " + own(), "+  github:", "+      GITHUB_TOKEN: ********")
                .doesNotContain("ghp_");
        assertThat(good("connect", "cursor", "--dry-run"))
                .contains("+    \"nave\": {", "\"GITHUB_TOKEN\": \"********\"")
                .doesNotContain("ghp_");
        assertThat(own()).doesNotExist();
        assertThat(home.resolve(".cursor/mcp.json")).hasContent(CURSOR);
        assertThat(files()).containsExactly(".cursor/mcp.json");
    }

    @Test
    void servers_of_all_clients_are_taken_over_with_what_should_be_known_of_them() throws IOException {
        write(".cursor/mcp.json", CURSOR);
        write(".codex/config.toml", CODEX);
        write(".gemini/settings.json", "{ broken");
        Ran ran = run("import");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("skipped: ", "settings.json:1:");
        assertThat(ran.out())
                .contains(
                        "github: a secret stands in plain text at env.GITHUB_TOKEN",
                        "files: npx takes whatever version of @modelcontextprotocol/server-filesystem is the newest",
                        "left, the name is taken",
                        "Took over 3 servers",
                        "Set DOCS_TOKEN where Nave runs")
                .doesNotContain("ghp_");
        assertThat(Files.readString(own()))
                .contains("command: npx\n", home + "/data\n")
                .contains("Authorization: \"Bearer ${env:DOCS_TOKEN}\"");
        String before = Files.readString(own());
        assertThat(good("import", "codex")).contains("there already as docs", "Nothing to take over");
        assertThat(own()).hasContent(before);
        assertThat(good("import", "codex", "--rename")).contains("files-codex", "Took over 1 server");
        Json json = Json.parse(good("import", "cursor", "--json"));
        assertThat(json.member("servers").orElseThrow().elements())
                .extracting(server -> server.string("verdict").orElse(""))
                .containsExactly("known", "known");
    }

    @Test
    void secrets_are_taken_from_the_environment_when_asked_for() throws IOException {
        write(".cursor/mcp.json", CURSOR);
        assertThat(good("import", "cursor", "--only", "github", "--secrets", "env"))
                .contains("Set GITHUB_TOKEN where Nave runs");
        assertThat(own()).hasContent("""
            mcpServers:
              github:
                command: gh-mcp
                env:
                  GITHUB_TOKEN: "${env:GITHUB_TOKEN}"
            """);
        assertThat(run("import", "cursor", "--secrets", "hide").err()).contains("keep, store or env");
    }

    @Test
    void secrets_go_to_the_store_when_asked_to() throws IOException {
        write(".cursor/mcp.json", CURSOR);
        assertThat(good("import", "cursor", "--only", "github", "--secrets", "store"))
                .contains("Took over 1 server");
        assertThat(Files.readString(own())).contains("${secret:");
        assertThat(home.resolve(".config/nave/secrets.json")).exists();
        assertThat(home.resolve(".config/nave/master.key")).exists();
    }

    @Test
    void a_file_is_read_as_the_client_whose_it_is_or_is_said_to_be() throws IOException {
        write("project/team.json", "{\"servers\": {\"a\": {\"command\": \"a\", \"args\": [\"${env:X}\"]}}}");
        write("project/goose.yaml", "extensions:\n  g:\n    type: stdio\n    cmd: g\n");
        assertThat(good("import", "team.json")).contains("vscode");
        assertThat(good("import", "goose.yaml")).contains("goose");
        assertThat(good("import", "team.json", "--like", "vscode", "--dry-run")).contains("there already as a");
        assertThat(run("import", "nothing.json").err()).contains("neither a client nor a file", "claude-code");
        assertThat(run("import", "zed").err()).contains("Zed has no file here; looked for");
        assertThat(run("import", "team.json", "--like", "x").err()).contains("Expected --like");
    }

    @Test
    void clients_are_connected_and_disconnected_and_their_files_are_as_they_were() throws IOException {
        write(".cursor/mcp.json", CURSOR);
        write(".codex/config.toml", CODEX);
        good("add", "a", "--", "a");
        assertThat(good("connect", "cursor")).contains("Connected Cursor", "nave serve", "mcp.json.nave-backup");
        assertThat(good("connect", "cursor")).contains("connected already");
        good("connect", "codex");
        good("connect", "claude-desktop");
        assertThat(Files.readString(home.resolve(".codex/config.toml")))
                .isEqualTo(CODEX + "\n[mcp_servers.nave]\nurl = \"http://127.0.0.1:8420/mcp\"\n");
        assertThat(Files.readString(home.resolve(".config/Claude/claude_desktop_config.json")))
                .contains("\"stdio\",", "\"" + own() + "\"");
        assertThat(good("connect"))
                .containsPattern("cursor +Cursor +/.*connected")
                .containsPattern("zed +Zed +- +-");
        for (String client : new String[] {"cursor", "codex", "claude-desktop"}) {
            assertThat(good("disconnect", client)).contains("Disconnected");
            assertThat(good("disconnect", client)).contains("is not connected");
        }
        assertThat(home.resolve(".cursor/mcp.json")).hasContent(CURSOR);
        assertThat(home.resolve(".codex/config.toml")).hasContent(CODEX);
        assertThat(files())
                .containsExactly(
                        ".codex/config.toml",
                        ".config/nave/nave.yaml",
                        ".cursor/mcp.json",
                        ".local/state/nave/connections.json");
    }

    @Test
    void a_hub_with_keys_is_reached_with_the_key_of_the_clients_environment() throws IOException {
        Json key = Json.parse(good("key", "create", "me", "--json"));
        write(
                "project/nave.yaml",
                "listen: { http: \"127.0.0.1:9000\" }\nkeys:\n  - name: me\n    hash: "
                        + key.string("hash").orElseThrow() + "\nmcpServers: {}\n");
        assertThat(good("connect", "claude-code", "--dry-run"))
                .contains("+      \"url\": \"http://127.0.0.1:9000/mcp\"", "\"Authorization\": \"Bearer ${NAVE_KEY}\"");
        assertThat(good("connect", "codex")).contains("Set NAVE_KEY");
        assertThat(Files.readString(home.resolve(".codex/config.toml")))
                .contains("bearer_token_env_var = \"NAVE_KEY\"");
        assertThat(good("connect", "zed", "--dry-run"))
                .as("which takes no variables")
                .contains("\"stdio\"");
        assertThat(run("connect", "zed", "--http").err()).contains("say --stdio");
    }

    @Test
    void the_way_the_name_and_the_file_are_as_asked_for() throws IOException {
        good("add", "a", "--", "a");
        assertThat(good("connect", "vscode", "--project", "--stdio", "--name", "hub"))
                .contains(home.resolve("project/.vscode/mcp.json").toString());
        assertThat(Files.readString(home.resolve("project/.vscode/mcp.json")))
                .contains("\"servers\"", "\"hub\"", "\"type\": \"stdio\"");
        assertThat(good("connect", "kiro", "--file", "other.json", "--url", "http://h:1/mcp", "--json"))
                .contains("\"changed\":true");
        assertThat(home.resolve("project/other.json")).content().contains("http://h:1/mcp");
        assertThat(run("connect", "windsurf", "--project").err()).contains("no file of a project");
        assertThat(run("connect", "claude-desktop", "--http").err()).contains("only starts programs");
        assertThat(run("connect", "emacs").err()).contains("There is no client 'emacs'", "cursor");
        write(".cursor/mcp.json", "{\"mcpServers\": ");
        Ran broken = run("connect", "cursor");
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).contains("mcp.json:1:", "Nothing was changed.");
    }

    @Test
    void servers_in_source_trees_are_printed_ready_to_paste() throws IOException {
        write("src/notes/package.json", """
            {
              "name": "mcp-server-notes",
              "bin": "index.js",
              "description": "MCP\\nrm -rf",
              "dependencies": {"@modelcontextprotocol/sdk": "1"}
            }
            """);
        String out = good("discover", home.resolve("src").toString());
        assertThat(out)
                .contains("# high confidence", "package.json:5: depends on @modelcontextprotocol/sdk", "  notes:");
        write("project/nave.yaml", out);
        good("remove", "notes");
        Json found = Json.parse(good("discover", home.resolve("src").toString(), "--json"))
                .elements()
                .getFirst();
        assertThat(found.string("confidence")).contains("high");
        assertThat(run("discover", "nowhere").err()).contains("There is no directory");
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
