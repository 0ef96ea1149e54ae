package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Era;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the era of a child is found (2026-07-28, basic/versioning, "Detection"). */
class PipeEraTest {
    private final TestWires wires = new TestWires();
    private final HeardFeed feed = new HeardFeed();

    @AfterEach
    void stop() {
        wires.close();
    }

    @Test
    void aChildThatDiscoversAModernRevisionIsModern() throws Exception {
        wires.script = Scripts.modern((child, message) -> {});
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.opening().revision()).isEqualTo(Revision.V2026_07_28);
            assertThat(connection.opening().serverInfo().string("name")).contains("m");
            assertThat(connection.opening().instructions()).contains("be kind");
        }
        assertThat(wires.children).hasSize(1);
    }

    @Test
    void aChildThatKnowsNoDiscoveryIsInitialisedInTheSameProcess() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.opening().revision()).isEqualTo(Revision.V2025_06_18);
            assertThat(wires.children).hasSize(1);
            assertThat(wires.children.getFirst().next(Method.INITIALIZED)).isNotNull();
        }
    }

    @Test
    void aChildThatDiscoversOnlyLegacyRevisionsIsLegacy() throws Exception {
        FakeChild.Script legacy = Scripts.legacy((child, message) -> {});
        wires.script = (child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.DISCOVER)) {
                child.answer(request, "{\"supportedVersions\":[\"2025-11-25\"],\"capabilities\":{}}");
            } else {
                legacy.take(child, message);
            }
        };
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.opening().revision().isModern()).isFalse();
        }
    }

    @Test
    void aChildThatSaysNothingIsTakenForLegacy() throws Exception {
        FakeChild.Script legacy = Scripts.legacy((child, message) -> {});
        wires.script = (child, message) -> {
            if (!(message instanceof Message.Request request && request.method().equals(Method.DISCOVER))) {
                legacy.take(child, message);
            }
        };
        ServerSettings settings = TestWires.with(TestWires.child(), Wait.PROBE, Duration.ofMillis(100));
        try (Connection connection = wires.connect(settings, feed)) {
            assertThat(connection.opening().revision().isModern()).isFalse();
            assertThat(wires.children).hasSize(1);
        }
    }

    @Test
    void aModernChildThatIsSlowToStartIsModernAllTheSame() throws Exception {
        AtomicReference<Message.Request> discover = new AtomicReference<>();
        wires.script = (child, message) -> {
            if (!(message instanceof Message.Request request)) {
                return;
            }
            if (request.method().equals(Method.DISCOVER)) {
                discover.set(request);
            } else if (request.method().equals(Method.INITIALIZE)) {
                child.answer(discover.get(), Scripts.DISCOVERED);
                child.fail(request, -32601, "Method not found");
            } else if (request.method().equals(Method.TOOLS_LIST)) {
                child.answer(request, "{\"resultType\":\"complete\",\"tools\":[]}");
            }
        };
        ServerSettings settings = TestWires.with(TestWires.child(), Wait.PROBE, Duration.ofMillis(100));
        try (Connection connection = wires.connect(settings, feed)) {
            assertThat(connection.opening().revision().isModern()).isTrue();
            assertThat(connection.serve(new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), Asker.plain()))
                    .isInstanceOf(Reply.Complete.class);
            assertThat(wires.children).hasSize(1);
        }
    }

    @Test
    void aChildThatDiesOfBeingAskedIsStartedAgainAsLegacy() throws Exception {
        FakeChild.Script legacy = Scripts.legacy((child, message) -> {});
        wires.script = (child, message) -> {
            if (message instanceof Message.Request request && request.method().equals(Method.DISCOVER)) {
                child.die("it ended with 101");
            } else {
                legacy.take(child, message);
            }
        };
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.opening().revision().isModern()).isFalse();
            assertThat(wires.children).hasSize(2);
        }
        assertThat(feed.has("lost")).isFalse();
    }

    @Test
    void aLegacyVerdictIsKeptSoThatTheNextStartIsQuick() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        UpstreamConnector connector = wires.connector();
        connector.connect(TestWires.child(), feed).close();
        connector.connect(TestWires.child(), feed).close();
        assertThat(wires.children.get(1).got)
                .noneMatch(message -> message instanceof Message.Request request
                        && request.method().equals(Method.DISCOVER));
    }

    @Test
    void aLegacyVerdictAges() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        UpstreamConnector connector = wires.connector(new Time() {
            @Override
            public Instant now() {
                return now.get();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        });
        connector.connect(TestWires.child(), feed).close();
        now.set(Instant.EPOCH.plus(Wait.ERA.standard()));
        connector.connect(TestWires.child(), feed).close();
        assertThat(wires.children.get(1).next(Method.DISCOVER)).isNotNull();
    }

    @Test
    void aConfiguredEraIsNotAskedFor() throws Exception {
        wires.script = Scripts.legacy((child, message) -> {});
        wires.connect(TestWires.with(TestWires.child(), Era.LEGACY), feed).close();
        assertThat(wires.children.getFirst().got.peek())
                .asInstanceOf(type(Message.Request.class))
                .extracting(Message.Request::method)
                .isEqualTo(Method.INITIALIZE);
    }

    @Test
    void aChildConfiguredAsModernIsNeverInitialised() {
        wires.script = Scripts.legacy((child, message) -> {});
        assertThatThrownBy(() -> wires.connect(TestWires.with(TestWires.child(), Era.MODERN), feed))
                .isInstanceOf(ConnectFailure.class)
                .hasMessageContaining("not modern");
        assertThat(wires.children.getFirst().isGone()).isTrue();
    }

    @Test
    void aFailureToStartSaysWhatTheChildSaidLast() {
        wires.script = (child, message) -> {
            child.lastWords = "Error: no such directory /data";
            child.die("it ended with status 1");
        };
        assertThatThrownBy(() -> wires.connect(TestWires.child(), feed))
                .isInstanceOf(ConnectFailure.class)
                .hasMessageContaining("'files'")
                .hasMessageContaining("status 1")
                .hasMessageContaining("no such directory /data");
    }

    @Test
    void aProgramThatDoesNotExistIsNotWorthTryingAgain() {
        ServerSettings settings = ServerSettings.of("files", Target.Command.of("missing"));
        assertThatThrownBy(() -> wires.connect(settings, feed))
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isFalse())
                .hasMessageContaining("missing");
    }

    @Test
    void anInitializeThatCannotBeReadIsRepeatedWithLess() throws Exception {
        FakeChild.Script legacy = Scripts.legacy((child, message) -> {});
        wires.script = (child, message) -> {
            boolean strict = message instanceof Message.Request request
                    && request.method().equals(Method.INITIALIZE)
                    && request.params()
                            .at("capabilities", "elicitation", "form")
                            .isPresent();
            if (strict) {
                child.fail((Message.Request) message, -32603, "Unrecognized field \"form\"");
            } else {
                legacy.take(child, message);
            }
        };
        try (Connection connection = wires.connect(TestWires.child(), feed)) {
            assertThat(connection.opening().revision().isModern()).isFalse();
        }
        assertThat(wires.children).hasSize(1);
    }

    @Test
    void whatIsSaidOfTheHubOnDiscoveryIsWhatTheSpecificationAsksFor() throws Exception {
        wires.script = Scripts.modern((child, message) -> {});
        wires.connect(TestWires.child(), feed).close();
        Message.Request discover = (Message.Request) wires.children.getFirst().next(Method.DISCOVER);
        assertThat(discover.params().at("_meta", "io.modelcontextprotocol/protocolVersion"))
                .contains(Json.of("2026-07-28"));
        assertThat(discover.params().at("_meta", "io.modelcontextprotocol/clientCapabilities"))
                .contains(Json.EMPTY_OBJECT);
        assertThat(discover.params().at("_meta", "io.modelcontextprotocol/clientInfo", "name"))
                .contains(Json.of("hub"));
    }
}
