package dev.nave.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A hub that cannot start says why, all of it at once, and ends with the code that says whose mistake it is. */
@Isolated("it measures")
final class StartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;

    @TempDir
    Path directory;

    @Test
    void tenMistakesAreToldAtOnceEachWithItsLine() throws Exception {
        Path file = Files.writeString(directory.resolve("nave.yaml"), """
            listen:
              http: 127.0.0.1:99999
            names: prefxi
            waits:
              call: 30
            bounds:
              message: 4 bananas
            mcpServers:
              hub:
                command: sh
              files:
                comand: sh
              nothing: {}
              asks:
                command: sh
                args: ["${input:folder}"]
              sometimes: { command: sh,
                restart: sometimes }
              elsewhere:
                url: ftp://example.com/mcp
              twice:
                command: sh
                command: bash
            """);
        try (Child hub = serve(file, "127.0.0.1:0")) {
            assertThat(hub.awaitEnd(PATIENCE)).isEqualTo(WRONG_CONFIGURATION);
            List<String> problems = hub.output()
                    .lines()
                    .filter(line -> line.matches(".*nave\\.yaml:\\d+.*"))
                    .toList();
            System.out.println(String.join("\n", problems));
            for (int line : List.of(2, 3, 5, 7, 9, 12, 13, 16, 18, 20, 23)) {
                assertThat(problems)
                        .as("what is said of line " + line)
                        .anyMatch(problem -> problem.contains("nave.yaml:" + line + ":"));
            }
        }
    }

    @Test
    void aPortInUseIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Path file = Files.writeString(directory.resolve("nave.yaml"), "mcpServers: {}\n");
            try (Child hub = serve(file, address)) {
                assertThat(hub.awaitEnd(PATIENCE)).isEqualTo(FAILED);
                System.out.println(hub.output());
                assertThat(hub.output())
                        .contains(address)
                        .containsIgnoringCase("in use")
                        .doesNotContain("\tat ");
            }
        }
    }

    private Child serve(Path file, String address) {
        Map<String, String> state =
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString());
        return HubProcess.nave(directory, state, "serve", file.toString(), "--http", address);
    }
}
