package dev.nave.samples;

import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;

/** A modern sample on one wire of lines. */
final class ModernPipe {
    private final ModernService service;
    private final Wire wire;
    private final Calls calls = new Calls();

    ModernPipe(Sample sample, Wire wire) {
        this.service = new ModernService(sample);
        this.wire = wire;
    }

    void receive(byte[] text) {
        switch (Frame.read(text, JsonLimits.DEFAULT)) {
            case Frame.Malformed malformed -> wire.send(malformed.toFailure());
            case Frame.Batch batch ->
                wire.send(Results.failure(null, ErrorCode.INVALID_REQUEST, "Expected one message, got a batch"));
            case Frame.Single(Message.Request request) ->
                Thread.ofVirtual().name("sample-call").start(() -> serve(request));
            case Frame.Single(Message.Notification(String method, Json params)) -> {
                Json id = params.find("requestId");
                if (method.equals(Method.CANCELLED) && id != null && (id.isString() || id.kind() == Json.Kind.NUMBER)) {
                    calls.cancel(new Id(id));
                }
            }
            case Frame.Single(Message.Response response) -> {
                // A modern server asks nothing, so nothing is answered.
            }
        }
    }

    void close() {
        calls.cancelAll();
    }

    private void serve(Message.Request request) {
        Calls.Running call = calls.begin(request, wire);
        try {
            Message.Failure refusal = service.refusal(request);
            Message.Response response = refusal != null ? refusal : service.serve(request, call);
            if (!call.isCancelled()) {
                wire.send(response);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            calls.end(request.id());
        }
    }
}
