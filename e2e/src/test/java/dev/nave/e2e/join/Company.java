package dev.nave.e2e.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.faults.Processes;
import dev.nave.e2e.scripted.PipeClient;
import dev.nave.e2e.scripted.Script.Era;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Clients on one machine, of one user, who start {@code nave stdio}. */
final class Company {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final String mark = "join-" + UUID.randomUUID();

    Company(Path directory) {
        this.directory = directory;
    }

    /** In the command line of every server of these tests. */
    String mark() {
        return mark;
    }

    /** The servers that run. */
    List<String> servers() {
        return Processes.marked(mark);
    }

    /** Waits until so many servers run. */
    void awaitServers(int count) {
        assertThat(Processes.become(() -> servers().size() == count, PATIENCE))
                .as("%d servers, there are %s", count, servers())
                .isTrue();
    }

    /** A configuration with light servers of these names. */
    Path configuration(String... names) throws IOException {
        StringBuilder yaml = new StringBuilder("mcpServers:\n");
        for (String name : names) {
            List<String> command = LightServer.command(mark + "-" + name);
            yaml.append("  %s: { command: sh, args: %s }%n".formatted(name, command.subList(1, command.size())));
        }
        return Files.writeString(directory.resolve("nave.yaml"), yaml.toString());
    }

    PipeClient start(Path file, String... options) throws IOException {
        return startIn(directory, Map.of(), file, options);
    }

    PipeClient startIn(Path where, Map<String, String> variables, Path file, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        environment().forEach((name, value) -> command.add(name + "=" + value));
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(command(file, options));
        return PipeClient.start(command, where);
    }

    /** One whose exit code and words are looked at. */
    Child watched(Path file, String... options) {
        return Child.start("a client of " + file, command(file, options), environment(), directory);
    }

    private static List<String> command(Path file, String... options) {
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of("stdio", file.toString()));
        command.addAll(List.of(options));
        return command;
    }

    private Map<String, String> environment() {
        return Map.of(
                "XDG_STATE_HOME", directory.resolve("state").toString(),
                "XDG_RUNTIME_DIR", directory.resolve("none").toString());
    }

    /** Calls a server, which answers with its name and process. */
    PipeClient answered(PipeClient client, Era era, String name) throws IOException, InterruptedException {
        assertThat(client.in(era).call(name + "__echo", "{}").text()).contains(mark + "-" + name);
        return client;
    }

    /** What lies where clients meet. */
    List<Path> files(String ending) {
        Path run = directory.resolve("state/nave/run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(run)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hub that runs in the background. */
    ProcessHandle hub() {
        List<String> hubs = Processes.marked(directory.toString()).stream()
                .filter(line -> line.strip().endsWith("--shared"))
                .toList();
        assertThat(hubs).hasSize(1);
        return ProcessHandle.of(Long.parseLong(hubs.getFirst().split(":")[0])).orElseThrow();
    }

    void awaitNoSocket() {
        assertThat(Processes.become(() -> files(".sock").isEmpty(), PATIENCE)).isTrue();
    }
}
