package dev.nave.edge.downstream.modern;

import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.conversation.Party;
import dev.nave.edge.conversation.Visit;
import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Client;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.hub.Request;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one modern request, whatever wire it came on. Blocks the calling thread until it is served. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** Methods that went with the handshake and its sessions; a server of today must not know them. */
    private static final Set<String> REMOVED = Set.of(
            Method.INITIALIZE,
            Method.PING,
            Method.SET_LEVEL,
            Method.RESOURCES_SUBSCRIBE,
            Method.RESOURCES_UNSUBSCRIBE,
            Method.TASKS_RESULT,
            Method.TASKS_LIST,
            Method.SAMPLING,
            Method.ROOTS_LIST,
            Method.ELICITATION);

    private static final Projection PROJECTION = Projection.to(Revision.NEWEST);

    private static final Duration UNTIL_LIFE_IS_SHOWN = Duration.ofMillis(1_500);

    private final Conversations conversations;
    private final Listens listens;

    Dispatcher(Conversations conversations, Listens listens) {
        this.conversations = conversations;
        this.listens = listens;
    }

    /**
     * Answers a request whose envelope and headers are in order.
     *
     * @param gone cancelled when the client no longer wants the answer
     */
    void dispatch(
            Outlet outlet,
            Cancellation gone,
            Caller caller,
            Endpoint endpoint,
            Message.Request request,
            Envelope envelope) {
        try {
            Failure problem = problem(request, envelope);
            if (problem != null) {
                outlet.end(Wire.failure(request.id(), problem));
            } else if (request.method().equals(Method.DISCOVER)) {
                outlet.end(discover(request, endpoint.describe(caller)));
            } else if (request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
                Client client = envelope.party(Revision.NEWEST).client();
                listens.serve(outlet, gone, caller, client, endpoint, request);
            } else {
                call(outlet, gone, caller, endpoint, request, envelope);
            }
        } catch (IOException e) {
            LOG.debug("A client went before its {} was answered: {}", request.method(), e.getMessage());
        }
    }

    private void call(
            Outlet outlet,
            Cancellation gone,
            Caller caller,
            Endpoint endpoint,
            Message.Request request,
            Envelope envelope) {
        Party party = envelope.party(Revision.NEWEST);
        Visit visit = conversations.visit(endpoint, caller, party, hubForm(request));
        Cancellation.Registration interest = gone.onCancel(visit::leave);
        visit.attend(
                notice -> {
                    if (notice.isLast()) {
                        interest.close();
                    }
                    hear(notice, outlet, caller, endpoint, request, envelope, party.client());
                },
                UNTIL_LIFE_IS_SHOWN);
    }

    private static void hear(
            Visit.Notice notice,
            Outlet outlet,
            Caller caller,
            Endpoint endpoint,
            Message.Request request,
            Envelope envelope,
            Client client)
            throws IOException {
        switch (notice) {
            case Visit.Notice.Progress progress -> outlet.tell(progress(progress.params(), envelope));
            case Visit.Notice.Log log -> outlet.tell(new Message.Notification(Method.MESSAGE, log.params()));
            case Visit.Notice.Opaque(String method, Json params) ->
                outlet.tell(new Message.Notification(method, params));
            case Visit.Notice.Silence silent -> outlet.showLife();
            case Visit.Notice.Ended ended ->
                outlet.end(Wire.answer(
                        request.id(), request.method(), ended.reply(), client, endpoint.serverInfo(caller)));
            case Visit.Notice.Left left -> outlet.abandon();
        }
    }

    /** What is wrong with a request beyond its envelope; null when nothing is. */
    private static @Nullable Failure problem(Message.Request request, Envelope envelope) {
        Json params = request.params();
        if (REMOVED.contains(request.method())) {
            return new Failure(
                    ErrorCode.METHOD_NOT_FOUND,
                    "Expected a method of " + Revision.NEWEST.wireName() + ", got " + request.method()
                            + ", which clients no longer call",
                    null);
        }
        String named = HeaderRules.namedBy(request.method());
        if (named != null && params.string(named).isEmpty()) {
            return invalid("Expected params." + named + " to be a string, got " + shown(params.find(named)));
        }
        if (request.method().startsWith("tasks/")
                && envelope.capabilities()
                        .at("extensions", MetaKey.TASKS_EXTENSION)
                        .isEmpty()) {
            return Wire.needsTasks();
        }
        Json arguments = params.find("arguments");
        if (arguments != null && !arguments.isObject()) {
            return invalid("Expected params.arguments to be an object, got " + shown(arguments));
        }
        Json responses = params.find("inputResponses");
        if (responses != null && !responses.isObject()) {
            return invalid("Expected params.inputResponses to be an object, got " + shown(responses));
        }
        Json state = params.find("requestState");
        return state != null && !state.isString()
                ? invalid("Expected params.requestState to be a string, got " + shown(state))
                : null;
    }

    private static Request hubForm(Message.Request request) {
        Json params = request.params();
        JsonObject edit = params.edit();
        Json meta = params.find("_meta");
        if (meta != null) {
            edit.put("_meta", MetaKey.ofAllHops(meta));
        }
        // A task's answers are its own business: tasks/update carries them to the task.
        boolean round = !request.method().equals(Method.TASKS_UPDATE);
        Json responses = round ? params.find("inputResponses") : null;
        Json state = round ? params.find("requestState") : null;
        if (responses == null && state == null) {
            return new Request(request.method(), edit.build());
        }
        edit.remove("inputResponses").remove("requestState");
        return new Request(
                request.method(),
                edit.build(),
                new Request.Retry(responses == null ? Json.EMPTY_OBJECT : responses, state));
    }

    private static Message.Notification progress(Json params, Envelope envelope) {
        return new Message.Notification(
                Method.PROGRESS,
                params.edit()
                        .put(MetaKey.PROGRESS_TOKEN, envelope.progressToken())
                        .build());
    }

    private static Outcome discover(Message.Request request, Endpoint.Description self) {
        List<Json> versions = Revision.newestFirst().stream()
                .map(revision -> Json.of(revision.wireName()))
                .toList();
        JsonObject result = Json.object()
                .put("supportedVersions", Json.array(versions))
                .put("capabilities", PROJECTION.serverCapabilities(self.capabilities()));
        self.instructions().ifPresent(text -> result.put("instructions", text));
        result.put("ttlMs", self.ttl().toMillis()).put("cacheScope", self.shared() ? "public" : "private");
        return Wire.result(request.id(), Results.of("complete", result.build(), self.serverInfo()));
    }

    private static Failure invalid(String problem) {
        return new Failure(ErrorCode.INVALID_PARAMS, problem, null);
    }

    private static String shown(@Nullable Json value) {
        return value == null ? "none" : value.toString();
    }
}
