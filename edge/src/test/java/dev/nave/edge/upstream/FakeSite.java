package dev.nave.edge.upstream;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpServer;
import dev.nave.transport.http.HttpServerOptions;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that follows a script, request by request. */
final class FakeSite implements AutoCloseable {
    /** One request. */
    record Visit(HttpExchange http, @Nullable Message message) {
        /** The message, which must be a request. */
        Message.Request request() {
            if (message instanceof Message.Request request) {
                return request;
            }
            throw new AssertionError("expected a request, got " + message);
        }

        String name() {
            return switch (message) {
                case null -> http.method();
                case Message.Request request -> request.method();
                case Message.Notification notice -> notice.method();
                case Message.Result result -> "result";
                case Message.Failure failure -> "error";
            };
        }

        void answer(String result) {
            respond(200, new Message.Result(request().id(), Json.parse(result)));
        }

        void answer(Map<String, String> headers, String result) {
            Message message = new Message.Result(request().id(), Json.parse(result));
            http.respond(200, json(headers), message.toJson().toBytes());
        }

        void fail(int status, int code, String message, @Nullable String data) {
            Json more = data == null ? null : Json.parse(data);
            respond(status, new Message.Failure(request().id(), code, message, more));
        }

        void respond(int status, Message message) {
            http.respond(status, json(Map.of()), message.toJson().toBytes());
        }

        void status(int status) {
            http.respond(status, Map.of(), new byte[0]);
        }

        Stream stream() {
            return new Stream(http.openStream(Map.of()), this);
        }

        private static Map<String, String> json(Map<String, String> headers) {
            Map<String, String> all = new HashMap<>(headers);
            all.put("Content-Type", "application/json");
            return all;
        }
    }

    /** The stream that answers one visit. */
    record Stream(EventStream events, Visit visit) {
        void say(Message message) {
            send(SentEvent.of(message.toJson().toBytes()));
        }

        void send(SentEvent event) {
            try {
                events.send(event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void tell(String method, String params) {
            say(new Message.Notification(method, Json.parse(params)));
        }

        void prime(String id, Duration retry) {
            send(new SentEvent(id, null, retry, new byte[0]));
        }

        void answer(String result) {
            say(new Message.Result(visit.request().id(), Json.parse(result)));
            events.close();
        }

        void end() {
            events.close();
        }
    }

    /** What the server does about a request; on a thread of its own. */
    @FunctionalInterface
    interface Script {
        void take(Visit visit) throws Exception;
    }

    private final HttpServer server;
    private final AtomicBoolean closed = new AtomicBoolean();
    final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();
    volatile Script script = visit -> visit.status(404);

    FakeSite() {
        try {
            server = HttpServer.start(HttpServerOptions.on("127.0.0.1", 0), this::handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange http) {
        Message message = null;
        if (http.body().length > 0
                && Frame.read(http.body(), JsonLimits.DEFAULT) instanceof Frame.Single(Message read)) {
            message = read;
        }
        Visit visit = new Visit(http, message);
        visits.add(visit);
        try {
            script.take(visit);
        } catch (Exception e) {
            throw new IllegalStateException("the script failed at " + visit.name(), e);
        }
    }

    URI url() {
        return server.uri("/mcp");
    }

    /** The next request of this name; others are passed over. */
    Visit next(String name) throws InterruptedException {
        while (true) {
            Visit visit = visits.poll(30, TimeUnit.SECONDS);
            if (visit == null) {
                throw new AssertionError("expected " + name + " within 30 s");
            }
            if (visit.name().equals(name)) {
                return visit;
            }
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close(Duration.ofMillis(100));
        }
    }
}
