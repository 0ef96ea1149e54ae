package dev.nave.edge.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.downstream.legacy.LegacyDoor;
import dev.nave.edge.downstream.modern.ModernDoor;
import dev.nave.hub.Time;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import dev.nave.transport.http.WebSocketClient;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both eras over one WebSocket. */
class SocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST = 100_000;

    private final FakeEndpoint endpoint = FakeEndpoint.answering("{\"content\":[ ]}");
    private final Doors doors = doors();
    private final HttpServer server = start();
    private final WebSocketClient client = new WebSocketClient(MOST, MOST, PATIENCE, PATIENCE);
    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        client.close();
        doors.close();
        server.close(Duration.ZERO);
    }

    @Test
    void aSocketServesClientsOfBothErasMessageByMessage() throws Exception {
        try (Pipe pipe = open()) {
            send(
                    pipe,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                        + "\"capabilities\":{}}}");
            assertThat(next()).contains("\"id\":1", "\"protocolVersion\":\"2025-11-25\"");
            send(pipe, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}");
            assertThat(next()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":[ ]}}");
            send(
                    pipe,
                    "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"_meta\":"
                            + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}");

            assertThat(next()).contains("\"id\":3", "\"resultType\":\"complete\"");
        }
    }

    @Test
    void whatIsNoMessageIsAnswered() throws Exception {
        try (Pipe pipe = open()) {
            send(pipe, "5");
            assertThat(next()).contains("-32600");
        }
    }

    private Pipe open() throws IOException {
        return client.connect(
                URI.create(server.uri("/ws").toString().replace("http", "ws")), Map.of(), PATIENCE, reader());
    }

    private Pipe.Reader reader() {
        return new Pipe.Reader() {
            @Override
            public void message(byte[] message) {
                received.add(new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void closed(String reason) {
                received.add("closed");
            }
        };
    }

    private static void send(Pipe pipe, String message) throws IOException {
        pipe.send(message.getBytes(StandardCharsets.UTF_8));
    }

    private String next() throws InterruptedException {
        String message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return message == null ? "nothing" : message;
    }

    private Doors doors() {
        Waits waits = Waits.defaults();
        Bounds bounds = Bounds.defaults();
        Seals seals = new Seals(List.of(), new SecureRandom(), Time.SYSTEM);
        Supplier<String> ids = () -> UUID.randomUUID().toString().replace("-", "");
        Conversations conversations = new Conversations(
                Conversations.Settings.of("hub", waits, bounds), seals, new JsonSchema(), ids, Time.SYSTEM);
        return new Doors(
                path -> path.equals("/ws") ? Optional.of(endpoint) : Optional.empty(),
                () -> new Callers(new ApiKeys(List.of())),
                new ModernDoor(conversations, bounds),
                new LegacyDoor(waits, bounds, seals, Time.SYSTEM, ids),
                JsonLimits.DEFAULT);
    }

    private HttpServer start() {
        try {
            return HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), doors);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
