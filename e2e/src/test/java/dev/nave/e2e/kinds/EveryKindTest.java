package dev.nave.e2e.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.faults.Processes;
import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every kind of server behind one hub at once, for clients of both eras. */
@Timeout(300)
@ResourceLock("podman") // A build fails that meets the removal of another image.
final class EveryKindTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void everyKindIsReadyListedAndCalledAndLeavesNothing() throws Exception {
        Kinds kinds = Kinds.together(directory);
        try (kinds) {
            for (Era era : Era.values()) {
                try (WebClient client = WebClient.open(kinds.hub().url(), era)) {
                    for (Kind kind : kinds.all()) {
                        assertThat(client.call(kind.tool("echo"), "{}").text())
                                .as("%s for a client of the %s era", kind, era)
                                .contains("\"text\":\"" + kind.answer());
                    }
                    String tools = Spelled.of(
                                    client.exchange(Messages.request(era, client.freshId(), "tools/list", "")))
                            .text();
                    assertThat(kinds.all()).allSatisfy(kind -> assertThat(tools)
                            .contains("\"" + kind.tool("echo") + "\"", "\"" + kind.tool("flood") + "\""));
                    String status = client.call("hub__status", "{}").text();
                    assertThat(kinds.all())
                            .allSatisfy(kind -> assertThat(status).contains(kind.name() + ": ready"));
                }
            }
            assertThat(kinds.authority().refused())
                    .as("requests without a token")
                    .isPositive();
            assertThat(kinds.authority().given()).as("tokens").isPositive();
            assertThat(kinds.leftovers()).hasSizeGreaterThanOrEqualTo(4);
        }
        assertThat(Processes.become(() -> kinds.leftovers().isEmpty(), PATIENCE))
                .as("what is left: %s", kinds.leftovers())
                .isTrue();
    }
}
