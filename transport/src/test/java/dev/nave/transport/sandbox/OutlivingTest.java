package dev.nave.transport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.transport.child.TestMain;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child that throws away what marks it and moves to a session of its own cannot be found; in a sandbox it need not be. */
@Timeout(180)
class OutlivingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @BeforeAll
    static void assumeSandboxes() {
        Attempt.assumeSandboxes();
    }

    @Test
    void whatHidesOutlivesAnUnconfinedHubButNoConfinedOne() throws Exception {
        ProcessHandle hidden = leftBehind("unconfined");
        try {
            assertThat(hidden.isAlive()).isTrue();
        } finally {
            hidden.destroyForcibly();
        }
        assertThat(leftBehind("confined").onExit()).succeedsWithin(LONG);
    }

    /** The process that hides, once its hub and the hub's watchdog were killed and the child's shell is gone. */
    private static ProcessHandle leftBehind(String how) throws Exception {
        // Nobody else sleeps for so long.
        String mark = Integer.toString(1_000_000 + new Random().nextInt(1_000_000_000));
        Process hub = TestMain.of(HubForTest.class, how, mark).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("[]");
            ProcessHandle hidden = ProcessHandle.allProcesses()
                    .filter(process -> isSleeper(process, mark))
                    .findFirst()
                    .orElseThrow();
            List<ProcessHandle> children = hub.children().toList();
            hub.destroyForcibly().waitFor();
            // The child itself and the watchdog, which has had its say by then.
            for (ProcessHandle child : children) {
                assertThat(child.onExit()).succeedsWithin(LONG);
            }
            return hidden;
        } finally {
            hub.destroyForcibly();
        }
    }

    private static boolean isSleeper(ProcessHandle process, String mark) {
        return Arrays.asList(process.info().arguments().orElse(new String[0])).equals(List.of(mark));
    }
}
