package dev.nave.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.ChildProcess;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.pipe.Heard;
import dev.nave.transport.ssh.SshOptions.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SshTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "plain",
            "it's",
            "'",
            "''\"\"",
            "$HOME `id` $(id) ${x}",
            "a\\b\\\\c\\",
            "two\nlines\r\nand a tab\t",
            "*?[a-z]~ #!&|;<>(){}^%",
            "-n",
            "--",
            "ü€😀",
            "\u0001\u007f");

    @TempDir
    static Path directory;

    private static TestServer server;

    private final Nursery nursery = Nursery.open(new Random(), System.getenv());
    private final Ssh ssh = new Ssh(System.getenv());
    private final Heard heard = new Heard();

    @BeforeAll
    static void startTheServer() throws Exception {
        server = TestServer.start(directory);
    }

    @AfterAll
    static void endTheServer() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void endEveryChild() {
        nursery.close();
    }

    @Test
    void carriesMessagesBothWays() throws Exception {
        ChildProcess child = start(options("cat"));
        child.send("{\"ü\": 1}".getBytes(UTF_8));
        assertThat(heard.next()).isEqualTo("{\"ü\": 1}");
        child.close();
        assertThat(child.awaitEnd(LONG)).isTrue();
    }

    @Test
    void handsOverArgumentsAndVariablesAsTheyAre() throws Exception {
        String[] words = NASTY.toArray(String[]::new);
        Map<String, String> environment = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i++) {
            environment.put("NASTY_" + i, words[i]);
        }
        environment.put("not.a.name", "it's");
        String script = "for a in \"$@\"; do printf '[\"'; printf %s \"$a\" | base64 -w0; echo '\"]'; done;"
                + " i=0; while [ $i -lt " + words.length + " ]; do printf '[\"'; eval \"printf %s"
                + " \\\"\\$NASTY_$i\\\"\" | base64 -w0; echo '\"]';"
                + " i=$((i+1)); done; printf '[\"'; tr '\\0' '\\n"
                + "' </proc/$$/environ | grep '^not.a.name=' | tr -d '\\n"
                + "' | base64 -w0; echo '\"]'; read -r line";
        SshOptions options = new TestOptions("sh")
                .arguments("-c", script, "sh")
                .moreArguments(words)
                .environment(environment)
                .options();
        start(options);
        for (int round = 0; round < 2; round++) {
            for (String word : words) {
                assertThat(decoded(heard.next())).isEqualTo(word);
            }
        }
        assertThat(decoded(heard.next())).isEqualTo("not.a.name=it's");
    }

    @Test
    void showsNoValueInAnyListOfProcesses() throws Exception {
        ChildProcess child = start(new TestOptions("sh")
                .arguments("-c", "echo \"[\\\"$TOKEN\\\"]\"; cat")
                .environment(Map.of("TOKEN", "t0p-s3cret"))
                .options());
        assertThat(heard.next()).isEqualTo("[\"t0p-s3cret\"]");
        assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/cmdline")))
                .contains("BatchMode=yes", "ServerAliveInterval=15")
                .doesNotContain("t0p-s3cret");
        assertThat(ProcessHandle.allProcesses()
                        .map(process ->
                                String.join(" ", process.info().arguments().orElse(new String[0]))))
                .noneMatch(line -> line.contains("t0p-s3cret"));
    }

    @Test
    void runsWhereItIsTold() throws Exception {
        Path there = Files.createDirectories(directory.resolve("it's here"));
        start(new TestOptions("sh")
                .arguments("-c", "echo \"[\\\"$(pwd)\\\"]\"; cat")
                .directory(there.toString())
                .options());
        assertThat(heard.next()).isEqualTo("[\"" + there + "\"]");
    }

    @Test
    void findsAProgramInTheUsersOwnDirectory() throws Exception {
        Path program =
                Files.writeString(directory.resolve("it's a program"), "#!/bin/sh\necho \"[\\\"$0\\\"]\"; cat\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        start(new TestOptions("~/it's a program")
                .environment(Map.of("HOME", directory.toString()))
                .options());
        assertThat(heard.next()).isEqualTo("[\"" + program + "\"]");
    }

    @Test
    void theProgramThereEndsWithTheConnectionThoughItTakesNoHint() throws Exception {
        ChildProcess child = start(new TestOptions("sh")
                .arguments("-c", "trap '' TERM HUP PIPE; echo \"[$$]\"; while :; do sleep 1; done")
                .options());
        String pid = heard.next().replaceAll("\\D", "");
        ProcessHandle there = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
        assertThat(heard.reason()).isEqualTo("it was killed by signal 9");
        assertThat(there.onExit()).succeedsWithin(LONG);
    }

    @Test
    void tellsTheCodeOfTheProgramThere() throws Exception {
        start(new TestOptions("sh").arguments("-c", "exit 3").options());
        assertThat(heard.reason()).isEqualTo("it exited with code 3");
    }

    @Test
    void saysThatTheProgramIsNotThere() throws Exception {
        start(options("no-such-program-here"));
        assertThat(heard.reason()).startsWith("there is no program no-such-program-here on 127.0.0.1 (exit code 127)");
    }

    @Test
    void saysThatTheHostCannotBeReached() throws Exception {
        start(new TestOptions("cat").port(TestServer.freePort()).options());
        assertThat(heard.reason()).startsWith("127.0.0.1 cannot be reached: check host and port");
    }

    @Test
    void saysThatThereIsNoSuchHost() throws Exception {
        start(new TestOptions("cat").host("no-such-host.invalid").options());
        assertThat(heard.reason()).isEqualTo("there is no host no-such-host.invalid by that name");
    }

    @Test
    void takesNoKeyOfAHostThatIsNotKnownUnlessItIsTold() throws Exception {
        Path none = directory.resolve("none known");
        start(new TestOptions("cat").knownHosts(none).options());
        assertThat(heard.reason()).startsWith("the key of 127.0.0.1 is not known");

        Heard taken = new Heard();
        ChildProcess child = nursery.start(
                ssh.command(new TestOptions("cat")
                        .knownHosts(none)
                        .hostKeys(HostKeys.ACCEPT_NEW)
                        .options()),
                ChildOptions.defaults(),
                taken);
        child.send("{}".getBytes(UTF_8));
        assertThat(taken.next()).isEqualTo("{}");
        assertThat(none).content().contains("ssh-ed25519");
    }

    @Test
    void takesNoKeyThatHasChanged() throws Exception {
        TestServer.makeKey(directory.resolve("other"));
        Path changed = Files.writeString(
                directory.resolve("changed"),
                "[127.0.0.1]:" + server.port() + " " + Files.readString(directory.resolve("other.pub")));
        start(new TestOptions("cat")
                .knownHosts(changed)
                .hostKeys(HostKeys.ACCEPT_NEW)
                .options());
        assertThat(heard.reason()).startsWith("the key of 127.0.0.1 is not the one that is known");
    }

    @Test
    void saysThatItWasNotLetIn() throws Exception {
        TestServer.makeKey(directory.resolve("stranger"));
        start(new TestOptions("cat").identity(directory.resolve("stranger")).options());
        assertThat(heard.reason()).startsWith("127.0.0.1 refused to let the hub in");
    }

    @Test
    void saysThatThereIsNoSuchKey() {
        assertThatThrownBy(() -> start(new TestOptions("cat")
                        .identity(directory.resolve("missing"))
                        .options()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("missing cannot be read");
    }

    private static String decoded(String message) {
        return new String(Base64.getDecoder().decode(message.substring(2, message.length() - 2)), UTF_8);
    }

    private ChildProcess start(SshOptions options) throws Exception {
        return nursery.start(ssh.command(options), ChildOptions.defaults(), heard);
    }

    private static SshOptions options(String command) {
        return new TestOptions(command).options();
    }

    /** Options in the making. */
    private static final class TestOptions {
        private final String command;
        private String host = "127.0.0.1";
        private int port = server.port();
        private Path identity = server.identity();
        private Path knownHosts = server.knownHosts();
        private HostKeys hostKeys = HostKeys.STRICT;
        private List<String> arguments = List.of();
        private Map<String, String> environment = Map.of();
        private Optional<String> place = Optional.empty();

        TestOptions(String command) {
            this.command = command;
        }

        TestOptions host(String other) {
            host = other;
            return this;
        }

        TestOptions port(int other) {
            port = other;
            return this;
        }

        TestOptions identity(Path other) {
            identity = other;
            return this;
        }

        TestOptions knownHosts(Path other) {
            knownHosts = other;
            return this;
        }

        TestOptions hostKeys(HostKeys other) {
            hostKeys = other;
            return this;
        }

        TestOptions arguments(String... words) {
            arguments = List.of(words);
            return this;
        }

        TestOptions moreArguments(String... words) {
            arguments = Stream.concat(arguments.stream(), Stream.of(words)).toList();
            return this;
        }

        TestOptions environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        TestOptions directory(String other) {
            place = Optional.of(other);
            return this;
        }

        SshOptions options() {
            return new SshOptions(
                    host,
                    Optional.empty(),
                    OptionalInt.of(port),
                    Optional.of(identity),
                    Optional.of(knownHosts),
                    hostKeys,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    List.of("-F", "none"),
                    command,
                    arguments,
                    environment,
                    place,
                    UnaryOperator.identity());
        }
    }
}
