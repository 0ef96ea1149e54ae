package dev.nave.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnixSocketTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MOST = 1 << 20;

    private final HttpClient client = new HttpClient(HttpClientOptions.defaults());
    /** The system allows about a hundred bytes for the path, so it is a relative one. */
    private Path directory = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("target/tmp"), "nave");
    }

    @AfterEach
    void closeClient() throws IOException {
        client.close();
        Files.deleteIfExists(directory.resolve("s"));
        Files.deleteIfExists(directory.resolve("t"));
        Files.deleteIfExists(directory);
    }

    @Test
    void carriesCallsAndStreams() throws Exception {
        HttpHandler handler = exchange -> {
            if (exchange.path().equals("/plain")) {
                exchange.respond(200, Map.of("X-Local", "" + exchange.isLocal()), exchange.body());
                return;
            }
            try (EventStream stream = exchange.openStream(Map.of())) {
                for (int i = 0; i < 100; i++) {
                    stream.send(SentEvent.of(("" + i).getBytes(UTF_8)));
                }
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        };
        try (HttpServer server = HttpServer.start(HttpServerOptions.on(directory.resolve("s")), handler)) {
            assertThat(server.port()).isZero();
            for (int round = 0; round < 3; round++) {
                try (HttpReply reply = client.send(call("/plain", "bödy", LONG))) {
                    assertThat(reply.header("X-Local")).contains("true");
                    assertThat(new String(reply.body(MOST, LONG), UTF_8)).isEqualTo("bödy");
                }
                try (HttpReply reply = client.send(call("/stream", "x", LONG))) {
                    for (int i = 0; i < 100; i++) {
                        assertThat(new String(
                                        Objects.requireNonNull(reply.next(MOST, LONG))
                                                .data(),
                                        UTF_8))
                                .isEqualTo("" + i);
                    }
                    assertThat(reply.next(MOST, LONG)).isNull();
                }
            }
        }
        assertThat(directory.resolve("s")).doesNotExist();
    }

    @Test
    void keepsSocketsApart() throws Exception {
        try (HttpServer one = HttpServer.start(HttpServerOptions.on(directory.resolve("s")), answering("one"));
                HttpServer two = HttpServer.start(HttpServerOptions.on(directory.resolve("t")), answering("two"))) {
            assertThat(one.address()).isNotEqualTo(two.address());
            for (int round = 0; round < 3; round++) {
                assertThat(text("s")).isEqualTo("one");
                assertThat(text("t")).isEqualTo("two");
            }
        }
    }

    @Test
    void boundsWaitsAndEndsCallsFromOtherThreads() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        CountDownLatch gone = new CountDownLatch(2);
        HttpHandler handler = exchange -> {
            exchange.onGone(gone::countDown);
            waiting.countDown();
            try {
                gone.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        try (HttpServer server = HttpServer.start(HttpServerOptions.on(directory.resolve("s")), handler)) {
            assertThat(server.address().toString()).contains("/nave");
            assertThatThrownBy(() -> client.send(call("/", "x", Duration.ofMillis(200))))
                    .isInstanceOf(SocketTimeoutException.class);
            HttpSending sending = client.open(call("/", "x", LONG));
            Thread aborting = Thread.ofVirtual().start(() -> {
                try {
                    waiting.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                sending.abort();
            });
            assertThatThrownBy(sending::reply).hasMessageContaining("aborted");
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            aborting.join();
        }
    }

    @Test
    void takesOverASocketThatADeadServerLeftButNotOneInUse() throws Exception {
        Path socket = directory.resolve("s");
        HttpHandler handler = exchange -> exchange.respond(200, Map.of(), new byte[0]);
        Files.createFile(socket);
        assertThatThrownBy(() -> HttpServer.start(HttpServerOptions.on(socket), handler))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a socket");
        Files.delete(socket);
        try (java.nio.channels.ServerSocketChannel left =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(java.net.UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> HttpServer.start(HttpServerOptions.on(socket), handler))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        try (HttpServer server = HttpServer.start(HttpServerOptions.on(socket), handler);
                HttpReply reply = client.send(call("/", "x", LONG))) {
            assertThat(server.port()).isZero();
            assertThat(reply.status()).isEqualTo(200);
        }
    }

    private static HttpHandler answering(String text) {
        return exchange -> exchange.respond(200, Map.of(), text.getBytes(UTF_8));
    }

    private String text(String socket) throws IOException {
        try (HttpReply reply = client.send(call(socket, "/", "x", LONG))) {
            return new String(reply.body(MOST, LONG), UTF_8);
        }
    }

    private HttpCall call(String path, String body, Duration head) {
        return call("s", path, body, head);
    }

    private HttpCall call(String socket, String path, String body, Duration head) {
        String host = URLEncoder.encode(directory.resolve(socket).toString(), UTF_8);
        return new HttpCall(
                "POST", URI.create("http+unix://" + host + path), Map.of(), body.getBytes(UTF_8), LONG, head);
    }
}
