package dev.nave.transport.container;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real containers, and that none outlives its hub, whatever becomes of that. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainersTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private TestEngine engine;
    private TestImage image;
    private Nursery nursery;
    private Containers containers;
    private Heard heard;

    /** The engine of these tests, which is closed when they are done. */
    abstract TestEngine open(Path directory) throws Exception;

    @BeforeAll
    void buildTheImage(@TempDir Path directory) throws Exception {
        engine = open(directory);
        image = TestImage.build(engine, directory);
    }

    @AfterAll
    void removeTheImage() throws Exception {
        if (image != null) {
            image.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void openANursery() {
        nursery = Nursery.open(new Random(), engine.environment());
        containers = new Containers(nursery, engine.environment());
        heard = new Heard();
    }

    @AfterEach
    void endEveryContainer() throws Exception {
        nursery.close();
        assertThat(engine.containers(nursery.hub())).isEmpty();
    }

    @Test
    void carriesMessagesBothWays() throws Exception {
        ChildProcess child = start(new TestOptions(engine.name(), image.digest()).options());
        child.send("{\"ü\": 1}".getBytes(UTF_8));
        assertThat(heard.next()).isEqualTo("{\"ü\": 1}");
        assertThat(engine.containers(nursery.hub())).hasSize(1);
        child.close();
        assertThat(heard.reason()).isEqualTo("it was stopped");
        assertThat(child.awaitEnd(LONG)).isTrue();
    }

    @Test
    void endsWhatTakesNoHint() throws Exception {
        ChildProcess child = shell("trap '' TERM; echo '[]'; while :; do sleep 1; done");
        assertThat(heard.next()).isEqualTo("[]");
        child.close();
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(engine.containers(nursery.hub())).isEmpty();
    }

    @Test
    void confinesWhatAsksForNothing(@TempDir Path directory) throws Exception {
        Path shared = Files.writeString(directory.resolve("a, \"b\".txt"), "shared");
        ContainerOptions options =
                options().mount(new Mount(shared, "/data/file", false)).run("""
                    show() { echo "[\\"$*\\"]"; }
                    show "$(id -u):$(id -g)"
                    show "$(cat /data/file)"
                    (echo x >/data/file) 2>/dev/null && show wrote || show 'cannot write what is mounted'
                    (echo x >/file) 2>/dev/null && show wrote || show 'cannot write its root'
                    dd if=/dev/zero of=/tmp/fill bs=64k 2>/dev/null; show "$(wc -c </tmp/fill)"
                    show "$(ls /sys/class/net)"
                    show $(grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status)
                    read -r line
                    """);
        start(options);
        assertThat(heard.next()).isEqualTo("[\"65532:65532\"]");
        assertThat(heard.next()).isEqualTo("[\"shared\"]");
        assertThat(heard.next()).contains("cannot write what is mounted");
        assertThat(heard.next()).contains("cannot write its root");
        assertThat(heard.next()).isEqualTo("[\"1048576\"]");
        assertThat(heard.next()).isEqualTo("[\"lo\"]");
        assertThat(heard.next()).contains("CapEff: 0000000000000000", "CapBnd: 0000000000000000", "NoNewPrivs: 1");
        List<Restraint> restraints = containers.restraints(options);
        assertThat(restraints)
                .extracting(Restraint::resource)
                .containsExactly(
                        "files", "tmp", "network", "user", "privileges", "system calls", "memory", "cpu", "processes");
        assertThat(restraints)
                .filteredOn(each ->
                        List.of("files", "tmp", "network", "user", "privileges").contains(each.resource()))
                .allMatch(each -> each.grade() == Grade.ENFORCED);
    }

    @Test
    void handsValuesOverOutOfSight() throws Exception {
        ChildProcess child = start(options()
                .environment(Map.of("TOKEN", "t0p-s3cret", "HOME", "/tmp", "DOCKER_HOST", "nowhere"))
                .run("echo \"[\\\"$TOKEN $HOME $DOCKER_HOST\\\"]\"; read -r line"));
        assertThat(heard.next()).isEqualTo("[\"t0p-s3cret /tmp nowhere\"]");
        String line = Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"));
        assertThat(line).contains("TOKEN").doesNotContain("t0p-s3cret");
    }

    @Test
    void saysThatMemoryRanOut() throws Exception {
        start(options().run("exec tail /dev/zero"));
        assertThat(heard.reason()).contains("exit code 137", "more than its 33554432 bytes of memory");
    }

    @Test
    void boundsProcesses() throws Exception {
        shell("""
            n=0
            while [ $n -lt 200 ]; do sleep 100 & n=$((n + 1)); done 2>/dev/null
            echo '["all"]'
            """);
        assertThat(heard.reason()).startsWith("it exited with code ");
        assertThat(heard.waiting()).isZero();
    }

    @Test
    void saysThatTheProgramIsNotInTheImage() throws Exception {
        start(options().entrypoint("/bin/missing").options());
        assertThat(heard.reason()).contains("not found in the image " + image.name());
    }

    @Test
    void saysThatTheImageIsMissing() {
        assertThatThrownBy(() -> start(new TestOptions(engine.name(), "localhost/nave-no-such-image:1").options()))
                .isInstanceOfSatisfying(CannotStart.class, e -> {
                    assertThat(e).hasMessageContaining("is not on this machine, and pull is never");
                    assertThat(e.advice()).contains("pull localhost/nave-no-such-image:1");
                });
    }

    @Test
    void saysThatTheRegistryCannotBeReached() {
        assertThatThrownBy(() -> start(new TestOptions(engine.name(), "127.0.0.1:1/no-such-image:1")
                        .pull(Pull.MISSING)
                        .options()))
                .isInstanceOfSatisfying(CannotStart.class, e -> {
                    assertThat(e).hasMessageContaining("127.0.0.1:1/no-such-image:1 could not be fetched");
                    assertThat(e.isWorthRetrying()).isTrue();
                });
    }

    @Test
    void mountsNothingThatIsNotThere(@TempDir Path directory) {
        ContainerOptions options = options()
                .mount(new Mount(directory.resolve("missing"), "/data", false))
                .options();
        assertThatThrownBy(() -> start(options)).hasMessageContaining("missing to mount");
    }

    @Test
    void endWithAHubThatIsKilled() throws Exception {
        try (HubForTest.Running hub = HubForTest.start(image)) {
            assertThat(engine.containers(hub.name())).hasSize(1);
            hub.process().destroyForcibly().waitFor();
            awaitNone(hub.name());
        }
    }

    @Test
    void areRemovedByTheNextHubWhenOneWasKilledWithItsWatchdog() throws Exception {
        try (HubForTest.Running hub = HubForTest.start(image)) {
            ProcessHandle watchdog = hub.process()
                    .children()
                    .filter(child -> List.of(child.info().arguments().orElse(new String[0]))
                            .contains("nave-watchdog"))
                    .findFirst()
                    .orElseThrow();
            watchdog.destroyForcibly();
            watchdog.onExit().join();
            hub.process().destroyForcibly().waitFor();
            containers.restraints(options().options());
            awaitNone(hub.name());
        }
    }

    private void awaitNone(String hub) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (!engine.containers(hub).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(engine.containers(hub)).isEmpty();
    }

    private TestOptions options() {
        return new TestOptions(engine.name(), image.name());
    }

    private ChildProcess shell(String script) throws Exception {
        return start(options().run(script));
    }

    private ChildProcess start(ContainerOptions options) throws Exception {
        ChildCommand command = containers.command("test", options);
        return nursery.start(command, new ChildOptions(1 << 20, 1 << 20, LONG, Duration.ofSeconds(1), 1 << 20), heard);
    }

    /** Options in the making: small, never fetched, as confined as the defaults are. */
    static final class TestOptions {
        private final String engine;
        private final String image;
        private Pull pull = Pull.NEVER;
        private Optional<String> entrypoint = Optional.empty();
        private List<String> arguments = List.of("cat");
        private Map<String, String> environment = Map.of();
        private List<Mount> mounts = List.of();

        TestOptions(String engine, String image) {
            this.engine = engine;
            this.image = image;
        }

        TestOptions pull(Pull other) {
            pull = other;
            return this;
        }

        TestOptions entrypoint(String program) {
            entrypoint = Optional.of(program);
            return this;
        }

        TestOptions environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        TestOptions mount(Mount mount) {
            mounts = List.of(mount);
            return this;
        }

        ContainerOptions run(String script) {
            arguments = List.of("sh", "-c", script);
            return options();
        }

        ContainerOptions options() {
            return new ContainerOptions(
                    image,
                    pull,
                    Duration.ofMinutes(1),
                    Optional.of(engine),
                    entrypoint,
                    arguments,
                    environment,
                    Optional.empty(),
                    mounts,
                    true,
                    1 << 20,
                    Optional.of("65532:65532"),
                    ContainerOptions.NO_NETWORK,
                    32 << 20,
                    1,
                    20,
                    List.of(),
                    Map.of("purpose", "test"),
                    TestImage.OPTIONS,
                    UnaryOperator.identity());
        }
    }
}
