package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.Connection;
import dev.nave.protocol.Method;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a server still answers. */
final class ProbeTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void aLegacyServerIsPinged() throws Exception {
        wires.script = Scripts.legacy((child, message) -> answer(child, message, Method.PING));
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.probe(LONG)).isEmpty();
            assertThat(wires.children.getFirst().next(Method.PING)).isInstanceOf(Message.Request.class);
        }
    }

    @Test
    void aServerThatKnowsNoPingHasAnswered() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {
            if (message instanceof Message.Request request) {
                child.fail(request, -32601, "Method not found");
            }
        });
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.probe(LONG)).isEmpty();
        }
    }

    @Test
    void aModernServerIsDiscoveredAgain() throws Exception {
        wires.script = Scripts.modern((child, message) -> {});
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            wires.children.getFirst().got.clear();
            assertThat(connection.probe(LONG)).isEmpty();
            assertThat(wires.children.getFirst().next(Method.DISCOVER)).isInstanceOf(Message.Request.class);
        }
    }

    @Test
    void aServerThatIsSilentSaysNothingIsWrongOfItselfButThis() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.probe(SHORT)).contains("it does not answer when it is probed");
        }
    }

    @Test
    void aServerThatIsGoneCannotBeProbed() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            wires.children.getFirst().die("killed");
            feed.next("lost");
            assertThat(connection.probe(LONG).orElseThrow()).contains("cannot be probed");
        }
    }

    private static void answer(FakeChild child, Message message, String method) {
        if (message instanceof Message.Request request && request.method().equals(method)) {
            child.answer(request, "{}");
        }
    }
}
