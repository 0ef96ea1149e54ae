package dev.nave.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a person types them, with servers that ship with Nave. */
final class CommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    Path directory;

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Nave.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("nave.yaml"), text).toString();
    }

    private String samples() throws IOException {
        Files.writeString(directory.resolve("hello.txt"), "hello there");
        return file("""
            mcpServers:
              files: { sample: files, args: ["%s"] }
              notes: { sample: notes }
            """.formatted(directory));
    }

    @Test
    void a_new_key_is_shown_once_with_the_lines_that_let_it_in() {
        Ran ran = run("key", "create", "alice", "--role", "admin", "--json");
        Json key = Json.parse(ran.out());
        assertThat(ran.exitCode()).isZero();
        assertThat(key.string("key").orElseThrow()).startsWith("nave_");
        assertThat(key.string("hash").orElseThrow())
                .startsWith("sha256:")
                .doesNotContain(key.string("key").orElseThrow());
    }

    @Test
    void a_new_key_is_shown_with_what_to_write_of_it_where() {
        Ran ran = run("key", "create", "bob", "--role", "admin");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("Authorization: Bearer KEY")
                .containsPattern("(?m)^ +nave_\\S+$")
                .containsPattern("(?m)^keys:\n  - name: bob\n    hash: sha256:\\S+\n    roles: \\[admin\\]$");
    }

    @Test
    void a_wrong_file_is_refused_with_every_mistake_and_exit_code_2() throws IOException {
        String file = file("""
            names: prefxi
            mcpServers:
              a: { comand: x }
            """);
        Ran ran = run("tools", file);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("nave.yaml:1", "nave.yaml:3", "prefix", "command");
    }

    @Test
    void a_missing_file_is_said() {
        Ran ran = run("check", directory.resolve("nothing.yaml").toString());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("nothing.yaml");
    }

    @Test
    void arguments_that_are_no_json_are_wrong_usage() throws IOException {
        Ran ran = run("call", "-c", samples(), "notes__add", "{broken");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("Expected JSON");
    }

    @Test
    void tools_of_all_servers_are_listed_under_the_names_clients_see() throws IOException {
        Ran ran = run("tools", samples());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("files__read", "notes__add", "hub__status");
    }

    @Test
    void a_tool_is_called_and_its_failure_is_exit_code_1() throws IOException {
        String file = samples();
        Ran good = run("call", "-c", file, "files__read", "path=hello.txt");
        Ran bad = run("call", "-c", file, "files__read", "path=../nothing");
        Ran unknown = run("call", "-c", file, "files__nothing");
        assertThat(good.exitCode()).as(good.err()).isZero();
        assertThat(good.out()).contains("hello there");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("files__nothing");
    }

    @Test
    void a_resource_and_a_prompt_are_read() throws IOException {
        String file = samples();
        Ran read = run("read", "-c", file, "files+file:///hello.txt");
        Ran prompt = run("prompt", "-c", file, "notes__tidy");
        assertThat(read.out()).as(read.err()).contains("hello there");
        assertThat(prompt.out()).as(prompt.err()).contains("Put these notes in order");
    }

    @Test
    void the_servers_are_listed_with_their_era_and_tools() throws IOException {
        Ran ran = run("ls", samples());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern("files +ready +2 +2026-07-28 \\(modern\\)")
                .containsPattern("notes +ready +3 +2025-11-25 \\(legacy\\)");
    }

    @Test
    void programs_read_what_people_read_as_json() throws IOException {
        String file = samples();
        Json servers = Json.parse(run("ls", "--json", file).out());
        assertThat(servers.elements())
                .extracting(server -> server.string("name").orElse(""))
                .containsExactly("files", "notes");
        assertThat(servers.elements())
                .extracting(server -> server.string("revision").orElse(""))
                .containsExactly("2026-07-28", "2025-11-25");
        Json tools = Json.parse(run("tools", "--json", file).out());
        assertThat(tools.elements())
                .filteredOn(tool -> tool.string("name").orElse("").equals("files__read"))
                .singleElement()
                .satisfies(tool -> assertThat(tool.find("inputSchema")).isNotNull());
        Json answer = Json.parse(run("call", "--json", "-c", file, "files__read", "path=hello.txt")
                .out());
        assertThat(answer.member("content").orElseThrow().elements().getFirst().string("text"))
                .contains("hello there");
        Json read = Json.parse(
                run("read", "--json", "-c", file, "files+file:///hello.txt").out());
        assertThat(read.member("contents").orElseThrow().elements().getFirst().string("uri"))
                .contains("files+file:///hello.txt");
        Json prompt =
                Json.parse(run("prompt", "--json", "-c", file, "notes__tidy").out());
        assertThat(prompt.member("messages").orElseThrow().elements()).hasSize(1);
    }

    @Test
    void names_of_another_style_can_be_asked_for_one_run() throws IOException {
        String file = samples();
        assertThat(run("tools", "--names", "colon", file).out()).contains("files:read", "hub:status");
        assertThat(run("tools", "--names", "plain", file).out()).containsPattern("(?m)^read ");
        Ran wrong = run("tools", "--names", "prefxi", file);
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("prefix, colon, dot or plain", "prefxi");
    }

    @Test
    void the_doctor_tells_of_names_that_collide_and_of_a_server_that_nobody_is_at() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String file = file("""
            names: plain
            mcpServers:
              mine: { sample: notes }
              yours: { sample: notes }
              away: { url: "http://127.0.0.1:%d/mcp", restart: never }
            """.formatted(port));
        Ran ran = run("check", file);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("note: yours's tools entry 'add' is shown as 'yours__add', since a server configured earlier")
                .doesNotContain("note: mine's")
                .containsPattern("(?m)^ *away +failed .*Cannot connect to 127.0.0.1:" + port)
                .contains("Something is wrong");
        Json told = Json.parse(run("check", "--json", file).out());
        assertThat(told.flag("ok")).isFalse();
        assertThat(told.member("names").orElseThrow().elements())
                .extracting(name -> name.string("exposed").orElse(""))
                .contains("yours__add");
    }

    @Test
    void the_doctor_finds_a_program_that_is_not_there() throws IOException {
        Ran ran = run("check", file("""
            mcpServers:
              gone: { command: no-such-program-here }
            """));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("no-such-program-here", "PATH");
    }
}
