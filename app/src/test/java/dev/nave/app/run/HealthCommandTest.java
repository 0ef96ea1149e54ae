package dev.nave.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program of the operator's that says whether a server is well. */
final class HealthCommandTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ServerSettings SERVER = ServerSettings.of(
            "files",
            new Target.Command(
                    Template.of("program"), List.of(), Map.of("PORT", Template.of("9001")), Optional.empty()));

    private final TransportWires wires = new TransportWires(Waits.defaults(), Bounds.defaults(), new Random(1));

    @AfterEach
    void close() {
        wires.close();
    }

    @Test
    void one_that_ends_with_0_says_that_all_is_well() throws Exception {
        assertThat(wires.run(SERVER, Values.NONE, List.of("sh", "-c", "exit 0"), LONG))
                .isEmpty();
    }

    @Test
    void one_that_ends_otherwise_says_what_is_wrong_in_its_last_words() throws Exception {
        assertThat(wires.run(SERVER, Values.NONE, List.of("sh", "-c", "echo no index on $PORT >&2; exit 3"), LONG)
                        .orElseThrow())
                .contains("code 3", "no index on 9001");
    }

    @Test
    void one_that_takes_too_long_is_ended() throws Exception {
        assertThat(wires.run(SERVER, Values.NONE, List.of("sleep", "1000"), Duration.ofMillis(50))
                        .orElseThrow())
                .contains("longer than 50 ms");
    }

    @Test
    void one_that_is_not_there_is_said_to_be_so() throws Exception {
        assertThat(wires.run(SERVER, Values.NONE, List.of("no-such-program-here"), LONG)
                        .orElseThrow())
                .contains("cannot be started", "no-such-program-here");
    }
}
