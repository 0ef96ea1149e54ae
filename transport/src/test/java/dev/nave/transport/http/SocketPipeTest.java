package dev.nave.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.transport.pipe.Heard;
import dev.nave.transport.pipe.Pipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketPipeTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MOST = 4 << 20;
    private static final HttpServerOptions OPTIONS = HttpServerOptions.on("127.0.0.1", 0);

    private final WebSocketClient client = new WebSocketClient(MOST, MOST, LONG, LONG);
    private final Heard atServer = new Heard();
    private final Heard atClient = new Heard();
    private final BlockingQueue<Pipe> opened = new LinkedBlockingQueue<>();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void carriesMessagesOfAnySizeBothWays() throws Exception {
        try (HttpServer server = start(OPTIONS)) {
            Pipe pipe = client.connect(uri(server), Map.of("X-Who", "me"), LONG, atClient);
            Pipe other = opened.poll(30, TimeUnit.SECONDS);
            assertThat(other).isNotNull();
            String large = "{\"a\":\"" + "é".repeat(1_000_000) + "\"}";
            pipe.send("{}".getBytes(UTF_8));
            pipe.send(large.getBytes(UTF_8));
            assertThat(atServer.next()).isEqualTo("{}");
            assertThat(atServer.next()).isEqualTo(large);
            other.send(large.getBytes(UTF_8));
            assertThat(atClient.next()).isEqualTo(large);
            pipe.close();
            assertThat(atClient.reason()).contains("this side");
            assertThat(atServer.reason()).contains("peer closed");
            assertThatThrownBy(() -> pipe.send(new byte[] {'1'})).isInstanceOf(IOException.class);
        }
    }

    @Test
    void freesItsConnectionAndTellsTheClientWhenTheServerCloses() throws Exception {
        try (HttpServer server = start(OPTIONS.withConnections(1))) {
            for (int round = 0; round < 3; round++) {
                Heard heard = new Heard();
                connectOnceFree(server, heard);
                Pipe other = opened.poll(30, TimeUnit.SECONDS);
                assertThat(other).isNotNull();
                other.close();
                assertThat(heard.reason()).isNotEmpty();
            }
        }
    }

    @Test
    void doesNotHoldUpTheServersDrain() throws Exception {
        HttpServer server = start(OPTIONS);
        client.connect(uri(server), Map.of(), LONG, atClient);
        server.close(Duration.ofMillis(500));
        assertThat(atClient.reason()).isNotEmpty();
        assertThat(atServer.reason()).isNotEmpty();
    }

    @Test
    void saysWhenAServerSpeaksNoWebSocket() throws Exception {
        HttpHandler plain = exchange -> exchange.respond(404, Map.of(), new byte[0]);
        try (HttpServer server = HttpServer.start(OPTIONS, plain)) {
            assertThatThrownBy(() -> client.connect(uri(server), Map.of(), LONG, atClient))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("404")
                    .hasMessageNotContaining("/ws");
        }
        try (ScriptedServer silent = new ScriptedServer(ScriptedServer.Connection::awaitPeerGone)) {
            URI uri = URI.create("ws://127.0.0.1:" + silent.port() + "/");
            assertThatThrownBy(() -> client.connect(uri, Map.of(), Duration.ofMillis(200), atClient))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesOtherSubProtocolsAndForeignOrigins() throws Exception {
        try (HttpServer server = start(OPTIONS)) {
            try (RawClient raw = new RawClient(server.port())) {
                upgrade(raw, "Sec-WebSocket-Protocol: chat");
                assertThat(raw.answer().status()).isEqualTo(400);
            }
            try (RawClient raw = new RawClient(server.port())) {
                upgrade(raw, "Sec-WebSocket-Protocol: mcp", "Origin: http://evil.example");
                assertThat(raw.answer().status()).isEqualTo(403);
            }
        }
    }

    @Test
    void putsFramesOfAMessageTogether() throws Exception {
        try (HttpServer server = start(OPTIONS);
                RawClient raw = new RawClient(server.port())) {
            upgrade(raw, "Sec-WebSocket-Protocol: chat, mcp");
            RawClient.Head head = raw.head();
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.headers()).containsEntry("sec-websocket-protocol", "mcp");
            byte[] bytes = "{\"ü\":1}".getBytes(UTF_8);
            raw.send(frame(0x01, bytes, 0, 3));
            raw.send(frame(0x89, new byte[0], 0, 0));
            raw.send(frame(0x00, bytes, 3, 5));
            raw.send(frame(0x80, bytes, 5, bytes.length));
            assertThat(atServer.next()).isEqualTo("{\"ü\":1}");
        }
    }

    @Test
    void closesOnBinaryDataAndOnMessagesBeyondTheBound() throws Exception {
        try (HttpServer server = start(OPTIONS.withBody(100, LONG))) {
            try (RawClient raw = new RawClient(server.port())) {
                upgrade(raw);
                assertThat(raw.head().status()).isEqualTo(101);
                raw.send(frame(0x82, new byte[] {1, 2, 3}, 0, 3));
                assertThat(raw.isClosed()).isTrue();
                assertThat(atServer.reason()).contains("binary");
            }
        }
        Heard second = new Heard();
        try (HttpServer server = HttpServer.start(OPTIONS.withBody(100, LONG), accepting(second))) {
            try (RawClient raw = new RawClient(server.port())) {
                upgrade(raw);
                assertThat(raw.head().status()).isEqualTo(101);
                raw.send(frame(0x01, new byte[90], 0, 90));
                raw.send(frame(0x80, new byte[90], 0, 90));
                assertThat(raw.isClosed()).isTrue();
                assertThat(second.next()).startsWith("too large: 180");
            }
        }
    }

    @Test
    void givesUpOnAPeerThatShowsNoSignOfLife() throws Exception {
        HttpServerOptions brisk = OPTIONS.withKeepAlive(Duration.ofMillis(50)).withWriteWait(Duration.ofMillis(200));
        try (HttpServer server = start(brisk);
                RawClient raw = new RawClient(server.port())) {
            upgrade(raw);
            assertThat(raw.head().status()).isEqualTo(101);
            assertThat(atServer.reason()).contains("no sign of life");
        }
    }

    @Test
    void keepsASilentButLivingPeer() throws Exception {
        HttpServerOptions brisk = OPTIONS.withKeepAlive(Duration.ofMillis(20)).withWriteWait(Duration.ofSeconds(10));
        try (HttpServer server = start(brisk)) {
            Pipe pipe = client.connect(uri(server), Map.of(), LONG, atClient);
            Thread.sleep(300);
            pipe.send("{}".getBytes(UTF_8));
            assertThat(atServer.next()).isEqualTo("{}");
        }
    }

    private HttpServer start(HttpServerOptions options) throws IOException {
        return HttpServer.start(options, accepting(atServer));
    }

    private HttpHandler accepting(Heard heard) {
        return exchange -> {
            assertThat(exchange.isWebSocket()).isTrue();
            try {
                opened.add(exchange.openSocket(heard));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }

    private static URI uri(HttpServer server) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/ws?a=b");
    }

    /** The server counts the last connection until its end has come through. */
    private void connectOnceFree(HttpServer server, Heard heard) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                client.connect(uri(server), Map.of(), LONG, heard);
                return;
            } catch (IOException stillCounted) {
                if (System.nanoTime() > end) {
                    throw stillCounted;
                }
                Thread.sleep(10);
            }
        }
    }

    private static void upgrade(RawClient raw, String... headerLines) throws IOException {
        StringBuilder head = new StringBuilder("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n");
        head.append("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
        head.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        raw.send(head + "\r\n");
    }

    /** A frame of a client, masked with zeros (RFC 6455 §5.2); up to 125 bytes. */
    private static byte[] frame(int first, byte[] data, int start, int end) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        frame.write(0x80 | (end - start));
        frame.writeBytes(new byte[4]);
        frame.write(data, start, end - start);
        return frame.toByteArray();
    }
}
