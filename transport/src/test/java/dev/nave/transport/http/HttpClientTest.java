package dev.nave.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpClientTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int MOST = 1 << 20;

    private final HttpClient client = new HttpClient(HttpClientOptions.defaults());

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void sendsWhatItIsToldAndReadsTheAnswer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.write("HTTP/1.1 404 Gone\r\nX-A:  b \r\nContent-Type: application/json\r\n");
            connection.write("Content-Length: 5\r\n\r\nhéy\n");
            connection.request();
            connection.answer(200, "text/plain", "second");
        })) {
            HttpCall call = new HttpCall(
                    "POST",
                    server.uri("/a%2Fb/../c?d=%20e"),
                    Map.of("Mcp-Name", "x"),
                    "bödy".getBytes(UTF_8),
                    LONG,
                    LONG);
            try (HttpReply reply = client.send(call)) {
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.header("x-a")).contains("b");
                assertThat(reply.header("x-b")).isEmpty();
                assertThat(reply.isStream()).isFalse();
                assertThat(new String(reply.body(MOST, LONG), UTF_8)).isEqualTo("héy\n");
            }
            ScriptedServer.Received sent = server.take();
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.target()).isEqualTo("/a%2Fb/../c?d=%20e");
            assertThat(sent.text()).isEqualTo("bödy");
            assertThat(sent.headers())
                    .containsEntry("mcp-name", "x")
                    .doesNotContainKeys("accept-encoding", "upgrade", "cookie", "expect");
            try (HttpReply reply = client.send(get(server))) {
                assertThat(new String(reply.body(MOST, LONG), UTF_8)).isEqualTo("second");
            }
        }
    }

    @Test
    void followsNoRedirectAnswersNoChallengeAndRepeatsNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\n");
            connection.write("Content-Length: 0\r\n\r\n");
            connection.request();
            connection.write("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            connection.request();
            connection.write("HTTP/1.1 503 No\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
        })) {
            for (int status : new int[] {302, 401, 503}) {
                try (HttpReply reply = client.send(get(server))) {
                    assertThat(reply.status()).isEqualTo(status);
                    assertThat(reply.body(MOST, LONG)).isEmpty();
                }
                assertThat(server.take().headers()).doesNotContainKeys("cookie", "authorization");
            }
            assertThat(server.waiting()).isZero();
        }
    }

    @Test
    void decodesNoContent() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
        })) {
            try (HttpReply reply = client.send(get(server))) {
                assertThat(new String(reply.body(MOST, LONG), UTF_8)).isEqualTo("abc");
            }
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI uri = URI.create("http://127.0.0.1:" + port + "/secret");
        assertThatThrownBy(() -> client.send(new HttpCall("GET", uri, Map.of(), new byte[0], LONG, LONG)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot connect to 127.0.0.1:" + port)
                .hasMessageNotContaining("secret");
    }

    @Test
    void stopsWaitingForAHeadThatNeverComesOrDrips() throws Exception {
        try (ScriptedServer silent = new ScriptedServer(ScriptedServer.Connection::awaitPeerGone);
                ScriptedServer dripping = new ScriptedServer(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nX: ");
                    while (true) {
                        connection.write("y");
                        Thread.sleep(10);
                    }
                })) {
            for (ScriptedServer server : new ScriptedServer[] {silent, dripping}) {
                assertThatThrownBy(() ->
                                client.send(new HttpCall("GET", server.uri("/"), Map.of(), new byte[0], LONG, SHORT)))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining("within 200 ms");
                server.awaitEnd();
            }
        }
    }

    @Test
    void stopsSendingToAServerThatDoesNotRead() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(connection -> over.await(30, TimeUnit.SECONDS))) {
            HttpCall call = new HttpCall("POST", server.uri("/"), Map.of(), new byte[20_000_000], LONG, SHORT);
            assertThatThrownBy(() -> client.send(call)).isInstanceOf(SocketTimeoutException.class);
            over.countDown();
        }
    }

    @Test
    void boundsABodyInBytesAndTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            ScriptedServer.Received request = connection.request();
            if (request.target().equals("/large")) {
                connection.answer(200, "text/plain", "x".repeat(5000));
            } else {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc");
            }
            connection.awaitPeerGone();
        })) {
            try (HttpReply reply = client.send(call(server, "/large"))) {
                assertThatThrownBy(() -> reply.body(4999, LONG)).hasMessageContaining("at most 4999 bytes");
            }
            try (HttpReply reply = client.send(call(server, "/slow"))) {
                assertThatThrownBy(() -> reply.body(MOST, SHORT))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageContaining("whole body within 200 ms");
            }
            server.awaitEnd();
            server.awaitEnd();
        }
    }

    @Test
    void tellsABodyThatBrokeOffFromAWholeOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            ScriptedServer.Received request = connection.request();
            if (request.target().equals("/chunks")) {
                connection.openStream().chunk("data: 1\n\n");
            } else {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc");
            }
        })) {
            try (HttpReply reply = client.send(get(server))) {
                assertThatThrownBy(() -> reply.body(MOST, LONG)).isInstanceOf(IOException.class);
            }
            try (HttpReply reply = client.send(call(server, "/chunks"))) {
                assertThat(reply.isStream()).isTrue();
                assertThat(reply.next(MOST, LONG)).isNotNull();
                assertThatThrownBy(() -> reply.next(MOST, LONG)).hasMessageContaining("broke off");
            }
        }
    }

    @Test
    void failsOnAResetAndOnNonsense() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            ScriptedServer.Received request = connection.request();
            if (request.target().equals("/reset")) {
                connection.reset();
            } else {
                connection.write("SSH-2.0-server\r\n\r\n");
            }
        })) {
            assertThatThrownBy(() -> client.send(call(server, "/reset"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.send(call(server, "/ssh"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsAWaitForTheHeadWhenAnotherThreadAborts() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.awaitPeerGone();
        })) {
            HttpSending sending = client.open(get(server));
            CompletableFuture<Throwable> failed = inBackground(sending::reply);
            server.take();
            sending.abort();
            assertThat(failed.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("aborted");
            server.awaitEnd();
        }
    }

    @Test
    void abortsBeforeItBegan() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::awaitPeerGone)) {
            HttpSending sending = client.open(get(server));
            sending.abort();
            assertThatThrownBy(sending::reply).isInstanceOf(IOException.class).hasMessageContaining("aborted");
        }
    }

    @Test
    void endsAReadWhenAnotherThreadCloses() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.openStream().chunk("data: 1\n\n");
            connection.awaitPeerGone();
        })) {
            HttpReply reply = client.send(get(server));
            assertThat(reply.next(MOST, LONG)).isNotNull();
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Throwable> failed = inBackground(() -> {
                reading.countDown();
                return reply.next(MOST, LONG);
            });
            assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
            reply.close();
            assertThat(failed.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            server.awaitEnd();
        }
    }

    @Test
    void givesUpOnASilentStreamButNotOnOneWithComments() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.openStream();
            for (int i = 0; i < 8; i++) {
                connection.chunk(":\n\n");
                Thread.sleep(300);
            }
            connection.chunk("data: x\n\n");
            enough.await(30, TimeUnit.SECONDS);
        })) {
            try (HttpReply reply = client.send(get(server))) {
                SentEvent event = reply.next(MOST, Duration.ofSeconds(2));
                assertThat(event).isNotNull();
                assertThatThrownBy(() -> reply.next(MOST, SHORT)).isInstanceOf(SocketTimeoutException.class);
            }
            enough.countDown();
        }
    }

    @Test
    void readsTheServersOwnStreamToItsEndAndUsesTheConnectionAgain() throws Exception {
        HttpHandler handler = exchange -> {
            try (EventStream stream = exchange.openStream(Map.of())) {
                for (int i = 0; i < 100; i++) {
                    stream.send(new SentEvent(i + "", null, null, ("line " + i + "\nnext").getBytes(UTF_8)));
                }
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        };
        try (HttpServer server = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), handler)) {
            for (int round = 0; round < 3; round++) {
                try (HttpReply reply =
                        client.send(new HttpCall("POST", server.uri("/"), Map.of(), new byte[] {'x'}, LONG, LONG))) {
                    for (int i = 0; i < 100; i++) {
                        SentEvent event = Objects.requireNonNull(reply.next(MOST, LONG));
                        assertThat(event.id()).isEqualTo(i + "");
                        assertThat(new String(event.data(), UTF_8)).isEqualTo("line " + i + "\nnext");
                    }
                    assertThat(reply.next(MOST, LONG)).isNull();
                }
            }
        }
    }

    @Test
    void waitsForAFreeConnectionAsLongAsForConnecting() throws Exception {
        try (HttpClient narrow = new HttpClient(new HttpClientOptions(1, 1, LONG));
                ScriptedServer server = new ScriptedServer(connection -> {
                    connection.request();
                    connection.openStream();
                    connection.awaitPeerGone();
                })) {
            HttpReply first = narrow.send(get(server));
            assertThatThrownBy(
                            () -> narrow.send(new HttpCall("GET", server.uri("/"), Map.of(), new byte[0], SHORT, LONG)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("Cannot connect");
            first.close();
            narrow.send(get(server)).close();
        }
    }

    @Test
    void readsBodiesOfAnySizeAnnouncedOrChunked() throws Exception {
        int[] sizes = {0, 1, (2 << 10) - 1, 2 << 10, (2 << 10) + 1, 64 << 10, (64 << 10) + 1, 300_000};
        try (ScriptedServer server = new ScriptedServer(connection -> {
            for (int size : sizes) {
                String body = "x".repeat(size);
                connection.request();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + body);
                connection.request();
                String half = "x".repeat(size / 2);
                String rest = "x".repeat(size - size / 2);
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + (half.isEmpty() ? "" : Integer.toHexString(half.length()) + "\r\n" + half + "\r\n")
                        + (rest.isEmpty() ? "" : Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n")
                        + "0\r\n\r\n");
            }
            connection.request();
        })) {
            for (int size : sizes) {
                for (int framing = 0; framing < 2; framing++) {
                    try (HttpReply reply = client.send(get(server))) {
                        assertThat(reply.body(MOST, LONG))
                                .hasSize(size)
                                .containsOnly("x".repeat(size).getBytes(UTF_8));
                    }
                }
            }
            // All of it over one connection.
            client.close();
            server.awaitEnd();
        }
    }

    @Test
    void usesNoConnectionAgainThatTheServerCloses() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
            connection.request();
        })) {
            for (int i = 0; i < 3; i++) {
                try (HttpReply reply = client.send(get(server))) {
                    assertThat(reply.body(MOST, LONG)).hasSize(1);
                }
                server.awaitEnd();
            }
        }
    }

    @Test
    void passesOverInterimAnswersButNoSwitchOfProtocols() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            connection.request();
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            connection.answer(200, "text/plain", "then");
            connection.request();
            connection.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
            connection.request();
        })) {
            try (HttpReply reply = client.send(get(server))) {
                assertThat(new String(reply.body(MOST, LONG), UTF_8)).isEqualTo("then");
            }
            assertThatThrownBy(() -> client.send(get(server))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesTheHostAndTheLengthItself() throws Exception {
        try (ScriptedServer server = new ScriptedServer(connection -> {
            while (true) {
                connection.request();
                connection.answer(200, "text/plain", "ok");
            }
        })) {
            HttpCall post = new HttpCall(
                    "POST", URI.create("http://127.0.0.1:" + server.port()), Map.of(), new byte[0], LONG, LONG);
            client.send(post).close();
            ScriptedServer.Received empty = server.take();
            assertThat(empty.target()).isEqualTo("/");
            assertThat(empty.headers())
                    .containsEntry("host", "127.0.0.1:" + server.port())
                    .containsEntry("content-length", "0");
            client.send(get(server)).close();
            assertThat(server.take().headers()).doesNotContainKey("content-length");
        }
    }

    @Test
    void speaksTlsToHttpsAndTrustsNoServerThatOnlySaysSo() throws Exception {
        BlockingQueue<Integer> first = new LinkedBlockingQueue<>();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listening.accept()) {
                    first.add(socket.getInputStream().read());
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
                } catch (IOException ended) {
                    first.add(-1);
                }
            });
            URI uri = URI.create("https://127.0.0.1:" + listening.getLocalPort() + "/");
            assertThatThrownBy(() -> client.send(new HttpCall("GET", uri, Map.of(), new byte[0], LONG, LONG)))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(SSLException.class);
            assertThat(first.poll(30, TimeUnit.SECONDS)).isEqualTo(0x16);
        }
    }

    @Test
    void refusesHeadersThatSayWhatTheBodyDecides() {
        for (String name : List.of("Content-Length", "transfer-encoding")) {
            assertThatThrownBy(() -> client.open(new HttpCall(
                            "POST", URI.create("http://127.0.0.1/"), Map.of(name, "3"), new byte[1], LONG, LONG)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void refusesHeadersWithLineBreaksAndOtherSchemes() {
        assertThatThrownBy(() -> client.open(new HttpCall(
                        "GET", URI.create("http://127.0.0.1/"), Map.of("A", "b\r\nC: d"), new byte[0], LONG, LONG)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        client.open(new HttpCall("GET", URI.create("file:///x"), Map.of(), new byte[0], LONG, LONG)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpCall get(ScriptedServer server) {
        return call(server, "/");
    }

    private static HttpCall call(ScriptedServer server, String path) {
        return new HttpCall("GET", server.uri(path), Map.of(), new byte[0], LONG, LONG);
    }

    /** What the work throws. */
    private static CompletableFuture<Throwable> inBackground(Work work) {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                thrown.complete(new AssertionError("nothing was thrown but this came: " + work.run()));
            } catch (IOException expected) {
                thrown.complete(expected);
            }
        });
        return thrown;
    }

    private interface Work {
        @Nullable
        Object run() throws IOException;
    }
}
