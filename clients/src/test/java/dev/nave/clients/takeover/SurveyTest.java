package dev.nave.clients.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.clients.file.Document;
import dev.nave.clients.file.Format;
import dev.nave.clients.table.Client;
import dev.nave.clients.table.ClientServer;
import dev.nave.clients.table.Machine;
import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SurveyTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path home;

    private Machine machine = new Machine(Machine.Conventions.LINUX, Path.of("/"), Path.of("/"), Map.of());

    @BeforeEach
    void settle() {
        machine = new Machine(Machine.Conventions.LINUX, home, home, Map.of());
    }

    private List<ClientServer> servers(Client client, String text) {
        Path file = client.spots().getFirst().path().apply(machine);
        return client.servers(Document.read(Format.JSON, text), file, machine);
    }

    private List<Candidate> survey(List<ClientServer> servers, Map<String, Json> own, boolean renaming) {
        return Survey.of(servers, own, new Versions(machine), renaming);
    }

    private Candidate only(String definition) {
        return survey(servers(Client.CURSOR, "{\"mcpServers\": {\"a\": " + definition + "}}"), Map.of(), false)
                .getFirst();
    }

    @Test
    void the_same_server_of_two_clients_is_one_and_another_of_its_name_a_conflict() {
        List<ClientServer> servers = new ArrayList<>();
        servers.addAll(servers(Client.CURSOR, "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\"1\"]}}}"));
        servers.addAll(servers(Client.WINDSURF, "{\"mcpServers\": {\"a\": {\"args\": [\"1\"], \"command\": \"x\"}}}"));
        servers.addAll(servers(Client.KIRO, "{\"mcpServers\": {\"A\": {\"command\": \"y\"}}}"));
        List<Candidate> candidates = survey(servers, Map.of(), false);
        assertThat(candidates).extracting(Candidate::name).containsExactly("a", "A");
        assertThat(candidates.getFirst().sources())
                .extracting(ClientServer::client)
                .containsExactly(Client.CURSOR, Client.WINDSURF);
        assertThat(candidates.getLast().verdict())
                .isInstanceOfSatisfying(Verdict.Conflict.class, conflict -> assertThat(conflict.with())
                        .contains("Cursor", "mcp.json:1"));
        assertThat(survey(servers, Map.of(), true)).extracting(Candidate::name).containsExactly("a", "A-kiro");
    }

    @Test
    void what_nave_has_is_known_even_under_another_name() {
        Map<String, Json> own =
                Map.of("mine", Json.parse("{\"command\": \"x\"}"), "b", Json.parse("{\"command\": \"z\"}"));
        List<Candidate> candidates = survey(
                servers(Client.CURSOR, "{\"mcpServers\": {\"a\": {\"command\": \"x\"}, \"b\": {\"command\": \"y\"}}}"),
                own,
                false);
        assertThat(candidates.getFirst().verdict()).isEqualTo(new Verdict.Known("mine"));
        assertThat(candidates.getLast().verdict()).isEqualTo(new Verdict.Conflict("Nave's own 'b'"));
    }

    @Test
    void nave_itself_and_what_cannot_be_reached_are_left() {
        List<Candidate> candidates = survey(servers(Client.CURSOR, """
            {"mcpServers": {"nave": {"command": "/opt/nave/bin/nave", "args": ["stdio", "x"]}, "b": {}}}
            """), Map.of(), false);
        assertThat(candidates)
                .extracting(Candidate::verdict)
                .containsExactly(new Verdict.Self(), new Verdict.Unreachable());
    }

    @Test
    void a_name_that_nave_does_not_take_is_made_one_that_it_does() {
        Candidate candidate = survey(
                        servers(
                                Client.CURSOR,
                                "{\"mcpServers\": {\"Sequential Thinking (v2)\": {\"command\": \"x\"}}}"),
                        Map.of(),
                        false)
                .getFirst();
        assertThat(candidate.name()).isEqualTo("Sequential-Thinki-9a4781");
        assertThat(candidate.notes()).containsExactly("The client calls it 'Sequential Thinking (v2)'.");
    }

    @Test
    void secrets_in_plain_text_are_found_and_moved() {
        Candidate candidate = only("""
            {"command": "npx", "args": ["-y", "x@1.0.0", "--api-key", "abcdef123456", "--token=s3cr3t-t0ken",
              "--header", "Authorization: Bearer abc.def.ghi", "/data/my-folder", "postgres://me:hunter22@db/x"],
             "env": {"GITHUB_TOKEN": "ghp_0123456789abcdefghijABCDEFGHIJ", "PATH": "/usr/bin", "LEVEL": "debug",
              "OPENAI": "sk-proj-0123456789abcdefghij", "API_KEY": "${env:KEY}", "OTHER_TOKEN": "<your token here>",
              "MIX": "9f86d081884c7d659a2feaa0c55ad015"}}
            """);
        assertThat(candidate.secrets())
                .extracting(PlainSecret::place)
                .containsExactly("env.GITHUB_TOKEN", "env.OPENAI", "args[3]", "args[4]", "args[6]", "args[8]");
        assertThat(candidate.secrets())
                .extracting(PlainSecret::name)
                .containsExactly(
                        "a/GITHUB_TOKEN", "a/OPENAI", "a/API_KEY", "a/TOKEN", "a/AUTHORIZATION", "a/ARGUMENT_8");
        assertThat(candidate.toString() + candidate.secrets()).doesNotContain("(hunter22)");
        Json moved = candidate.definition();
        for (PlainSecret secret : candidate.secrets()) {
            moved = secret.replaced(moved, "${secret:" + secret.name() + "}");
        }
        assertThat(moved.raw())
                .contains(
                        "\"--token=${secret:a/TOKEN}\"",
                        "\"Authorization: Bearer ${secret:a/AUTHORIZATION}\"",
                        "\"postgres://me:${secret:a/ARGUMENT_8}@db/x\"",
                        "\"GITHUB_TOKEN\":\"${secret:a/GITHUB_TOKEN}\"")
                .doesNotContain("hunter22", "ghp_", "s3cr3t");
        assertThat(SecretSigns.in("a", moved)).isEmpty();
    }

    @Test
    void secrets_in_urls_and_headers_are_found() {
        assertThat(only("{\"url\": \"https://x.example/mcp?apiKey=abcdefgh\"}").secrets())
                .extracting(PlainSecret::place)
                .containsExactly("url");
        assertThat(only("{\"url\": \"https://x.example/s/Zk4mQ9xT2vB7nL5wR8yC3pD6/mcp\"}")
                        .secrets())
                .hasSize(1);
        assertThat(only("{\"url\": \"https://x.example/mcp\", \"headers\": {\"X-Api-Key\": \"abcdefgh\","
                                + " \"Accept-Language\": \"en\"}}")
                        .secrets())
                .extracting(PlainSecret::place)
                .containsExactly("headers.X-Api-Key");
        assertThat(only("{\"url\": \"https://x.example/a/long-path-of-words/that-is-no-secret-at-all\"}")
                        .secrets())
                .isEmpty();
    }

    @Test
    void packages_without_a_version_are_found() {
        assertThat(unpinned("npx", "-y", "@scope/pkg")).containsExactly("@scope/pkg");
        assertThat(unpinned("/usr/bin/npx", "--yes", "pkg@latest", "arg")).containsExactly("pkg");
        assertThat(unpinned("npx.cmd", "-y", "--package=pkg@^1.0.0", "bin")).containsExactly("pkg");
        assertThat(unpinned("npx", "-y", "pkg@1.2.3")).isEmpty();
        assertThat(unpinned("npx", "-y", "@scope/pkg@1.2.3-rc.1")).isEmpty();
        assertThat(unpinned("npx", "./local.js")).isEmpty();
        assertThat(unpinned("uvx", "mcp-server-git")).containsExactly("mcp-server-git");
        assertThat(unpinned("uvx", "--from", "pkg[extra]", "script")).containsExactly("pkg");
        assertThat(unpinned("uvx", "pkg==1.2.3")).isEmpty();
        assertThat(unpinned("uvx", "pkg@1.2.3")).isEmpty();
        assertThat(unpinned("uv", "tool", "run", "pkg")).containsExactly("pkg");
        assertThat(unpinned("pipx", "run", "pkg")).containsExactly("pkg");
        assertThat(unpinned("pnpm", "dlx", "pkg")).containsExactly("pkg");
        assertThat(unpinned("node", "server.js")).isEmpty();
    }

    @Test
    void the_pin_is_the_version_that_this_machine_has() throws IOException {
        Path module = home.resolve(".npm/_npx/0123/node_modules/@scope/pkg");
        Files.createDirectories(module);
        Files.writeString(module.resolve("package.json"), "{\"name\": \"@scope/pkg\", \"version\": \"2.3.4\"}");
        Path wheel = home.resolve(".cache/uv/wheels-v5/pypi/mcp-server-git");
        Files.createDirectories(wheel);
        Files.writeString(wheel.resolve("0.6.2-py3-none-any.http"), "");
        assertThat(only("{\"command\": \"npx\", \"args\": [\"-y\", \"@scope/pkg\"]}")
                        .unpinned()
                        .getFirst()
                        .advice())
                .isEqualTo("write @scope/pkg@2.3.4, the version on this machine");
        assertThat(only("{\"command\": \"uvx\", \"args\": [\"mcp_server.git\"]}")
                        .unpinned()
                        .getFirst()
                        .pin())
                .contains("mcp_server.git==0.6.2");
    }

    private List<String> unpinned(String command, String... arguments) {
        Json definition = Json.object()
                .put("command", command)
                .put(
                        "args",
                        Json.array(List.of(arguments).stream().map(Json::of).toList()))
                .build();
        return only(definition.raw()).unpinned().stream().map(Unpinned::name).toList();
    }
}
