package dev.nave.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody types at a shell on a terminal and presses the Tab key. What runs in the end is a program that prints its
 * arguments, and asks Nave itself when the completions do.
 */
@Tag("long")
final class CompletionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern PROMPT = Pattern.compile("at your service");

    @TempDir
    Path directory;

    private Path program;

    @BeforeEach
    void putAProgramOnThePath() throws IOException {
        program = Files.createDirectories(directory.resolve("bin")).resolve("nave");
        String nave =
                HubProcess.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Files.writeString(program, """
            #!/bin/sh
            if [ "$1" = complete ]; then exec %s "$@"; fi
            echo "typed: $*"
            """.formatted(nave));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("nave.yaml"), """
            mcpServers:
              files: { sample: files }
              notes: { sample: notes }
            """);
        Files.writeString(
                directory.resolve("other.yaml"), "mcpServers: { tickets: { url: 'http://127.0.0.1:1/mcp' } }");
    }

    @Test
    void bash_completes_commands_options_files_and_names_of_servers() throws Exception {
        Machine.needs("bash", "bash");
        Machine.needs("script", "bsdutils");
        Path script = completions("bash", "nave.bash");
        Files.writeString(directory.resolve("rc"), "source " + script + "\nPROMPT_COMMAND='echo at your service'\n");
        typeAt("bash --noprofile --rcfile rc -i");
    }

    @Test
    void zsh_completes_the_same_from_a_script_that_it_reads() throws Exception {
        Machine.needs("zsh", "zsh");
        Machine.needs("script", "bsdutils");
        Path script = completions("zsh", "nave.zsh");
        Files.writeString(directory.resolve(".zshrc"), """
            autoload -Uz compinit; compinit -u
            source %s
            precmd() { echo at your service }
            """.formatted(script));
        typeAt("zsh -d -i");
    }

    @Test
    void zsh_completes_the_same_from_a_function_that_it_loads() throws Exception {
        Machine.needs("zsh", "zsh");
        Machine.needs("script", "bsdutils");
        Files.createDirectories(directory.resolve("functions"));
        completions("zsh", "functions/_nave");
        Files.writeString(directory.resolve(".zshrc"), """
            fpath=(%s $fpath)
            autoload -Uz compinit; compinit -u
            precmd() { echo at your service }
            """.formatted(directory.resolve("functions")));
        typeAt("zsh -d -i");
    }

    @Test
    void fish_offers_the_same_with_descriptions() throws Exception {
        Machine.needs("fish", "fish");
        Path script = completions("fish", "nave.fish");
        assertThat(offered(script, "nave sta"))
                .containsExactly("status: Says how the servers of the running hub are doing");
        assertThat(words(script, "nave restart ")).containsExactlyInAnyOrder("files", "notes");
        assertThat(words(script, "nave logs -c other.yaml ")).containsExactly("tickets");
        assertThat(words(script, "nave secret ro")).containsExactly("rotate-key");
        assertThat(words(script, "nave secret set --sto")).containsExactly("--store");
        assertThat(words(script, "nave serve oth")).containsExactly("other.yaml");
        assertThat(words(script, "nave completion ")).containsExactlyInAnyOrder("bash", "zsh", "fish");
        assertThat(words(script, "nave help secr")).contains("secrets", "secret");
    }

    private List<String> words(Path script, String line) throws Exception {
        return offered(script, line).stream()
                .map(each -> each.replaceFirst(": .*", ""))
                .toList();
    }

    private List<String> offered(Path script, String line) throws Exception {
        String words = "source %s; complete -C '%s'".formatted(script, line);
        try (Child fish = Child.start("fish", List.of("fish", "--no-config", "-c", words), environment(), directory)) {
            assertThat(fish.awaitEnd(PATIENCE)).as(fish.output()).isZero();
            return fish.output()
                    .lines()
                    .filter(each -> !each.isBlank())
                    .map(each -> each.replace("\t", ": "))
                    .toList();
        }
    }

    private void typeAt(String shell) throws Exception {
        List<String> command = List.of("script", "-qefc", shell, "/dev/null");
        try (Child terminal = Child.start(shell, command, environment(), directory)) {
            Terminal typed = new Terminal(terminal);
            typed.expect("nave stat\t", "status");
            typed.expect("nave restart fi\t", "restart files");
            typed.expect("nave logs -c other.yaml t\t", "logs -c other.yaml tickets");
            typed.expect("nave disable files no\t", "disable files notes");
            typed.expect("nave secret rot\t", "secret rotate-key");
            typed.expect("nave serve --log-l\t", "serve --log-level");
            typed.expect("nave serve oth\t", "serve other.yaml");
            typed.expect("nave completion fi\t", "completion fish");
            typed.expect("nave help lifec\t", "help lifecycle");
            typed.expect("nave connect claude-c\t", "connect claude-code");
            terminal.tell("exit");
            assertThat(terminal.awaitEnd(PATIENCE)).isZero();
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH", program.getParent() + ":" + System.getenv("PATH"),
                "HOME", directory.toString(),
                "ZDOTDIR", directory.toString(),
                "XDG_CONFIG_HOME", directory.resolve("config").toString(),
                "XDG_DATA_HOME", directory.resolve("data").toString(),
                "TERM", "dumb");
    }

    private Path completions(String shell, String file) throws Exception {
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("completion", shell));
        Path to = directory.resolve(file);
        Process process =
                new ProcessBuilder(command).redirectOutput(to.toFile()).start();
        assertThat(process.waitFor()).isZero();
        return to;
    }

    /** A line at a time: the next is typed once the shell asks for it. */
    private static final class Terminal {
        private final Child child;
        private int asked;

        Terminal(Child child) {
            this.child = child;
        }

        void expect(String keys, String arguments) throws Exception {
            child.awaitLine(PROMPT, PATIENCE, ++asked);
            child.tell(keys);
            child.awaitLine(Pattern.compile("typed: " + Pattern.quote(arguments) + "\\s*$"), PATIENCE);
        }
    }
}
