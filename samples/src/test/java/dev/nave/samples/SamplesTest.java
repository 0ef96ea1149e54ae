package dev.nave.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.protocol.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SamplesTest {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @Test
    void theClockServesOnItsOwnStreamsUnlessItIsGivenAPort() throws Exception {
        PipedOutputStream requests = new PipedOutputStream();
        try (PipedInputStream in = new PipedInputStream(requests);
                PipedInputStream answers = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(answers);
                BufferedReader lines = new BufferedReader(new InputStreamReader(answers, UTF_8))) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                try {
                    Samples.run("clock", List.of(), in, out);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            requests.write(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"now\","
                            + "\"arguments\":{\"zone\":\"UTC\"}," + META + "}}\n")
                    .getBytes(UTF_8));
            requests.flush();

            Json answer = Json.parse(String.valueOf(lines.readLine()));

            assertThat(answer.at("result", "content").orElseThrow().elements())
                    .singleElement()
                    .satisfies(block ->
                            assertThat(block.string("text").orElse("")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z"));
            requests.close();
            serving.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatNoSampleTakesIsRefused() {
        ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.run("sundial", List.of(), in, new ByteArrayOutputStream()))
                .withMessageContaining("files, notes, clock")
                .withMessageContaining("sundial");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.run("clock", List.of("8433"), in, new ByteArrayOutputStream()))
                .withMessageContaining("--port PORT");
    }
}
