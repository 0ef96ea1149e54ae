package dev.nave.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    void the_doctor_finds_a_program_that_is_not_there() throws IOException {
        Ran ran = run("check", file("""
            mcpServers:
              gone: { command: no-such-program-here }
            """));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("no-such-program-here", "PATH");
    }
}
