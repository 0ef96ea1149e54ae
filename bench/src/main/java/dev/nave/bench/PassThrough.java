package dev.nave.bench;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpCall;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpReply;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import dev.nave.transport.http.SentEvent;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that carries MCP from one HTTP endpoint to a server, on the hub's own wires: what the hub is compared with.
 * {@code http URL} copies bodies; {@code stdio COMMAND…} gives each request an id of its own, for one pipe carries them
 * all.
 */
final class PassThrough {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int MOST = 4 << 20;

    private PassThrough() {}

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
        private static final List<String> THERE =
                List.of("Content-Type", "Accept", "MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name");
        private static final List<String> BACK = List.of("Content-Type", "Mcp-Session-Id");

        private final HttpClient client = new HttpClient(HttpClientOptions.defaults());
        private final URI target;

        OverHttp(URI target) {
            this.target = target;
        }

        @Override
        public void pass(HttpExchange http) throws IOException {
            Map<String, String> headers = new HashMap<>();
            THERE.forEach(name -> http.header(name).ifPresent(value -> headers.put(name, value)));
            HttpCall call = new HttpCall(http.method(), target, headers, http.body(), WAIT, WAIT);
            try (HttpReply reply = client.send(call)) {
                if (!reply.isStream()) {
                    Map<String, String> back = new HashMap<>();
                    BACK.forEach(name -> reply.header(name).ifPresent(value -> back.put(name, value)));
                    http.respond(reply.status(), back, reply.body(MOST, WAIT));
                    return;
                }
                try (EventStream stream = http.openStream(Map.of())) {
                    for (SentEvent event = reply.next(MOST, WAIT); event != null; event = reply.next(MOST, WAIT)) {
                        stream.send(event);
                    }
                }
            }
        }
    }

    private static final class OverPipe implements Forward, Pipe.Reader {
        private final Map<Long, CompletableFuture<Json>> waiting = new ConcurrentHashMap<>();
        private final AtomicLong last = new AtomicLong();
        private final Pipe pipe;

        OverPipe(List<String> command) throws IOException {
            Nursery nursery = Nursery.open(new SecureRandom(), System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(nursery::close));
            String[] arguments = command.stream().skip(1).toArray(String[]::new);
            pipe = nursery.start(ChildCommand.of(command.getFirst(), arguments), ChildOptions.defaults(), this);
        }

        @Override
        public void pass(HttpExchange http) throws Exception {
            Json message = Json.parse(http.body(), JsonLimits.DEFAULT);
            Json id = message.find("id");
            if (id == null) {
                pipe.send(message.toBytes());
                http.respond(202, Map.of(), new byte[0]);
                return;
            }
            long own = last.incrementAndGet();
            CompletableFuture<Json> answer = new CompletableFuture<>();
            waiting.put(own, answer);
            pipe.send(message.edit().put("id", own).build().toBytes());
            Json back = answer.get(30, TimeUnit.SECONDS).edit().put("id", id).build();
            http.respond(200, Map.of("Content-Type", "application/json"), back.toBytes());
        }

        @Override
        public void message(byte[] line) {
            Json message = Json.parse(line, JsonLimits.DEFAULT);
            CompletableFuture<Json> answer =
                    waiting.remove(message.member("id").orElseThrow().asLong().orElseThrow());
            if (answer != null) {
                answer.complete(message);
            }
        }

        @Override
        public void tooLarge(byte[] start, byte[] end, long bytes) {
            throw new IllegalStateException("Expected lines that fit, got one of " + bytes + " bytes");
        }

        @Override
        public void closed(String reason) {
            waiting.values().forEach(answer -> answer.completeExceptionally(new IOException(reason)));
        }
    }
}
