package dev.nave.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.app.cli.CommandFailure;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.secret.Secrets;
import dev.nave.protocol.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeysTest {
    private static final Configuration PLAIN = Configuration.of(List.of());

    @TempDir
    private Path home;

    @Test
    void whatWasSealedBeforeARestartCanBeOpenedAfterIt() throws Exception {
        Path state = home.resolve("state");
        assertThat(open(seals(state), seal(seals(state)))).isTrue();
        Path key = state.resolve("seal.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (var files = Files.list(state)) {
            assertThat(files).containsExactly(key);
        }
        assertThat(open(seals(home.resolve("other")), seal(seals(state)))).isFalse();
    }

    @Test
    void hubsThatStartAtOnceTakeTheSameKey() throws Exception {
        List<Callable<Seals>> starting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            starting.add(() -> seals(home));
        }
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seals>> started = all.invokeAll(starting);
            String sealed = seal(started.getFirst().get());
            for (Future<Seals> each : started) {
                assertThat(open(each.get(), sealed)).isTrue();
            }
        }
    }

    @Test
    void whereNothingCanBeKeptTheHubRunsAllTheSameUnlessItWasToldToKeepIt() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "no directory");
        assertThat(open(seals(file), seal(seals(file)))).isFalse();
        Configuration configured = PLAIN.withNode(PLAIN.node().withState(file));
        assertThatThrownBy(() ->
                        SealKeys.of(configured, Secrets.NONE, configured.node().state(), new SecureRandom()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatIsNoKeyIsNotTakenForOne() throws Exception {
        Files.writeString(home.resolve("seal.key"), "short");
        assertThatThrownBy(() -> seals(home))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("delete the file");
    }

    private static String seal(Seals seals) {
        return seals.seal(Purpose.SESSION, "alice", Duration.ofHours(1), Json.of("s"));
    }

    private static boolean open(Seals seals, String sealed) {
        return seals.open(Purpose.SESSION, "alice", sealed).isPresent();
    }

    private static Seals seals(Path state) {
        return SealKeys.of(PLAIN, Secrets.NONE, Optional.of(state), new SecureRandom());
    }
}
