package dev.nave.edge.downstream.modern;

import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.downstream.Door;
import dev.nave.edge.downstream.JsonReply;
import dev.nave.edge.downstream.Line;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.hub.Quota;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Frame;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.HttpExchange;
import dev.nave.transport.pipe.Pipe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients of 2026-07-28 and later. Checks a POST in this order: Accept, envelope, revision, headers, mirrored
 * arguments; then it is dispatched. Safe for many threads.
 */
public final class ModernDoor implements Door {
    private static final String BOTH = "application/json, text/event-stream";

    private final Dispatcher dispatcher;
    private final Listens listens;
    private final int mostCalls;

    /**
     * Opens nothing yet.
     *
     * @param conversations runs the calls, and finds those that wait for answers
     */
    public ModernDoor(Conversations conversations, Bounds bounds) {
        this.listens = new Listens(
                new Quota(bounds.get(Bound.STREAMS), bounds.get(Bound.STREAMS_PER_PRINCIPAL)),
                bounds.get(Bound.SUBSCRIPTIONS));
        this.dispatcher = new Dispatcher(conversations, listens);
        this.mostCalls = bounds.get(Bound.CALLS_PER_PRINCIPAL);
    }

    @Override
    public void post(HttpExchange http, Caller caller, Endpoint endpoint, Frame frame) {
        switch (frame) {
            case Frame.Single(Message.Request request) -> request(http, caller, endpoint, request);
            // Nothing a modern client may notify of over HTTP concerns the hub; a disconnect is what cancels.
            case Frame.Single(Message.Notification told) -> JsonReply.accepted(http);
            case Frame.Single(Message.Response response) -> notOneRequest(http, "a response");
            case Frame.Batch batch -> notOneRequest(http, "a batch");
            case Frame.Malformed malformed -> JsonReply.send(http, 400, malformed.toFailure());
        }
    }

    @Override
    public void other(HttpExchange http, Caller caller, Endpoint endpoint) {
        Message.Failure failure = new Message.Failure(
                null,
                ErrorCode.INVALID_REQUEST,
                "Expected POST, got " + http.method() + ": since 2026-07-28 there are no other verbs.",
                null);
        JsonReply.send(http, 405, Map.of("Allow", "POST"), failure);
    }

    @Override
    public Line open(Pipe pipe, Caller caller, Endpoint endpoint) {
        return new ModernLine(dispatcher, pipe, caller, endpoint, mostCalls);
    }

    @Override
    public void close() {
        listens.close();
    }

    private void request(HttpExchange http, Caller caller, Endpoint endpoint, Message.Request request) {
        if (!acceptsBoth(http.headers("Accept"))) {
            JsonReply.send(
                    http,
                    406,
                    new Message.Failure(
                            request.id(),
                            ErrorCode.INVALID_REQUEST,
                            "Expected Accept: " + BOTH + ", got " + String.join(", ", http.headers("Accept")),
                            null));
            return;
        }
        switch (Envelope.read(request.params())) {
            case Envelope.Read.Invalid(Failure failure) -> refuse(http, request, failure);
            case Envelope.Read.Valid(Envelope envelope) -> {
                Failure problem = problem(http, caller, endpoint, request, envelope);
                if (problem != null) {
                    refuse(http, request, problem);
                    return;
                }
                Cancellation gone = new Cancellation();
                http.onGone(() -> gone.cancel("the client went away"));
                dispatcher.dispatch(new PostOutlet(http), gone, caller, endpoint, request, envelope);
            }
        }
    }

    private static @Nullable Failure problem(
            HttpExchange http, Caller caller, Endpoint endpoint, Message.Request request, Envelope envelope) {
        Failure version = HeaderRules.version(http, envelope.version());
        if (version != null) {
            return version;
        }
        if (!isServed(envelope.version())) {
            return Wire.unsupported(envelope.version());
        }
        Failure standard = HeaderRules.standard(http, request);
        return standard == null ? mirrored(http, caller, endpoint, request) : standard;
    }

    private static @Nullable Failure mirrored(
            HttpExchange http, Caller caller, Endpoint endpoint, Message.Request request) {
        if (!request.method().equals(Method.TOOLS_CALL)) {
            return null;
        }
        Optional<Json> tool = request.params().string("name").flatMap(name -> endpoint.tool(caller, name));
        if (tool.isEmpty()) {
            return null;
        }
        Json arguments = request.params().member("arguments").orElse(Json.EMPTY_OBJECT);
        return ParamHeaders.check(http, tool.get(), arguments);
    }

    /** Whether a request may name this revision in its envelope. */
    static boolean isServed(String version) {
        return Revision.of(version).filter(Revision::isModern).isPresent();
    }

    private static boolean acceptsBoth(List<String> accept) {
        if (accept.size() == 1 && accept.getFirst().equals(BOTH)) {
            return true; // What nearly every client sends.
        }
        String all = String.join(",", accept).toLowerCase(Locale.ROOT);
        if (all.isBlank() || all.contains("*/*")) {
            return true;
        }
        return (all.contains("application/json") || all.contains("application/*"))
                && (all.contains("text/event-stream") || all.contains("text/*"));
    }

    private static void refuse(HttpExchange http, Message.Request request, Failure failure) {
        Outcome outcome = Wire.failure(request.id(), failure);
        JsonReply.send(http, outcome.status(), outcome.message());
    }

    private static void notOneRequest(HttpExchange http, String what) {
        JsonReply.send(
                http,
                400,
                new Message.Failure(
                        null,
                        ErrorCode.INVALID_REQUEST,
                        "Expected one request or notification, got " + what + ".",
                        null));
    }
}
