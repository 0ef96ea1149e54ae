package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of the older and other wires, kept by the whole program. */
final class WiresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** 2024-11-05 lets a server say where to post; one that names a place of somebody else would be given our words. */
    @Test
    void aServerThatWantsItsMessagesPostedElsewhereIsRefusedAndNothingIsPosted() throws Exception {
        AtomicInteger posted = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        HttpServer victim = server(exchange -> {
            posted.incrementAndGet();
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        String elsewhere = "http://127.0.0.1:" + victim.getAddress().getPort() + "/messages";
        HttpServer malicious = server(exchange -> {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                exchange.close();
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(("event: endpoint\ndata: " + elsewhere + "\n\n").getBytes(StandardCharsets.UTF_8));
                stream.flush();
                over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        List<String> command = new ArrayList<>(HubProcess.command());
        command.addAll(List.of(
                "tools", "--url", "http://127.0.0.1:" + malicious.getAddress().getPort() + "/sse"));
        try (Child nave = Child.start("nave tools", command, Map.of(), directory)) {
            assertThat(nave.awaitEnd(PATIENCE)).as(nave.output()).isEqualTo(1);
            assertThat(nave.output()).contains("another origin", elsewhere.replace("/messages", ""));
            assertThat(posted).hasValue(0);
        } finally {
            over.countDown();
            malicious.stop(0);
            victim.stop(0);
        }
    }

    @Test
    void aWebSocketSpeaksMcpOneMessageAFrameInBothEras() throws Exception {
        NodeTools tools = NodeTools.installed();
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix")
                .stdio("legacy", Fixture.LEGACY.stdio(tools))
                .stdio("modern", Fixture.MODERN.stdio(tools));
        try (HubProcess hub = HubProcess.start(directory, configuration);
                HttpClient client = HttpClient.newHttpClient()) {
            URI place = URI.create(hub.url().replaceFirst("^http", "ws").replaceFirst("/mcp$", "/ws"));
            Frames frames = new Frames();
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("mcp")
                    .buildAsync(place, frames)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("mcp");
            socket.sendText(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
                            true)
                    .join();
            assertThat(frames.next()).contains("\"id\":1", "\"protocolVersion\":\"2025-11-25\"");
            for (String alias : List.of("legacy", "modern")) {
                String name = alias + "__test_echo";
                socket.sendText(call("old", name, ""), true).join();
                assertThat(frames.next()).contains("\"id\":\"old\"").doesNotContain("resultType");
                socket.sendText(
                                call(
                                        "new",
                                        name,
                                        ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                                + "\"io.modelcontextprotocol/clientCapabilities\":{}}"),
                                true)
                        .join();
                assertThat(frames.next()).contains("\"id\":\"new\"", "\"resultType\":\"complete\"");
            }
            socket.abort();
            assertThatThrownBy(() -> client.newWebSocketBuilder()
                            .subprotocols("graphql-ws")
                            .buildAsync(place, new Frames())
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("a client that speaks something else")
                    .hasMessageContaining("WebSocketHandshakeException");
        }
    }

    private static String call(String id, String name, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{\"a\":1}%s}}"
                .formatted(id, name, more);
    }

    private static HttpServer server(Handling handling) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handling::handle);
        server.start();
        return server;
    }

    /** Answers a request. */
    private interface Handling {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** What came over a socket, frame by frame. */
    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                frames.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        String next() throws InterruptedException {
            String frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return frame == null ? "nothing" : frame;
        }
    }
}
