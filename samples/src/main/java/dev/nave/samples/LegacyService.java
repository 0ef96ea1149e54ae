package dev.nave.samples;

import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A sample as a server of the revisions that open with {@code initialize}, on one wire. */
final class LegacyService {
    private final Sample sample;
    private final Results results;
    private final Wire wire;
    private final Calls calls = new Calls();
    private final Map<Id, CompletableFuture<Message.Response>> asked = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    // Written by the thread that reads the wire, read by calls.
    private volatile boolean canAsk;

    LegacyService(Sample sample, Wire wire) {
        this.sample = sample;
        this.results = new Results(sample);
        this.wire = wire;
        sample.onResourcesChanged(
                () -> wire.send(new Message.Notification(Method.RESOURCES_CHANGED, Json.EMPTY_OBJECT)));
    }

    void receive(byte[] text) {
        switch (Frame.read(text, JsonLimits.DEFAULT)) {
            case Frame.Malformed malformed -> wire.send(malformed.toFailure());
            case Frame.Batch batch ->
                wire.send(Results.failure(null, ErrorCode.INVALID_REQUEST, "Expected one message, got a batch"));
            case Frame.Single(Message.Request request) ->
                Thread.ofVirtual().name("sample-call").start(() -> serve(request));
            case Frame.Single(Message.Notification notification) -> noticed(notification);
            case Frame.Single(Message.Response response) -> answered(response);
        }
    }

    void close() {
        calls.cancelAll();
    }

    private void noticed(Message.Notification notification) {
        Json id = notification.params().find("requestId");
        if (notification.method().equals(Method.CANCELLED)
                && id != null
                && (id.isString() || id.kind() == Json.Kind.NUMBER)) {
            calls.cancel(new Id(id));
        }
    }

    private void answered(Message.Response response) {
        Id id = response.id();
        CompletableFuture<Message.Response> question = id == null ? null : asked.remove(id);
        if (question != null) {
            question.complete(response);
        }
    }

    private void serve(Message.Request request) {
        Asking call = new Asking(calls.begin(request, wire));
        try {
            Message.Response response =
                    switch (request.method()) {
                        case Method.INITIALIZE -> new Message.Result(request.id(), opening(request.params()));
                        case Method.PING -> new Message.Result(request.id(), Json.EMPTY_OBJECT);
                        default -> results.answer(request, call);
                    };
            if (!call.running.isCancelled()) {
                wire.send(response);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            calls.end(request.id());
        }
    }

    private Json opening(Json params) {
        canAsk = params.at("capabilities", "elicitation").isPresent();
        Revision asked = params.string("protocolVersion")
                .flatMap(Revision::of)
                .filter(revision -> !revision.isModern())
                .orElse(Revision.NEWEST_LEGACY);
        return Json.object()
                .put("protocolVersion", asked.wireName())
                .put("capabilities", sample.capabilities())
                .put("serverInfo", sample.info())
                .put("instructions", sample.instructions())
                .build();
    }

    /** A call that may ask the client. */
    private final class Asking implements Call {
        private final Calls.Running running;

        Asking(Calls.Running running) {
            this.running = running;
        }

        @Override
        public void progress(long done, long total, String message) {
            running.progress(done, total, message);
        }

        @Override
        public boolean pause(java.time.Duration span) throws InterruptedException {
            return running.pause(span);
        }

        @Override
        public Optional<Boolean> confirm(String question) throws InterruptedException {
            if (!canAsk) {
                return Optional.empty();
            }
            Id id = Id.of("question-" + lastId.incrementAndGet());
            CompletableFuture<Message.Response> answer = new CompletableFuture<>();
            asked.put(id, answer);
            try {
                wire.send(new Message.Request(id, Method.ELICITATION, Call.confirmation(question)));
                return answer.get(60, TimeUnit.SECONDS) instanceof Message.Result(Id answered, Json result)
                                && result.string("action").orElse("").equals("accept")
                        ? Optional.of(result.at("content", "confirm")
                                .filter(Json::isTrue)
                                .isPresent())
                        : Optional.empty();
            } catch (TimeoutException | ExecutionException e) {
                return Optional.empty();
            } finally {
                asked.remove(id);
            }
        }
    }
}
