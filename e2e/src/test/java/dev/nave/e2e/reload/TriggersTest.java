package dev.nave.e2e.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.faults.Processes;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at the keyboard does to a hub that runs, and what becomes of servers that need not run. */
final class TriggersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final String mark = "trigger-" + UUID.randomUUID();

    @Test
    void theSignalTheCommandAndTheToolReloadAndOnlyAdministratorsMay() throws Exception {
        Path file = write("one");
        // Whoever runs this may have it ignore the signal, as nohup does, and what it starts would too.
        List<String> program = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        program.addAll(HubProcess.command());
        try (HubProcess hub = HubProcess.serve(program, directory, file, 0, "--no-watch");
                Onlooker onlooker = Onlooker.open(hub.url());
                WebClient stranger = WebClient.open(hub.url(), Era.MODERN)) {
            assertThat(onlooker.tools()).contains("\"one__echo\"").doesNotContain("hub__reload");
            write("one", "two");
            assertThat(stranger.call("hub__reload", "{}").text()).contains("role admin");
            hangUp(hub.handle());
            onlooker.awaitTools(tools -> tools.contains("\"two__echo\""));
            write("two", "three");
            assertThat(nave("reload", "-c", file.toString())).contains("added three; removed one");
            onlooker.awaitTools(tools -> tools.contains("\"three__echo\"") && !tools.contains("\"one__echo\""));
            String first = echo(stranger);
            assertThat(nave("restart", "two", "-c", file.toString())).contains("'two' is started anew");
            assertThat(Processes.become(() -> !echo(stranger).equals(first), PATIENCE))
                    .isTrue();
            Files.writeString(file, "nonsense: 1\n");
            assertThat(nave("reload", "-c", file.toString())).contains("Unknown key 'nonsense'");
            write("two", "three");
            assertThat(nave("status", "-c", file.toString())).contains("SERVER", "three", "ready");
            // The address of the configuration is another one; who names one means it.
            assertThat(nave("status", "-c", file.toString(), "--http", "127.0.0.1:9"))
                    .contains("No hub can be asked at http://127.0.0.1:9/mcp");
        }
    }

    @Test
    void aLazyServerIsListedWithoutBeingStartedUntilItIsCalledAndStoppedWhenItIsNot() throws Exception {
        Path file = Files.writeString(directory.resolve("nave.yaml"), """
            mcpServers:
              idler: { command: sh, args: %s, lazy: true, idleStop: 1s }
            """.formatted(arguments("idler")));
        try (HubProcess hub = HubProcess.serve(directory, file)) {
            // The very first time it is started to learn what it has.
            assertThat(hub.output()).contains("idler  ready");
            assertThat(Processes.become(() -> Processes.marked(mark).isEmpty(), PATIENCE))
                    .isTrue();
        }
        try (HubProcess hub = HubProcess.serve(directory, file);
                Onlooker onlooker = Onlooker.open(hub.url());
                WebClient client = WebClient.open(hub.url(), Era.MODERN)) {
            assertThat(hub.output()).contains("idler  idle");
            assertThat(onlooker.tools()).contains("\"idler__echo\"");
            assertThat(Processes.marked(mark)).isEmpty();
            assertThat(client.call("idler__echo", "{}").text()).contains(mark);
            assertThat(Processes.become(() -> Processes.marked(mark).isEmpty(), PATIENCE))
                    .isTrue();
            assertThat(onlooker.tools()).contains("\"idler__echo\"");
            assertThat(client.call("idler__echo", "{}").text()).contains(mark);
        }
    }

    private Path write(String... servers) throws IOException {
        StringBuilder yaml = new StringBuilder("mcpServers:\n");
        for (String server : servers) {
            yaml.append("  ")
                    .append(server)
                    .append(": { command: sh, args: ")
                    .append(arguments(server))
                    .append(" }\n");
        }
        return Files.writeString(directory.resolve("nave.yaml"), yaml.toString());
    }

    private List<String> arguments(String name) {
        List<String> command = LightServer.command(mark + "-" + name);
        return command.subList(1, command.size());
    }

    private static String echo(WebClient client) {
        try {
            return client.call("two__echo", "{}").text().replaceAll("\"id\":\\d+", "");
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    /** What a command of the program said. */
    private String nave(String... arguments) throws InterruptedException {
        Map<String, String> state =
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString());
        try (Child child = HubProcess.nave(directory, state, arguments)) {
            child.awaitEnd(PATIENCE);
            return child.output();
        }
    }

    private static void hangUp(ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
