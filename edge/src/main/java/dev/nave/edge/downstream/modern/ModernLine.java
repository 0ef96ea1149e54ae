package dev.nave.edge.downstream.modern;

import dev.nave.edge.downstream.Line;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The modern part of a pipe: each request has a virtual thread of its own, {@code notifications/cancelled} ends one. */
final class ModernLine implements Line {
    private static final Logger LOG = LoggerFactory.getLogger(ModernLine.class);

    private final Dispatcher dispatcher;
    private final Pipe pipe;
    private final Caller caller;
    private final Endpoint endpoint;
    private final int most;
    private final Map<Id, Cancellation> calls = new ConcurrentHashMap<>();
    private final Set<Id> listens = ConcurrentHashMap.newKeySet();

    ModernLine(Dispatcher dispatcher, Pipe pipe, Caller caller, Endpoint endpoint, int most) {
        this.dispatcher = dispatcher;
        this.pipe = pipe;
        this.caller = caller;
        this.endpoint = endpoint;
        this.most = most;
    }

    @Override
    public void receive(Frame frame) {
        switch (frame) {
            case Frame.Single(Message.Request request) -> begin(request);
            case Frame.Single(Message.Notification told) -> told(told);
            case Frame.Single(Message.Response response) -> LOG.debug("A modern client answered what nobody asked it.");
            case Frame.Batch batch -> LOG.debug("A batch came to where none is served.");
            case Frame.Malformed malformed -> LOG.debug("No message: {}", malformed.problem());
        }
    }

    @Override
    public boolean isBusy() {
        return !listens.containsAll(calls.keySet());
    }

    @Override
    public void closed(String reason) {
        List.copyOf(calls.values()).forEach(gone -> cancel(gone, reason));
    }

    private void begin(Message.Request request) {
        Cancellation gone = new Cancellation();
        if (calls.size() >= most) {
            answer(
                    request,
                    new Failure(ErrorCode.INTERNAL_ERROR, "Expected at most " + most + " calls at once.", null));
            return;
        }
        if (calls.putIfAbsent(request.id(), gone) != null) {
            answer(
                    request,
                    new Failure(
                            ErrorCode.INVALID_REQUEST,
                            "Expected an id no request in flight has, got " + request.id() + " again.",
                            null));
            return;
        }
        if (request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            listens.add(request.id());
        }
        Thread.ofVirtual().name("request").start(() -> serve(request, gone));
    }

    private void serve(Message.Request request, Cancellation gone) {
        try {
            switch (Envelope.read(request.params())) {
                case Envelope.Read.Invalid(Failure failure) -> send(request, failure);
                case Envelope.Read.Valid(Envelope envelope) -> {
                    if (ModernDoor.isServed(envelope.version())) {
                        Outlet outlet = new PipeOutlet(pipe, () -> over(request, gone));
                        dispatcher.dispatch(outlet, gone, caller, endpoint, request, envelope);
                    } else {
                        send(request, Wire.unsupported(envelope.version()));
                    }
                }
            }
        } finally {
            over(request, gone);
        }
    }

    /** Its id may be used again. A call may go on, parked, under an id that is another one's by then. */
    private void over(Message.Request request, Cancellation gone) {
        if (calls.remove(request.id(), gone)) {
            listens.remove(request.id());
        }
    }

    private void told(Message.Notification told) {
        if (!told.method().equals(Method.CANCELLED)) {
            return;
        }
        Json id = told.params().find("requestId");
        if (id == null || !(id.isString() || id.kind() == Json.Kind.NUMBER)) {
            return;
        }
        Cancellation gone = calls.get(new Id(id));
        if (gone != null) {
            cancel(gone, told.params().string("reason").orElse("the client cancelled"));
        }
    }

    /** On a thread of its own: what follows a cancellation may write, which the reader of a pipe must not. */
    private static void cancel(Cancellation gone, String reason) {
        Thread.ofVirtual().name("cancel").start(() -> gone.cancel(reason));
    }

    private void answer(Message.Request request, Failure failure) {
        Thread.ofVirtual().name("refuse").start(() -> send(request, failure));
    }

    private void send(Message.Request request, Failure failure) {
        try {
            pipe.send(Wire.failure(request.id(), failure).message().toBytes());
        } catch (IOException e) {
            LOG.debug("A client went before its {} was refused: {}", request.method(), e.getMessage());
        }
    }
}
