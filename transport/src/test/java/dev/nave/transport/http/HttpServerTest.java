package dev.nave.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTest {
    private static final HttpServerOptions OPTIONS = HttpServerOptions.on("127.0.0.1", 0);

    private static final HttpHandler ECHO = exchange -> exchange.respond(
            200,
            Map.of("Content-Type", "text/plain", "X-Path", exchange.path()),
            (exchange.method() + " " + exchange.query("q").orElse("-") + " "
                            + new String(exchange.body(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));

    @Test
    void answersRequestsOneAfterTheOtherOnOneConnection() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS, ECHO);
                RawClient client = new RawClient(server.port())) {
            RawClient.Answer first =
                    client.request("POST", "/a%2Fb?q=%C3%A4", "héllo").answer();
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.body()).isEqualTo("POST ä héllo");
            assertThat(first.headers()).containsEntry("x-path", "/a%2Fb");
            assertThat(client.request("GET", "/", "").answer().body()).isEqualTo("GET - ");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS, ECHO);
                RawClient client = new RawClient(server.port())) {
            String head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n";
            client.send(head + "1" + head + "2");
            assertThat(client.answer().body()).isEqualTo("POST - 1");
            assertThat(client.answer().body()).isEqualTo("POST - 2");
        }
    }

    @Test
    void runsEachRequestOnAVirtualThread() throws IOException {
        HttpHandler handler = exchange -> exchange.respond(
                200,
                Map.of(),
                String.valueOf(Thread.currentThread().isVirtual()).getBytes(StandardCharsets.UTF_8));
        try (HttpServer server = HttpServer.start(OPTIONS, handler);
                RawClient client = new RawClient(server.port())) {
            assertThat(client.request("GET", "/", "").answer().body()).isEqualTo("true");
        }
    }

    @Test
    void answersFiveHundredWhenTheHandlerThrowsOrForgets() throws IOException {
        HttpHandler handler = exchange -> {
            if (exchange.path().equals("/throw")) {
                throw new IllegalStateException("for the test");
            }
        };
        try (HttpServer server = HttpServer.start(OPTIONS, handler);
                RawClient client = new RawClient(server.port())) {
            assertThat(client.request("GET", "/throw", "").answer().status()).isEqualTo(500);
            assertThat(client.request("GET", "/forget", "").answer().body()).contains("\"jsonrpc\":\"2.0\"");
        }
    }

    @Test
    void refusesBodiesThatAreTooLargeAndStaysUsable() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS.withBody(10, Duration.ofSeconds(30)), ECHO);
                RawClient client = new RawClient(server.port())) {
            RawClient.Answer announced =
                    client.request("POST", "/", "x".repeat(50_000)).answer();
            assertThat(announced.status()).isEqualTo(413);
            assertThat(announced.body()).contains("\"jsonrpc\":\"2.0\"").contains("at most 10 bytes");
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.request("POST", "/", "0123456789").answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesRequestsWhileTooMuchIsArriving() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try (HttpServer server = HttpServer.start(OPTIONS.withBody(1000, Duration.ofSeconds(30)), ECHO);
                RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 66; i++) {
                RawClient one = new RawClient(server.port());
                slow.add(one);
                one.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(999));
            }
            awaitStatus(client, 503);
            for (RawClient one : slow) {
                one.close();
            }
            awaitStatus(client, 200);
        }
    }

    /** What was sent before on other connections is seen sooner or later. */
    private static void awaitStatus(RawClient client, int status) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (client.request("GET", "/", "").answer().status() != status) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void givesUpOnBodiesThatNeverComeWhole() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS.withBody(100, Duration.ofMillis(100)), ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n12345");
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void closesConnectionsThatNeverFinishTheirHead() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS.withIdleWait(Duration.ofMillis(100)), ECHO);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: loc");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void closesConnectionsBeyondTheBound() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS.withConnections(1), ECHO);
                RawClient first = new RawClient(server.port())) {
            assertThat(first.request("GET", "/", "").answer().status()).isEqualTo(200);
            try (RawClient second = new RawClient(server.port())) {
                assertThat(second.isClosed()).isTrue();
            }
            assertThat(first.request("GET", "/", "").answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mcp-Name", "Mcp-Method", "MCP-Protocol-Version", "Mcp-Param-Region", "Authorization"})
    void refusesHeadersThatDecideAnythingTwice(String header) throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS, ECHO);
                RawClient client = new RawClient(server.port())) {
            RawClient.Answer answer = client.request(
                            "POST", "/", "x", header + ": a", header.toLowerCase(Locale.ROOT) + ": b")
                    .answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("several times");
        }
    }

    @Test
    void refusesForeignHostsAndOriginsWithAJsonRpcError() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS, ECHO);
                RawClient client = new RawClient(server.port())) {
            RawClient.Answer origin = client.request("POST", "/", "x", "Origin: http://evil.example")
                    .answer();
            assertThat(origin.status()).isEqualTo(403);
            assertThat(origin.body()).contains("\"jsonrpc\":\"2.0\"").contains("Origin");
            client.send("POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1\r\n\r\nx");
            assertThat(client.answer().status()).isEqualTo(403);
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS, ECHO)) {
            for (String garbage : List.of(
                    "\u0016\u0003\u0001 nonsense\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: 1\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(80_000) + "\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy")) {
                try (RawClient client = new RawClient(server.port())) {
                    client.send(garbage);
                    assertThat(client.isClosed()).isTrue();
                }
            }
        }
    }

    @Test
    void saysWhichPartOfAHeadIsTooLong() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS.withHeaderBytes(1000), ECHO)) {
            try (RawClient client = new RawClient(server.port())) {
                client.request("GET", "/", "", "X: " + "y".repeat(2000));
                assertThat(client.answer().status()).isEqualTo(431);
            }
            try (RawClient client = new RawClient(server.port())) {
                client.request("GET", "/" + "y".repeat(10_000), "");
                assertThat(client.answer().status()).isEqualTo(414);
            }
        }
    }

    @Test
    void tellsAWaitingHandlerThatItsClientWentAway() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.onGone(() -> told.complete(exchange.isGone()));
            waiting.countDown();
            try {
                told.get(30, TimeUnit.SECONDS);
            } catch (Exception late) {
                return;
            }
            CompletableFuture<Boolean> again = new CompletableFuture<>();
            exchange.onGone(() -> again.complete(true));
            assertThat(again).isCompletedWithValue(true);
            exchange.respond(200, Map.of(), new byte[0]);
        };
        try (HttpServer server = HttpServer.start(OPTIONS, handler)) {
            try (RawClient client = new RawClient(server.port())) {
                client.request("POST", "/", "x");
                assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(told.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doesNotCallAnAnsweredClientGone() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        CompletableFuture<HttpExchange> answered = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.onGone(() -> gone.complete(true));
            exchange.respond(200, Map.of(), new byte[0]);
            answered.complete(exchange);
        };
        try (HttpServer server = HttpServer.start(OPTIONS, handler);
                RawClient client = new RawClient(server.port())) {
            assertThat(client.request("GET", "/", "").answer().status()).isEqualTo(200);
            assertThat(client.request("GET", "/", "").answer().status()).isEqualTo(200);
        }
        assertThat(answered.get(30, TimeUnit.SECONDS).isGone()).isFalse();
        assertThat(gone).isNotDone();
    }

    @Test
    void refusesASecondAnswerAndHeadersWithLineBreaks() throws Exception {
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            broken.complete(catching(() -> exchange.respond(200, Map.of("X", "a\r\nY: b"), new byte[0])));
            exchange.respond(204, Map.of(), new byte[0]);
            second.complete(catching(() -> exchange.respond(200, Map.of(), new byte[0])));
        };
        try (HttpServer server = HttpServer.start(OPTIONS, handler);
                RawClient client = new RawClient(server.port())) {
            assertThat(client.request("GET", "/", "").head().status()).isEqualTo(204);
            assertThat(broken.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
            assertThat(second.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void drainsWhatIsInFlightBeforeItCloses() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpHandler handler = exchange -> {
            waiting.countDown();
            try {
                assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                return;
            }
            exchange.respond(200, Map.of(), "done".getBytes(StandardCharsets.UTF_8));
        };
        HttpServer server = HttpServer.start(OPTIONS, handler);
        try (RawClient client = new RawClient(server.port());
                RawClient idle = new RawClient(server.port())) {
            client.request("POST", "/", "x");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            Thread closing = Thread.ofVirtual().start(() -> server.close(Duration.ofSeconds(30)));
            assertThat(idle.isClosed()).isTrue();
            assertThatThrownBy(() ->
                            new RawClient(server.port()).request("GET", "/", "").answer())
                    .isInstanceOf(IOException.class);
            go.countDown();
            assertThat(client.answer().body()).isEqualTo("done");
            assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void cutsOffWhatIsStillInFlightAfterTheDrain() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        HttpHandler handler = exchange -> {
            exchange.onGone(gone::countDown);
            waiting.countDown();
            try {
                gone.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        HttpServer server = HttpServer.start(OPTIONS, handler);
        try (RawClient client = new RawClient(server.port())) {
            client.request("POST", "/", "x");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            server.close(Duration.ofMillis(50));
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void saysWhichAddressIsTaken() throws IOException {
        try (HttpServer server = HttpServer.start(OPTIONS, ECHO)) {
            assertThatThrownBy(() -> HttpServer.start(HttpServerOptions.on("127.0.0.1", server.port()), ECHO))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("Choose another address");
        }
    }

    private static Throwable catching(Runnable runnable) {
        try {
            runnable.run();
        } catch (RuntimeException thrown) {
            return thrown;
        }
        return new AssertionError("nothing was thrown");
    }
}
