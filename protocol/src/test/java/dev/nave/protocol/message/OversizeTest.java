package dev.nave.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which call a message answered that was not kept. */
class OversizeTest {
    @Test
    void theIdIsFoundInItsUsualPlaces() {
        assertThat(answered("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"id\":8", "x\"}}"))
                .contains(Id.of(7));
        assertThat(answered("{\"id\": \"a\", \"result\":{", "}}")).contains(Id.of("a"));
        assertThat(answered("{\"result\":{\"content\":[", "]},\"jsonrpc\":\"2.0\",\"id\":7}"))
                .contains(Id.of(7));
        assertThat(answered("{\"result\":{\"content\":[", "]},\"id\":7,\"jsonrpc\":\"2.0\"}"))
                .contains(Id.of(7));
    }

    @Test
    void anIdInsideOfWhatItCarriesIsNotTaken() {
        assertThat(answered("{\"result\":{\"id\":7,", "\"id\":7}}")).isEmpty();
        assertThat(answered("{\"method\":\"x\",\"id\":7", "")).isEmpty();
    }

    private static Optional<Id> answered(String start, String end) {
        return Oversize.id(start.getBytes(StandardCharsets.UTF_8), end.getBytes(StandardCharsets.UTF_8));
    }
}
