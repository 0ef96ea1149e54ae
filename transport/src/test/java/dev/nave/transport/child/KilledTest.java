package dev.nave.transport.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.transport.pipe.Heard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class KilledTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void leavesNothingWhenItsProcessIsKilled() throws Exception {
        Process hub = hub();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8))) {
            String mark = lines.readLine();
            lines.readLine();
            assertThat(Sweep.find(value -> value.contains(mark))).hasSizeGreaterThanOrEqualTo(3);
            hub.destroyForcibly().waitFor();
            awaitNone(mark);
        }
    }

    @Test
    void endsAtItsStartWhatAHubLeftWhoseWatchdogDiedToo() throws Exception {
        Process hub = hub();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8))) {
            String mark = lines.readLine();
            ProcessHandle watchdog =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            watchdog.destroyForcibly();
            while (ProcessFiles.runs(watchdog)) {
                Thread.sleep(10);
            }
            hub.destroyForcibly().waitFor();
            assertThat(Sweep.find(value -> value.contains(mark))).isNotEmpty();
            Nursery.open(new Random(), System.getenv()).close();
            awaitNone(mark);
        }
    }

    @Test
    void leavesTheChildrenOfALivingHubAlone() throws Exception {
        Heard heard = new Heard();
        try (Nursery first = Nursery.open(new Random(), System.getenv())) {
            first.start(ChildCommand.of("cat"), ChildOptions.defaults(), heard)
                    .send("{}".getBytes(StandardCharsets.UTF_8));
            Nursery.open(new Random(), System.getenv()).close();
            assertThat(heard.next()).isEqualTo("{}");
            assertThat(heard.isClosed()).isFalse();
        }
        assertThat(heard.reason()).isEqualTo("it was stopped");
    }

    /** A JVM with a nursery and a tree of children; it prints its mark and the pid of its watchdog. */
    private static Process hub() throws IOException {
        return TestMain.of(HubForTest.class)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Looks again and again: the system tells nobody but a parent of an end, and these have lost theirs. */
    private static void awaitNone(String mark) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!Sweep.find(value -> value.contains(mark)).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(Sweep.find(value -> value.contains(mark))).isEmpty();
    }
}
