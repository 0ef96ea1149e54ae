package dev.nave.edge.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EraTest {
    private static final String CLAIM = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}";

    @Test
    void aClaimInTheBodyMakesARequestModernWhateverTheHeaderSays() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{" + CLAIM + "}}";
        assertThat(post(body, "2025-11-25")).isInstanceOf(Era.Modern.class);
        assertThat(post(body, null)).isInstanceOf(Era.Modern.class);
    }

    @Test
    void anInitializeWithoutAClaimIsLegacy() {
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}", null))
                .isInstanceOf(Era.Legacy.class);
    }

    @Test
    void anInitializeUnderAModernHeaderContradictsItself() {
        Era era = post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}", "2026-07-28");
        assertThat(era).isInstanceOfSatisfying(Era.Neither.class, neither -> assertThat(
                        neither.failure().code())
                .isEqualTo(-32020));
    }

    @Test
    void aRequestWithoutAClaimGoesByItsHeader() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
        assertThat(post(body, "2026-07-28")).isInstanceOf(Era.Modern.class);
        assertThat(post(body, "2025-06-18")).isInstanceOf(Era.Legacy.class);
        assertThat(post(body, "nonsense")).isInstanceOf(Era.Legacy.class);
        assertThat(post(body, null)).isInstanceOf(Era.Legacy.class);
    }

    @Test
    void aNotificationWithoutAClaimGoesByItsHeader() {
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}";
        assertThat(post(body, "2026-07-28")).isInstanceOf(Era.Modern.class);
        assertThat(post(body, null)).isInstanceOf(Era.Legacy.class);
    }

    @Test
    void aResponseIsLegacyAndRefusedUnderAModernHeader() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
        assertThat(post(body, "2025-11-25")).isInstanceOf(Era.Legacy.class);
        assertThat(post(body, "2026-07-28")).isInstanceOf(Era.Neither.class);
    }

    @Test
    void aBatchIsLegacyUnlessOneElementIsModern() {
        assertThat(post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", "2025-03-26"))
                .isInstanceOf(Era.Legacy.class);
        assertThat(post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", "2026-07-28"))
                .isInstanceOf(Era.Neither.class);
        assertThat(post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{" + CLAIM + "}}]", null))
                .isInstanceOfSatisfying(
                        Era.Neither.class,
                        neither -> assertThat(neither.failure().code()).isEqualTo(-32600));
    }

    @Test
    void aTextThatIsNoMessageIsRefusedWithItsOwnCode() {
        assertThat(post("{", null)).isInstanceOfSatisfying(Era.Neither.class, neither -> assertThat(
                        neither.failure().code())
                .isEqualTo(-32700));
    }

    @Test
    void onAPipeACancellationWithoutAClaimMayBeForEither() {
        assertThat(pipe("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}"))
                .isInstanceOf(Era.Either.class);
        assertThat(pipe("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
                .isInstanceOf(Era.Legacy.class);
    }

    @Test
    void onAPipeEachMessageSpeaksForItself() {
        assertThat(pipe("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + CLAIM + "}}"))
                .isInstanceOf(Era.Modern.class);
        assertThat(pipe("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
                .isInstanceOf(Era.Legacy.class);
    }

    private static Era post(String body, @org.jspecify.annotations.Nullable String header) {
        return Era.ofPost(frame(body), Optional.ofNullable(header));
    }

    private static Era pipe(String line) {
        return Era.ofPipe(frame(line));
    }

    private static Frame frame(String text) {
        return Frame.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    }
}
