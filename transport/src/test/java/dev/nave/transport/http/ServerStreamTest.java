package dev.nave.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerStreamTest {
    private static final HttpServerOptions OPTIONS = HttpServerOptions.on("127.0.0.1", 0);

    @Test
    void sendsItsHeadersAtOnceThenEventsThenAnOrderlyEnd() throws Exception {
        CompletableFuture<EventStream> opened = new CompletableFuture<>();
        HttpHandler handler = exchange -> opened.complete(exchange.openStream(Map.of("X-Extra", "yes")));
        try (HttpServer server = HttpServer.start(OPTIONS, handler);
                RawClient client = new RawClient(server.port())) {
            RawClient.Head head = client.request("POST", "/", "x").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers())
                    .containsEntry("content-type", "text/event-stream")
                    .containsEntry("cache-control", "no-cache")
                    .containsEntry("x-accel-buffering", "no")
                    .containsEntry("x-extra", "yes");
            assertThat(client.chunk()).isEqualTo(":\n\n");
            EventStream stream = opened.get(30, TimeUnit.SECONDS);
            stream.send(new SentEvent("7", "message", Duration.ofMillis(1500), bytes("{\"a\":\r\n\"é\"}")));
            assertThat(client.chunk()).isEqualTo("event: message\nid: 7\nretry: 1500\ndata: {\"a\":\ndata: \"é\"}\n\n");
            stream.send(new SentEvent("8", null, null, new byte[0]));
            assertThat(client.chunk()).isEqualTo("id: 8\ndata: \n\n");
            assertThat(stream.isOpen()).isTrue();
            stream.close();
            stream.close();
            assertThat(client.chunk()).isEmpty();
            assertThat(stream.isOpen()).isFalse();
            assertThat(catching(stream)).hasMessageContaining("closed");
            assertThat(client.request("POST", "/", "x").head().status()).isEqualTo(200);
        }
    }

    @Test
    void keepsASilentStreamAliveWithComments() throws Exception {
        HttpHandler handler = exchange -> exchange.openStream(Map.of());
        try (HttpServer server = HttpServer.start(OPTIONS.withKeepAlive(Duration.ofMillis(20)), handler);
                RawClient client = new RawClient(server.port())) {
            client.request("GET", "/", "").head();
            assertThat(client.chunk()).isEqualTo(":\n\n");
            assertThat(client.chunk()).isEqualTo(":\n\n");
            assertThat(client.chunk()).isEqualTo(":\n\n");
        }
    }

    @Test
    void failsASendWhenTheClientIsGone() throws Exception {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.onGone(() -> gone.complete(true));
            EventStream stream = exchange.openStream(Map.of());
            gone.join();
            failed.complete(catching(stream));
        };
        try (HttpServer server = HttpServer.start(OPTIONS, handler)) {
            try (RawClient client = new RawClient(server.port())) {
                client.request("GET", "/", "").head();
            }
            assertThat(failed.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void waitsForASlowClientAndLosesNothing() throws Exception {
        int count = 2000;
        HttpHandler handler = exchange -> {
            try (EventStream stream = exchange.openStream(Map.of())) {
                for (int i = 0; i < count; i++) {
                    stream.send(SentEvent.of(bytes(i + " " + "x".repeat(10_000))));
                }
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        };
        try (HttpServer server = HttpServer.start(OPTIONS, handler);
                RawClient client = new RawClient(server.port())) {
            client.request("GET", "/", "").head();
            client.chunk();
            for (int i = 0; i < count; i++) {
                assertThat(client.chunk()).startsWith("data: " + i + " x");
            }
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void closesAStreamNobodyReads() throws Exception {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.onGone(() -> gone.complete(true));
            EventStream stream = exchange.openStream(Map.of());
            try {
                while (true) {
                    stream.send(SentEvent.of(new byte[100_000]));
                }
            } catch (IOException slow) {
                failed.complete(slow);
            }
        };
        try (HttpServer server = HttpServer.start(OPTIONS.withWriteWait(Duration.ofMillis(200)), handler);
                RawClient client = new RawClient(server.port())) {
            client.request("GET", "/", "").head();
            assertThat(failed.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            assertThat(gone.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closesAnAnswerNobodyReads() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.onGone(() -> gone.complete(true));
            exchange.respond(200, Map.of(), new byte[50_000_000]);
        };
        try (HttpServer server = HttpServer.start(OPTIONS.withWriteWait(Duration.ofMillis(200)), handler);
                RawClient client = new RawClient(server.port())) {
            client.request("GET", "/", "").head();
            assertThat(gone.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Throwable catching(EventStream stream) {
        try {
            stream.send(SentEvent.of(bytes("x")));
        } catch (IOException thrown) {
            return thrown;
        }
        return new AssertionError("nothing was thrown");
    }
}
