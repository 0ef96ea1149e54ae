package dev.nave.e2e.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.faults.LightServer;
import dev.nave.e2e.faults.Processes;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Servers that do not run as children of the hub on its machine live and end as if they did. */
@Timeout(300)
@ResourceLock("podman") // A build fails that meets the removal of another image.
final class LivesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final String mark = "lives-" + UUID.randomUUID();

    @Test
    void aContainerIsStartedAgainWhenItIsKilledAndGoneOnceItsHubIsStoppedOrKilled() throws Exception {
        try (TestImage image = TestImage.build(directory)) {
            String server = "\"container\": " + image.definition(mark) + ", \"args\": [\"" + mark + "\"]";
            try (HubProcess hub = start(server)) {
                Client client = WebClient.open(hub.url(), Era.MODERN);
                assertAnswers(client);
                List<String> first = image.containers(mark);
                assertThat(first).hasSize(1);
                image.kill(mark);
                // Another one, not merely none: until then the hub may not know yet.
                assertThat(Processes.become(
                                () -> image.containers(mark).stream().anyMatch(each -> !first.contains(each)),
                                PATIENCE))
                        .isTrue();
                assertAnswers(client);
                assertThat(image.containers(mark)).hasSize(1).doesNotContainAnyElementsOf(first);
            }
            assertThat(image.containers(mark)).isEmpty();

            try (HubProcess hub = start(server)) {
                assertAnswers(WebClient.open(hub.url(), Era.MODERN));
                assertThat(image.containers(mark)).hasSize(1);
                hub.handle().destroyForcibly();
                assertThat(Processes.become(() -> image.containers(mark).isEmpty(), PATIENCE))
                        .isTrue();
            }
        }
    }

    @Test
    void aServerOnAnotherMachineIsStartedAgainWhenTheConnectionBreaksAndEndsWithItsHub() throws Exception {
        try (SshServer machine = SshServer.start(directory)) {
            String server = "\"command\": \"sh\", \"args\": [\"" + LightServer.program() + "\", \"" + mark
                    + "\"], \"ssh\": " + machine.definition();
            try (HubProcess hub = start(server)) {
                Client client = WebClient.open(hub.url(), Era.MODERN);
                assertAnswers(client);
                List<ProcessHandle> first = Processes.running(mark);
                assertThat(first).isNotEmpty();
                machine.breakOff();
                assertThat(Processes.become(() -> first.stream().noneMatch(ProcessHandle::isAlive), PATIENCE))
                        .as("the program there ends with the connection")
                        .isTrue();
                assertThat(Processes.become(() -> !Processes.running(mark).isEmpty(), PATIENCE))
                        .as("it is started again")
                        .isTrue();
                assertAnswers(client);
            }
            assertNoneLeft();

            try (HubProcess hub = start(server)) {
                assertAnswers(WebClient.open(hub.url(), Era.MODERN));
                hub.handle().destroyForcibly();
                assertNoneLeft();
            }
        }
    }

    private HubProcess start(String server) throws IOException, InterruptedException {
        return HubProcess.serve(
                directory,
                Files.writeString(
                        directory.resolve("nave.json"),
                        "{\"names\": \"prefix\", \"waits\": {\"restart\": \"100ms\"}, \"mcpServers\": {\"one\": {"
                                + server + "}}}"));
    }

    private void assertAnswers(Client client) throws Exception {
        assertThat(client.call("one__echo", "{}").text()).contains("\"text\":\"" + mark);
    }

    private void assertNoneLeft() {
        assertThat(Processes.become(() -> Processes.running(mark).isEmpty(), PATIENCE))
                .isTrue();
    }
}
