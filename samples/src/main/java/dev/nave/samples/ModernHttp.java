package dev.nave.samples;

import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.EventStream;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.http.SentEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A modern sample behind {@code POST /mcp}. */
final class ModernHttp implements HttpHandler {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final ModernService service;

    ModernHttp(Sample sample) {
        this.service = new ModernService(sample);
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.path().equals("/mcp")) {
            exchange.respond(404, Map.of(), new byte[0]);
            return;
        }
        if (!exchange.method().equals("POST")) {
            exchange.respond(405, Map.of("Allow", "POST"), new byte[0]);
            return;
        }
        switch (Frame.read(exchange.body(), JsonLimits.DEFAULT)) {
            case Frame.Single(Message.Request request) -> serve(exchange, request);
            case Frame.Single(Message.Notification notification) -> exchange.respond(202, Map.of(), new byte[0]);
            case Frame.Single(Message.Response response) -> refuse(exchange, "Expected a request, got a response");
            case Frame.Batch batch -> refuse(exchange, "Expected one message, got a batch");
            case Frame.Malformed malformed -> respond(exchange, 400, malformed.toFailure());
        }
    }

    private void serve(HttpExchange exchange, Message.Request request) {
        Message.Failure refusal = service.refusal(request);
        if (refusal != null) {
            respond(exchange, 400, refusal);
            return;
        }
        Answering wire = new Answering(exchange);
        Calls.Running call = new Calls.Running(request.params().at("_meta", "progressToken"), wire);
        exchange.onGone(call::cancel);
        try {
            wire.end(service.serve(request, call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, String problem) {
        respond(exchange, 400, Results.failure(null, ErrorCode.INVALID_REQUEST, problem));
    }

    private static void respond(HttpExchange exchange, int status, Message message) {
        exchange.respond(status, JSON, message.toJson().toBytes());
    }

    /** Answers with JSON, or with a stream once there is something to say before the end. One thread writes. */
    private static final class Answering implements Wire {
        private final HttpExchange exchange;
        private @Nullable EventStream stream;

        Answering(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void send(Message message) {
            EventStream open = Optional.ofNullable(stream).orElseGet(() -> exchange.openStream(Map.of()));
            stream = open;
            try {
                open.send(SentEvent.of(message.toJson().toLine()));
            } catch (IOException e) {
                open.close(); // The client is gone; the call hears of it by itself.
            }
        }

        void end(Message.Response response) {
            EventStream open = stream;
            if (open == null) {
                int status = response instanceof Message.Failure failure && failure.code() == ErrorCode.METHOD_NOT_FOUND
                        ? 404
                        : 200;
                respond(exchange, status, response);
                return;
            }
            send(response);
            open.close();
        }
    }
}
