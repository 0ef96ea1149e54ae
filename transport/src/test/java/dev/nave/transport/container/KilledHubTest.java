package dev.nave.transport.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.transport.child.Nursery;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No container outlives its hub, whatever becomes of that. */
@Timeout(180)
class KilledHubTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void containersEndWithAHubThatIsKilled() throws Exception {
        try (TestImage image = TestImage.build(directory);
                Hub hub = Hub.start(image)) {
            assertThat(TestImage.containers(hub.name)).hasSize(1);
            hub.process.destroyForcibly().waitFor();
            awaitNone(hub.name);
        }
    }

    @Test
    void aHubRemovesContainersOfOneThatWasKilledWithItsWatchdog() throws Exception {
        try (TestImage image = TestImage.build(directory);
                Hub hub = Hub.start(image)) {
            ProcessHandle watchdog = hub.process
                    .children()
                    .filter(child -> List.of(child.info().arguments().orElse(new String[0]))
                            .contains("nave-watchdog"))
                    .findFirst()
                    .orElseThrow();
            watchdog.destroyForcibly();
            watchdog.onExit().join();
            hub.process.destroyForcibly().waitFor();
            try (Nursery nursery = Nursery.open(new Random(), System.getenv())) {
                new Containers(nursery, System.getenv()).restraints(ContainersTest.TestOptions.of(image.name()));
            }
            awaitNone(hub.name);
        }
    }

    private static void awaitNone(String hub) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (!TestImage.containers(hub).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(TestImage.containers(hub)).isEmpty();
    }

    /** A process with a nursery and a container that takes no hint. */
    private record Hub(Process process, String name) implements AutoCloseable {
        static Hub start(TestImage image) throws Exception {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HubForTest.class.getName(),
                            image.name())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new Hub(process, Optional.ofNullable(lines.readLine()).orElseThrow());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
