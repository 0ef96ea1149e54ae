package dev.nave.edge.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPipeTest {
    private final FakePipe pipe = new FakePipe();
    private final List<String> heard = new ArrayList<>();
    private final SharedPipe shared = new SharedPipe(pipe, line("modern"), line("legacy"), JsonLimits.DEFAULT);

    @Test
    void eachMessageGoesToTheLineOfItsEraAndACancellationToBoth() {
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}");
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
        shared.closed("gone");

        assertThat(heard)
                .containsExactly("legacy", "modern", "modern", "legacy", "modern is closed", "legacy is closed");
    }

    @Test
    void whatIsTooLargeIsAnsweredWithoutAnId() {
        shared.tooLarge(new byte[0], new byte[0], 5_000_000);

        assertThat(pipe.next().raw()).contains("\"id\":null", "-32600", "5000000");
    }

    private void send(String message) {
        shared.message(message.getBytes(StandardCharsets.UTF_8));
    }

    private Line line(String name) {
        return new Line() {
            @Override
            public void receive(Frame frame) {
                heard.add(name);
            }

            @Override
            public void closed(String reason) {
                heard.add(name + " is closed");
            }

            @Override
            public boolean isBusy() {
                return false;
            }
        };
    }
}
