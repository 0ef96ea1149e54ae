package dev.nave.transport.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.transport.pipe.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    /** Steps of a stop follow each other soon, for children that take no hint. */
    private static final ChildOptions BRISK = new ChildOptions(1 << 20, 1 << 20, LONG, Duration.ofMillis(200), 1 << 20);

    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final Nursery nursery = Nursery.open(new Random(), environment);
    private final Heard heard = new Heard();

    @AfterEach
    void endEveryChild() {
        nursery.close();
    }

    @Test
    void carriesMessagesBothWays() throws Exception {
        ChildProcess child = nursery.start(ChildCommand.of("cat"), ChildOptions.defaults(), heard);
        child.send("{\"ü\":\n1}".getBytes(UTF_8));
        assertThat(heard.next()).isEqualTo("{\"ü\": 1}");
        String large = "{\"a\":\"" + "x".repeat(1_000_000) + "\"}";
        child.send(large.getBytes(UTF_8));
        assertThat(heard.next()).isEqualTo(large);
        child.close();
        assertThat(heard.reason()).isEqualTo("it was stopped");
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThatThrownBy(() -> child.send(new byte[] {'1'})).isInstanceOf(IOException.class);
    }

    @Test
    void keepsJunkAndStderrApartFromMessages() throws Exception {
        ChildProcess child = shell("""
            echo 'Server starting...'; echo '[1]'; printf '\\357\\273\\277{"bom":1}\\r\\n\\n   \\n'
            echo 'oh no' >&2; echo '' >&2
            read -r line
            """);
        assertThat(heard.next()).isEqualTo("[1]");
        assertThat(heard.next()).isEqualTo("{\"bom\":1}");
        child.close();
        heard.reason();
        assertThat(child.errorLog()).contains("(stdout) Server starting...", "oh no");
        assertThat(child.lastErrorLine()).isPresent();
    }

    @Test
    void tellsTheExitCodeAfterTheLastMessage() throws Exception {
        ChildProcess child = shell("echo '{\"last\":1}'; echo 'because of this' >&2; exit 3");
        assertThat(heard.reason()).isEqualTo("it exited with code 3");
        assertThat(heard.next()).isEqualTo("{\"last\":1}");
        assertThat(child.lastErrorLine()).contains("because of this");
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(heard.waiting()).isZero();
    }

    @Test
    void tellsTheSignalThatKilledIt() throws Exception {
        shell("kill -KILL $$");
        assertThat(heard.reason()).isEqualTo("it was killed by signal 9");
    }

    @Test
    void skipsALineBeyondItsBoundAndGoesOn() throws Exception {
        ChildProcess child = shell("""
            head -c 2000000 /dev/zero | tr '\\0' x | sed 's/^/{"id":7,/'; echo; echo '{"next":1}'; read -r line
            """);
        assertThat(heard.next()).startsWith("too large: 2000008 {\"id\":7,xx");
        assertThat(heard.next()).isEqualTo("{\"next\":1}");
        assertThat(child.lastErrorLine().orElseThrow()).contains("2000008 bytes was skipped");
    }

    @Test
    void givesChildrenASmallEnvironmentAndASessionOfTheirOwn() throws Exception {
        environment.put("NAVE_TEST_SECRET", "not for children");
        environment.put("LC_ALL", "C");
        environment.put("https_proxy", "http://proxy.example");
        ChildCommand command = new ChildCommand(
                "sh",
                List.of(
                        "-c",
                        "env | sed 's/.*/{&}/'; cut -d' ' -f1,6 /proc/$$/stat | sed 's/.*/{session &}/'; echo '{end}'"),
                Map.of("NAMED", "yes"),
                Optional.of(Path.of("/")));
        ChildProcess child = nursery.start(command, BRISK, heard);
        List<String> lines = new ArrayList<>();
        for (String line = heard.next(); !line.equals("{end}"); line = heard.next()) {
            lines.add(line);
        }
        assertThat(lines)
                .contains("{NAMED=yes}", "{LC_ALL=C}", "{https_proxy=http://proxy.example}", "{PWD=/}")
                .contains("{PATH=" + environment.get("PATH") + "}")
                .contains("{session " + child.pid() + " " + child.pid() + "}")
                .noneMatch(line -> line.contains("NAVE_TEST_SECRET"));
        assertThat(lines).anyMatch(line -> line.startsWith("{NAVE_CHILD="));
    }

    @Test
    void stopsAChildThatListensToNothingAndItsGrandchildInAnotherSession() throws Exception {
        ChildProcess child = shell("""
            trap '' TERM
            setsid sh -c 'trap "" TERM; echo "{\\"grandchild\\":$$}"; while :; do sleep 1; done' &
            while :; do sleep 1; done
            """);
        ProcessHandle grandchild = handle(heard.next());
        child.close();
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(heard.reason()).isEqualTo("it was stopped");
        assertThat(ProcessFiles.runs(grandchild)).isFalse();
    }

    @Test
    void closesTheInputFirstThenAsksAndKillsLast(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log");
        ChildProcess child = shell("""
            trap 'echo asked >>"%1$s"' TERM
            echo '{"ready":1}'
            while read -r line; do :; done
            echo closed >>"%1$s"
            while :; do sleep 0.02; done
            """.formatted(log));
        assertThat(heard.next()).isEqualTo("{\"ready\":1}");
        child.close();
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(heard.reason()).isEqualTo("it was stopped");
        assertThat(Files.readAllLines(log)).containsExactly("closed", "asked");
    }

    @Test
    void endsAGrandchildThatOutlivesItsParentAndHoldsThePipe() throws Exception {
        ChildProcess child =
                shell("setsid sh -c 'echo \"{\\\"grandchild\\\":$$}\"; exec sleep 600' & read -r line; exit 5");
        ProcessHandle grandchild = handle(heard.next());
        child.send("{}".getBytes(UTF_8));
        assertThat(heard.reason()).isEqualTo("it exited with code 5");
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(ProcessFiles.runs(grandchild)).isFalse();
    }

    @Test
    void stopsAChildThatClosesItsOutput() throws Exception {
        ChildProcess child = shell("exec >&-; sleep 600");
        assertThat(heard.reason()).isEqualTo("it closed its output");
        assertThat(child.awaitEnd(LONG)).isTrue();
    }

    @Test
    void stopsAChildThatDoesNotReadAndFailsItsSenders() throws Exception {
        ChildOptions impatient = new ChildOptions(1000, 1000, Duration.ofMillis(100), Duration.ofMillis(100), 1000);
        ChildProcess child = nursery.start(ChildCommand.of("sleep", "600"), impatient, heard);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        child.send(new byte[10_000]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too slowly");
        child.close();
        assertThat(child.awaitEnd(LONG)).isTrue();
    }

    @Test
    void keepsWhatAChildSaysWithoutWhatItWasGiven() throws Exception {
        ChildCommand telling = new ChildCommand(
                "sh",
                List.of("-c", "echo \"the token is $TOKEN\" >&2; echo \"junk $TOKEN\""),
                Map.of("TOKEN", "t0p-s3cret"),
                Optional.empty(),
                line -> line.replace("t0p-s3cret", "(secret)"));
        ChildProcess child = nursery.start(telling, BRISK, heard);
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(child.errorLog()).containsExactlyInAnyOrder("the token is (secret)", "(stdout) junk (secret)");
    }

    @Test
    void saysWhatCannotBeStarted(@TempDir Path directory) {
        assertThatThrownBy(() -> nursery.start(ChildCommand.of("no-such-program-here"), BRISK, heard))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program-here")
                .hasMessageContaining("PATH");
        assertThatThrownBy(() -> nursery.start(ChildCommand.of("./missing"), BRISK, heard))
                .hasMessageContaining("there is no such program");
        ChildCommand nowhere =
                new ChildCommand("cat", List.of("t0p-s3cret"), Map.of(), Optional.of(directory.resolve("missing")));
        assertThatThrownBy(() -> nursery.start(nowhere, BRISK, heard))
                .hasMessageContaining("does not exist")
                .hasMessageNotContaining("t0p-s3cret");
        assertThat(nowhere.toString()).doesNotContain("t0p-s3cret");
    }

    @Test
    void boundsWhatIsKeptOfStderr() throws Exception {
        ChildOptions small = new ChildOptions(1000, 1000, LONG, LONG, 200);
        ChildProcess child = nursery.start(
                ChildCommand.of("sh", "-c", "i=0; while [ $i -lt 1000 ]; do echo \"line $i\" >&2; i=$((i+1)); done"),
                small,
                heard);
        assertThat(heard.reason()).isEqualTo("it exited with code 0");
        assertThat(child.lastErrorLine()).contains("line 999");
        assertThat(child.errorLog()).hasSizeLessThan(30).doesNotContain("line 0");
    }

    private ChildProcess shell(String script) throws IOException {
        return nursery.start(ChildCommand.of("sh", "-c", script), BRISK, heard);
    }

    private static ProcessHandle handle(String message) {
        return ProcessHandle.of(Long.parseLong(message.replaceAll("\\D", ""))).orElseThrow();
    }
}
