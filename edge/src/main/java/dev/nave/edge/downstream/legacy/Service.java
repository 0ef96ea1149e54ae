package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Endpoint;
import dev.nave.hub.Reply;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what the client of a session sends: what is the session's own business here, the rest by the endpoint. */
final class Service {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** Requests during which a server may ask the client, and which may take long. */
    private static final Set<String> CONVERSATIONS =
            Set.of(Method.TOOLS_CALL, Method.PROMPTS_GET, Method.RESOURCES_READ, Method.TASKS_RESULT);

    /** Requests of other revisions, and those between a client and its own server alone. */
    private static final Set<String> UNKNOWN =
            Set.of(Method.DISCOVER, Method.SUBSCRIPTIONS_LISTEN, Method.TASKS_UPDATE, Method.TASKS_LIST);

    private Service() {}

    /** Whether the client may be asked something during the request, so that a stream is worth its cost. */
    static boolean isConversation(Message.Request request) {
        return CONVERSATIONS.contains(request.method());
    }

    /** Answers a request on this thread, which it blocks; whatever happens, there is an answer. */
    static Message.Response answer(
            Session session, Endpoint endpoint, Message.Request request, LegacyExchange exchange) {
        try {
            return serve(session, endpoint, request, exchange);
        } catch (RuntimeException e) {
            LOG.error("{} failed in the hub itself", request.method(), e);
            return new Message.Failure(
                    request.id(), ErrorCode.INTERNAL_ERROR, "The hub itself failed; its log says more.", null);
        } finally {
            session.end(request, exchange);
        }
    }

    /** What a request is told whose id is that of a call in flight. */
    static Message.Failure idInUse(Message.Request request) {
        return new Message.Failure(
                request.id(),
                ErrorCode.INVALID_REQUEST,
                "Expected an id that no request in flight has, got " + request.id() + " again.",
                null);
    }

    /** Takes a notification of the client, which may take some time: servers may have to be told. */
    static void told(Session session, Endpoint endpoint, Message.Notification notification) {
        session.touch();
        Json params = notification.params();
        switch (notification.method()) {
            case Method.INITIALIZED -> session.watching().start(endpoint);
            case Method.CANCELLED ->
                params.member("requestId")
                        .filter(id -> id.isString() || id.kind() == Json.Kind.NUMBER)
                        .ifPresent(id -> session.cancel(
                                new Id(id), params.string("reason").orElse("The client cancelled the call.")));
            case Method.ROOTS_CHANGED -> endpoint.rootsChanged(session.caller(), Optional.of(session.key()));
            default -> {} // Progress of a question, or nothing the hub knows: nobody waits for it.
        }
    }

    private static Message.Response serve(
            Session session, Endpoint endpoint, Message.Request request, LegacyExchange exchange) {
        if (UNKNOWN.contains(request.method())) {
            return notOffered(session, request);
        }
        return switch (request.method()) {
            case Method.PING -> new Message.Result(request.id(), Json.EMPTY_OBJECT);
            case Method.INITIALIZE ->
                failure(request, ErrorCode.INVALID_REQUEST, "Expected initialize once, this session has had it.");
            case Method.SET_LEVEL -> setLevel(session, request);
            case Method.RESOURCES_SUBSCRIBE -> subscribe(session, endpoint, request);
            case Method.RESOURCES_UNSUBSCRIBE -> unsubscribe(session, request);
            case Method.TOOLS_CALL -> new TaskCalls(session, endpoint, request, exchange).call();
            case Method.TASKS_GET, Method.TASKS_RESULT, Method.TASKS_CANCEL ->
                new TaskCalls(session, endpoint, request, exchange).serve();
            default -> {
                Reply reply = Rounds.serve(endpoint, Requests.of(request), exchange, session);
                yield Outcomes.of(request, reply, session);
            }
        };
    }

    /** The refusal of a method that is not of the client's revision, or of a capability that is not offered. */
    static Message.Failure notOffered(Session session, Message.Request request) {
        return failure(
                request,
                ErrorCode.METHOD_NOT_FOUND,
                "Expected a method of " + session.client().revision().wireName() + " that is offered here, got "
                        + request.method());
    }

    private static Message.Response setLevel(Session session, Message.Request request) {
        String named = request.params().string("level").orElse("none");
        Optional<LogLevel> level = LogLevel.of(named);
        if (level.isEmpty()) {
            String known =
                    Arrays.stream(LogLevel.values()).map(LogLevel::wireName).collect(Collectors.joining(", "));
            return failure(
                    request, ErrorCode.INVALID_PARAMS, "Expected \"level\" to be one of " + known + "; got " + named);
        }
        session.wantLevel(level.get());
        return new Message.Result(request.id(), Json.EMPTY_OBJECT);
    }

    private static Message.Response subscribe(Session session, Endpoint endpoint, Message.Request request) {
        Optional<String> uri = request.params().string("uri");
        if (uri.isEmpty()) {
            return failure(request, ErrorCode.INVALID_PARAMS, "Expected \"uri\", the resource to watch.");
        }
        return switch (session.watching().watch(endpoint, uri.get())) {
            case WATCHED -> new Message.Result(request.id(), Json.EMPTY_OBJECT);
            case UNWATCHABLE ->
                failure(
                        request,
                        ErrorCode.INVALID_PARAMS,
                        "Expected a resource whose server reports updates, got " + uri.get());
            case TOO_MANY ->
                failure(
                        request,
                        ErrorCode.INVALID_PARAMS,
                        "This session watches as many resources as it may: unsubscribe from some first.");
        };
    }

    private static Message.Response unsubscribe(Session session, Message.Request request) {
        Optional<String> uri = request.params().string("uri");
        if (uri.isEmpty()) {
            return failure(request, ErrorCode.INVALID_PARAMS, "Expected \"uri\", the resource to watch no more.");
        }
        session.watching().unwatch(uri.get());
        return new Message.Result(request.id(), Json.EMPTY_OBJECT);
    }

    static Message.Failure failure(Message.Request request, int code, String message) {
        return new Message.Failure(request.id(), code, message, null);
    }
}
