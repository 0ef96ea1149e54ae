package dev.nave.e2e.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.scripted.Messages;
import dev.nave.e2e.scripted.Received;
import dev.nave.e2e.scripted.Script;
import dev.nave.e2e.scripted.Spelled;
import dev.nave.e2e.scripted.WebClient;
import dev.nave.e2e.scripted.WebServer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Whether the comparison finds what a careless relay does, and only that: else it would prove nothing of the hub. */
final class ComparisonTest {
    private static final JsonMapper TREES = JsonMapper.builder().build();
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @ParameterizedTest
    @EnumSource
    void anHonestRelayPasses(Payload payload) throws Exception {
        assertThat(through(UnaryOperator.identity(), UnaryOperator.identity(), payload))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRelayThatOnlyLeavesOutBlanksPasses(Payload payload) throws Exception {
        UnaryOperator<byte[]> compact = text -> Spelled.of(text).text().getBytes(StandardCharsets.UTF_8);
        assertThat(through(compact, compact, payload)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BIG_NUMBERS",
        "UNKNOWN_AND_DUPLICATE_KEYS",
        "ESCAPES",
    })
    void aRelayThatReadsTreesIsCaughtAtEitherEnd(Payload payload) throws Exception {
        UnaryOperator<byte[]> reserialize = text -> TREES.writeValueAsBytes(TREES.readTree(text));
        assertThat(through(reserialize, UnaryOperator.identity(), payload))
                .hasValueSatisfying(text -> assertThat(text).contains("arguments"));
        assertThat(through(UnaryOperator.identity(), reserialize, payload))
                .hasValueSatisfying(text -> assertThat(text).contains("result"));
    }

    @ParameterizedTest
    @CsvSource({"WHITE_SPACE,false", "WIDE_CHARACTERS,true", "UNKNOWN_AND_DUPLICATE_KEYS,true"})
    void aRelayThatSortsKeysIsCaught(Payload payload, boolean unsorted) throws Exception {
        UnaryOperator<byte[]> sort = text -> SORTED.writeValueAsBytes(SORTED.readValue(text, Object.class));
        assertThat(through(sort, UnaryOperator.identity(), payload).isPresent()).isEqualTo(unsorted);
    }

    private static Optional<String> through(
            UnaryOperator<byte[]> onRequest, UnaryOperator<byte[]> onResponse, Payload payload) throws Exception {
        Script script = Mirror.script(Script.Era.MODERN);
        try (WebServer server = new WebServer(script);
                TamperingRelay relay = new TamperingRelay(server.url(), onRequest, onResponse)) {
            WebClient client = WebClient.open(relay.url(), Script.Era.MODERN);
            byte[] request = Messages.call(Script.Era.MODERN, "1", Mirror.WHOLE, payload.arguments());
            Spelled response = Spelled.of(client.exchange(request));
            Received received =
                    script.received(call -> call.tool().equals(Mirror.WHOLE)).getFirst();
            return Comparison.difference(payload.arguments(), received, response);
        }
    }
}
