package dev.nave.bench;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import dev.nave.transport.http.SentEvent;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that carries MCP from one HTTP endpoint to a server, of the hub's own materials: what the hub is compared
 * with. {@code http URL} copies bodies; {@code stdio COMMAND…} gives each request an id of its own, for one pipe carries
 * them all.
 */
final class PassThrough {
    private static final Duration WAIT = Duration.ofSeconds(30);

    public static void main(String[] arguments) throws Exception {
        Forward forward = arguments[0].equals("http")
                ? new OverHttp(URI.create(arguments[1]))
                : new OverPipe(List.of(arguments).subList(1, arguments.length));
        HttpServer server = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), http -> {
            try {
                forward.pass(http);
            } catch (Exception e) {
                http.respond(502, Map.of(), String.valueOf(e).getBytes(StandardCharsets.UTF_8));
            }
        });
        System.out.println("listening " + server.uri("/mcp"));
        new CountDownLatch(1).await();
    }

    private interface Forward {
        void pass(HttpExchange http) throws Exception;
    }

    private static final class OverHttp implements Forward {
        private final HttpClient client = new HttpClient(HttpClientOptions.defaults());
        private final URI target;

        OverHttp(URI target) {
            this.target = target;
        }

        @Override
        public void pass(HttpExchange http) throws IOException {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String name : List.of(
                    "Content-Type", "Accept", "MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name")) {
                http.header(name).ifPresent(value -> headers.put(name, value));
            }
            HttpCall call = new HttpCall(http.method(), target, headers, http.body(), WAIT, WAIT);
            try (HttpReply reply = client.send(call)) {
                if (!reply.isStream()) {
                    Map<String, String> back = new LinkedHashMap<>();
                    reply.header("Content-Type").ifPresent(value -> back.put("Content-Type", value));
                    reply.header("Mcp-Session-Id").ifPresent(value -> back.put("Mcp-Session-Id", value));
                    http.respond(reply.status(), back, reply.body(4 << 20, WAIT));
                    return;
                }
                try (EventStream stream = http.openStream(Map.of())) {
                    for (SentEvent event = reply.next(4 << 20, WAIT);
                            event != null;
                            event = reply.next(4 << 20, WAIT)) {
                        stream.send(event);
                    }
                }
            }
        }
    }

    private static final class OverPipe implements Forward {
        private final Map<Long, CompletableFuture<Json>> waiting = new ConcurrentHashMap<>();
        private final AtomicLong last = new AtomicLong();
        private final OutputStream out;

        OverPipe(List<String> command) throws IOException {
            Process child = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = child.getOutputStream();
            Thread.ofPlatform().daemon().start(() -> read(child.getInputStream()));
        }

        @Override
        public void pass(HttpExchange http) throws Exception {
            Json message = Json.parse(http.body(), JsonLimits.DEFAULT);
            Json id = message.find("id");
            if (id == null) {
                write(message);
                http.respond(202, Map.of(), new byte[0]);
                return;
            }
            long own = last.incrementAndGet();
            CompletableFuture<Json> answer = new CompletableFuture<>();
            waiting.put(own, answer);
            write(message.edit().put("id", own).build());
            byte[] body = answer.get(30, TimeUnit.SECONDS)
                    .edit()
                    .put("id", id)
                    .build()
                    .toBytes();
            http.respond(200, Map.of("Content-Type", "application/json"), body);
        }

        private void write(Json message) throws IOException {
            byte[] line = message.toLine();
            synchronized (out) {
                out.write(line);
                out.write('\n');
                out.flush();
            }
        }

        private void read(InputStream from) {
            try (InputStream in = new BufferedInputStream(from, 64 << 10)) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    if (next != '\n') {
                        line.write(next);
                        continue;
                    }
                    Json message = Json.parse(line.toByteArray(), JsonLimits.DEFAULT);
                    line.reset();
                    CompletableFuture<Json> answer = waiting.remove(
                            message.member("id").orElseThrow().asLong().orElseThrow());
                    if (answer != null) {
                        answer.complete(message);
                    }
                }
            } catch (IOException e) {
                waiting.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }
    }

    private PassThrough() {}
}
