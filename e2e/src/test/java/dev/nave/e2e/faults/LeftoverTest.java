package dev.nave.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Nothing of what the hub started outlives it, however it ends: not a child that ignores TERM, not its grandchild in a
 * session of its own, which neither a process group nor a process's descendants show any more.
 */
@Tag("long")
@Isolated("it measures")
final class LeftoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(5);
    private static final Pattern READY = Pattern.compile("ready at (http://\\S+)");
    private static final int SERVERS = 10;

    @TempDir
    Path directory;

    private final String mark = "leftover-" + UUID.randomUUID();

    @Test
    void aStopLeavesNothing() throws Exception {
        try (Child hub = start(HubProcess.command())) {
            callAll(hub);
            long start = System.nanoTime();
            hub.handle().destroy();
            hub.awaitEnd(PATIENCE);
            System.out.printf(
                    "%d stubborn children with a grandchild each were stopped in %d ms%n",
                    SERVERS, (System.nanoTime() - start) / 1_000_000);
            assertThat(Processes.marked(mark)).isEmpty();
        }
    }

    @Test
    void aKillOfHubAndLauncherLeavesNothing() throws Exception {
        List<String> launched = new ArrayList<>(List.of("sh", "-c", "\"$@\"; exit", "launcher"));
        launched.addAll(HubProcess.command());
        try (Child launcher = start(launched)) {
            callAll(launcher);
            assertThat(Processes.marked(mark)).hasSizeGreaterThanOrEqualTo(2 * SERVERS);
            List<ProcessHandle> started = launcher.handle().descendants().toList();
            ProcessHandle hub = launcher.handle().children().findFirst().orElseThrow();
            long start = System.nanoTime();
            launcher.handle().destroyForcibly();
            hub.destroyForcibly();
            boolean gone = Processes.become(
                    () -> started.stream().noneMatch(ProcessHandle::isAlive)
                            && Processes.marked(mark).isEmpty(),
                    AFTER_A_KILL);
            System.out.printf(
                    "after kill -9 of hub and launcher nothing was left after %d ms%n",
                    (System.nanoTime() - start) / 1_000_000);
            assertThat(Processes.marked(mark)).isEmpty();
            assertThat(gone).as("all %d processes ended", started.size()).isTrue();
        }
    }

    private Child start(List<String> program) throws Exception {
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix").wait("stop", "500ms");
        for (int i = 0; i < SERVERS; i++) {
            configuration.stdio("s" + i, LightServer.stubborn(mark));
        }
        Path file = Files.writeString(directory.resolve("nave.json"), configuration.text());
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("serve", file.toString(), "--http", "127.0.0.1:0"));
        return Child.start(
                "the hub",
                command,
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString()),
                directory);
    }

    private static void callAll(Child hub) throws Exception {
        WebClient client = WebClient.open(hub.awaitLine(READY, PATIENCE).group(1), Era.MODERN);
        for (int i = 0; i < SERVERS; i++) {
            assertThat(client.call("s" + i + "__echo", "{}").text()).contains("\"text\":\"leftover-");
        }
    }
}
