package dev.nave.transport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.ChildProcess;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.child.Restraint.Grade;
import dev.nave.transport.pipe.Heard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ChildOptions BRISK = new ChildOptions(1 << 20, 1 << 20, LONG, Duration.ofMillis(500), 1 << 20);

    private final Nursery nursery = Nursery.open(new Random(), System.getenv());
    private final Sandbox sandbox = new Sandbox(nursery);

    @BeforeAll
    static void assumeSandboxes() {
        Attempt.assumeSandboxes();
    }

    @AfterEach
    void endEveryChild() {
        nursery.close();
        sandbox.close();
    }

    @Test
    void theHubsFilesAndShadowCannotBeRead(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path secret = Files.writeString(directory.resolve("hubs secret"), "s3cret");
        String script = "for f in \"$@\"; do [ -n \"$(cat \"$f\" 2>/dev/null)\" ] && echo '[\"read\"]' ||"
                + " echo '[\"not read\"]'; done";
        String[] files = Attempt.USER.isPresent()
                ? new String[] {secret.toString(), "/etc/shadow"}
                : new String[] {secret.toString()};

        assertThat(said(Attempt.unconfined(script, files)))
                .hasSize(files.length)
                .containsOnly("[\"read\"]");
        ChildCommand attempt = Attempt.confinable(script, files);
        assertThat(said(sandbox.confined(attempt, Attempt.strict())))
                .hasSize(files.length)
                .containsOnly("[\"not read\"]");
        SandboxOptions told = with(Attempt.strict(), false, List.of(), List.of(directory));
        assertThat(said(sandbox.confined(Attempt.confinable(script, secret.toString()), told)))
                .containsExactly("[\"read\"]");
        SandboxOptions hidden = with(
                Attempt.options(SandboxOptions.Files.READ_ONLY, List.of(directory)),
                false,
                List.of(),
                List.of(directory));
        assertThat(said(sandbox.confined(attempt, hidden)))
                .hasSize(files.length)
                .containsOnly("[\"not read\"]");
    }

    /** The other user may not even look into the outer one, so it could not be reached to hide what lies there. */
    @Test
    void whatLiesInAHiddenPlaceIsHiddenWithIt(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path outer = Files.createDirectory(
                directory.resolve("outer"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path inner = Files.writeString(outer.resolve("inner"), "s3cret");
        SandboxOptions options = Attempt.options(SandboxOptions.Files.READ_ONLY, List.of(inner, outer));
        assertThat(said(sandbox.confined(
                        Attempt.confinable("echo [$(ls -A \"$1\" | wc -l)]", outer.toString()), options)))
                .containsExactly("[0]");
    }

    @Test
    void theNetworkCannotBeReached() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String script = "(exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && echo '[\"reached\"]' || echo '[\"none\"]'";
            String port = Integer.toString(listener.getLocalPort());
            assertThat(said(Attempt.unconfined(script, port))).containsExactly("[\"reached\"]");
            assertThat(said(sandbox.confined(Attempt.confinable(script, port), Attempt.strict())))
                    .containsExactly("[\"none\"]");
            SandboxOptions host = with(Attempt.strict(), true, List.of(), List.of());
            assertThat(said(sandbox.confined(Attempt.confinable(script, port), host)))
                    .containsExactly("[\"reached\"]");
        }
    }

    @Test
    void processesAreBounded() throws Exception {
        // Bash would try for long to have one process more.
        String script = "exec sh -c 'n=0; while [ $n -lt 150 ]; do sleep 100 & n=$((n + 1)); pids=\"$pids $!\";"
                + " echo [$n]; done; kill $pids'";
        assertThat(said(Attempt.unconfined(script))).last().isEqualTo("[150]");
        List<String> confined = said(sandbox.confined(Attempt.confinable(script), Attempt.strict()));
        assertThat(confined.size()).as("processes reached").isBetween(5, 30);
    }

    @Test
    void memoryIsBounded() throws Exception {
        String script = "echo [$(head -c 200000000 /dev/zero | tail | wc -c)]";
        assertThat(said(Attempt.unconfined(script))).containsExactly("[200000000]");
        assertThat(said(sandbox.confined(Attempt.confinable(script), Attempt.strict())))
                .doesNotContain("[200000000]");
    }

    @Test
    void whatIsKilledForItsMemoryIsTold() throws Exception {
        Heard heard = new Heard();
        // Pages of /tmp count as well, whatever the limit of a process is.
        nursery.start(sandbox.confined(Attempt.confinable("exec tail /dev/zero"), Attempt.strict()), BRISK, heard);
        assertThat(heard.reason())
                .matches("it was killed \\(exit code 137\\): it needed more than its 67108864.*"
                        + "|it exited with code 1");
    }

    @Test
    void diskAndTemporaryFilesAreBounded(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        String script = "for d in \"$@\"; do rm -f $d/fill; dd if=/dev/zero of=$d/fill bs=64k count=64 2>/dev/null;"
                + " echo [$(wc -c <$d/fill 2>/dev/null)]; rm -f $d/fill; done";
        assertThat(said(Attempt.unconfined(script, directory.toString(), "/dev/shm")))
                .containsExactly("[4194304]", "[4194304]");
        ChildCommand attempt =
                Attempt.confinable(script, directory.toString(), "/", "/usr", "/dev", "/dev/shm", "/tmp");
        assertThat(said(sandbox.confined(attempt, Attempt.strict())))
                .containsExactly("[]", "[]", "[]", "[]", "[1048576]", "[1048576]");
        SandboxOptions writing = with(Attempt.strict(), false, List.of(directory), List.of());
        assertThat(said(sandbox.confined(Attempt.confinable(script, directory.toString()), writing)))
                .containsExactly("[4194304]");
        SandboxOptions reading = with(Attempt.strict(), false, List.of(), List.of(directory));
        assertThat(said(sandbox.confined(Attempt.confinable(script, directory.toString()), reading)))
                .containsExactly("[]");
    }

    @Test
    void dangerousCallsAreDenied() throws Exception {
        String script = "unshare --user true 2>/dev/null && echo '[\"new namespace\"]' || echo '[\"denied\"]';"
                + " echo \"[$(grep Seccomp: /proc/self/status | tr -dc 0-9)]\";"
                + " echo \"[\\\"$(grep CapEff /proc/self/status | tr -dc 0-9a-f)\\\"]\"";
        assertThat(said(Attempt.unconfined(script))).contains("[\"new namespace\"]", "[0]");
        assertThat(said(sandbox.confined(Attempt.confinable(script), Attempt.strict())))
                .startsWith("[\"denied\"]", "[2]")
                .last()
                .asString()
                .endsWith("0000000000000000\"]");
    }

    @Test
    void aConfinedServerHearsThatItIsToEnd() throws Exception {
        Heard heard = new Heard();
        ChildProcess child = nursery.start(
                sandbox.confined(
                        Attempt.confinable("trap 'echo \"[\\\"bye\\\"]\"; exit 0' TERM; echo '[]';"
                                + " while :; do sleep 0.05; done"),
                        Attempt.strict()),
                BRISK,
                heard);
        assertThat(heard.next()).isEqualTo("[]");
        child.close();
        assertThat(heard.next()).isEqualTo("[\"bye\"]");
        assertThat(child.awaitEnd(LONG)).isTrue();
    }

    @Test
    void nothingIsStartedUnconfined() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", "/nowhere");
        try (Nursery poor = Nursery.open(new Random(), environment);
                Sandbox none = new Sandbox(poor)) {
            assertThatThrownBy(() -> none.confined(Attempt.confinable("true"), Attempt.strict()))
                    .isInstanceOfSatisfying(CannotStart.class, e -> {
                        assertThat(e).hasMessageContaining("no bubblewrap (bwrap) here");
                        assertThat(e.isWorthRetrying()).isFalse();
                    });
        }
    }

    @Test
    void limitsThatCannotBeEnforcedAreRefusedUnlessTheOperatorPutsUpWithThem(@TempDir Path bin) throws Exception {
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        // A bubblewrap as it was before it knew sizes.
        program(bin.resolve("bwrap"), "case $1 in --help) echo --disable-userns ;; *) exec true ;; esac");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        try (Nursery old = Nursery.open(new Random(), environment);
                Sandbox without = new Sandbox(old)) {
            assertThatThrownBy(() -> without.confined(Attempt.confinable("true"), Attempt.strict()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessage("its sandbox cannot bound its tmp: bubblewrap is older than 0.8, which knows no sizes");
            assertThat(without.proven(Attempt.strict()))
                    .filteredOn(restraint -> restraint.grade() == Grade.CANNOT)
                    .extracting(Restraint::resource)
                    .containsExactly("tmp");
        }
    }

    @Test
    void aSandboxThatCannotBeSetUpIsTold(@TempDir Path bin) throws Exception {
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        program(bin.resolve("bwrap"), "case $1 in --help) echo --size ;; *) echo 'bwrap: no way' >&2; exit 1 ;; esac");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        Heard heard = new Heard();
        try (Nursery broken = Nursery.open(new Random(), environment);
                Sandbox without = new Sandbox(broken)) {
            assertThatThrownBy(() -> without.proven(Attempt.strict()))
                    .hasMessage("no sandbox can be set up here: bwrap: no way");
            broken.start(without.confined(Attempt.confinable("true"), Attempt.strict()), BRISK, heard);
            assertThat(heard.reason())
                    .isEqualTo("its sandbox could not be set up, so it was not started: bwrap: no way");
        }
    }

    @Test
    void saysWhatHolds() throws Exception {
        List<Restraint> restraints = sandbox.proven(Attempt.strict());
        assertThat(restraints)
                .extracting(Restraint::resource)
                .containsExactly(
                        "files",
                        "tmp",
                        "disk",
                        "network",
                        "other processes",
                        "system calls",
                        "memory",
                        "cpu",
                        "processes");
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static SandboxOptions with(SandboxOptions options, boolean network, List<Path> write, List<Path> read) {
        return new SandboxOptions(
                options.files(),
                read,
                write,
                List.of(),
                options.hidden(),
                options.tmpBytes(),
                network,
                options.memoryBytes(),
                options.cpus(),
                options.processes(),
                options.user(),
                options.possible());
    }

    /** Everything a child says until it ends. */
    private List<String> said(ChildCommand command) throws Exception {
        Heard heard = new Heard();
        nursery.start(command, BRISK, heard);
        heard.reason();
        List<String> said = new ArrayList<>();
        while (heard.waiting() > 0) {
            said.add(heard.next());
        }
        return said;
    }
}
