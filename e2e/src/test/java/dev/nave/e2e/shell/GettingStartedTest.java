package dev.nave.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The try-out of {@code docs/getting-started.md}, typed as the page has it: the commands run in a shell, and what the page
 * says that they say has to be among what they say. Only the port is another, one that is free here, and the waits are those
 * for a machine that does much else.
 */
@Tag("long")
final class GettingStartedTest {
    private static final Path PAGE = Path.of("../docs/getting-started.md");
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Pattern READY = Pattern.compile("Nave is ready at");
    private static final String PORT = "127.0.0.1:8420";

    @TempDir
    Path directory;

    @Test
    void the_page_does_what_it_says_from_a_clients_file_to_a_changed_configuration() throws Exception {
        settle();
        List<Tour> steps = Tour.of(Files.readString(PAGE));
        assertThat(steps).hasSize(6);
        String address = "127.0.0.1:" + freePort();
        long began = System.nanoTime();
        type(steps.get(0), address);
        Path configuration = directory.resolve("tryout/nave/nave.yaml");
        Files.writeString(
                configuration, "listen: { http: \"" + address + "\" }\nwaits: { probe: 2m, start: 4m, call: 4m }\n");
        type(steps.get(1), address);
        assertThat(Files.readString(configuration)).doesNotContain("ghp_");
        String serve = steps.get(2).commands().strip();
        try (Child hub = Child.start("the hub", shell(serve), environment(), directory)) {
            hub.awaitLine(READY, PATIENCE);
            assertThat(steps.get(2).missing(hub.output().replace(address, PORT)))
                    .as(hub.output())
                    .isEmpty();
            String clients = Files.readString(directory.resolve("tryout/cursor.json"));
            type(steps.get(3), address);
            System.out.printf(
                    "From the first command of the try-out to the first calls: %.1f s%n",
                    (System.nanoTime() - began) / 1e9);
            assertThat(Files.readString(directory.resolve("tryout/cursor.json")))
                    .contains("http://" + address + "/mcp");
            type(steps.get(4), address);
            type(steps.get(5), address);
            assertThat(Files.readString(directory.resolve("tryout/cursor.json")))
                    .isEqualTo(clients);
        }
    }

    private void type(Tour step, String address) throws Exception {
        String commands = "set -e\n" + step.commands().replace(PORT, address);
        try (Child shell = Child.start("bash", shell(commands), environment(), directory)) {
            assertThat(shell.awaitEnd(PATIENCE))
                    .as("%s%nsaid%n%s", commands, shell.output())
                    .isZero();
            assertThat(step.missing(shell.output().replace(address, PORT)))
                    .as(shell.output())
                    .isEmpty();
        }
    }

    private static List<String> shell(String commands) {
        return List.of("bash", "-c", commands);
    }

    /** What the first step exports, for the shells of the others. */
    private Map<String, String> environment() {
        return Map.of(
                "HOME", directory.toString(),
                "XDG_CONFIG_HOME", directory.resolve("tryout").toString(),
                "XDG_STATE_HOME", directory.resolve("tryout/state").toString());
    }

    /** The directory as a clone of the repository, as far as the page needs it. */
    private void settle() throws IOException {
        String nave =
                HubProcess.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path launcher = Files.writeString(directory.resolve("nave"), "#!/bin/sh\nexec " + nave + " \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.copy(PAGE, Files.createDirectories(directory.resolve("docs")).resolve("getting-started.md"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
