package dev.nave.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal of sixty columns shows, and what a pipe gets. */
final class TerminalTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ESCAPE = "\u001b";
    private static final String NAVE =
            HubProcess.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));

    @TempDir
    Path directory;

    @BeforeEach
    void settle() throws Exception {
        // A server that takes its time, and one that says at length why it cannot be started.
        Files.writeString(directory.resolve("nave.yaml"), """
            waits: { probe: 2m, start: 4m }
            mcpServers:
              slow: { command: sh, args: ["-c", "sleep 3; exec %s sample notes"] }
              broken: { command: a-program-that-nobody-has-installed-on-any-machine-whatever }
            """.formatted(NAVE));
    }

    @Test
    void a_table_fits_the_terminal_states_have_colours_and_a_wait_is_told_and_gone_again() throws Exception {
        Machine.needs("script", "bsdutils");
        String said = onTerminal(Map.of());
        assertThat(said).contains(ESCAPE + "[32mready" + ESCAPE + "[0m").contains("Waiting for", "slow", ESCAPE + "[K");
        List<String> table = plain(said)
                .lines()
                .map(line -> line.substring(line.lastIndexOf('\r', Math.max(0, line.length() - 2)) + 1)
                        .strip())
                .dropWhile(line -> !line.startsWith("SERVER"))
                .toList();
        assertThat(table).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(table.getLast()).endsWith("…");
    }

    @Test
    void nothing_has_a_colour_where_none_is_wanted() throws Exception {
        Machine.needs("script", "bsdutils");
        assertThat(onTerminal(Map.of("NO_COLOR", "1")))
                .contains("ready")
                .doesNotContain(ESCAPE + "[32m", ESCAPE + "[1m");
    }

    @Test
    void a_pipe_gets_every_word_and_no_escape() throws Exception {
        String said = run(List.of("sh", "-c", NAVE + " ls 2>&1 | cat"), Map.of());
        assertThat(said)
                .contains("ready", "a-program-that-nobody-has-installed-on-any-machine-whatever")
                .doesNotContain(ESCAPE, "Waiting for");
    }

    private String onTerminal(Map<String, String> environment) throws Exception {
        return run(List.of("script", "-qefc", "stty cols 60; " + NAVE + " ls", "/dev/null"), environment);
    }

    private String run(List<String> command, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(Map.of("TERM", "xterm", "XDG_STATE_HOME", directory.toString()));
        try (Child child = Child.start("nave ls", command, environment, directory)) {
            assertThat(child.awaitEnd(PATIENCE)).as(child.output()).isZero();
            return child.output();
        }
    }

    private static String plain(String text) {
        return text.replaceAll(ESCAPE + "\\[[0-9;]*[A-Za-z]", "");
    }
}
