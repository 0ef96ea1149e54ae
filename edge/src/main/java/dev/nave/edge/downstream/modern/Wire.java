package dev.nave.edge.downstream.modern;

import dev.nave.edge.conversation.Lacking;
import dev.nave.hub.Client;
import dev.nave.hub.Failure;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;

/** How replies and failures look on the modern wire: the one place that maps them (2026-07-28, basic/index, "Errors"). */
final class Wire {
    private Wire() {}

    /** The answer to a request that was served. */
    static Outcome answer(Id id, String method, Reply reply, Client client, Json self) {
        return switch (reply) {
            case Reply.Complete complete -> result(id, Results.complete(method, complete.result(), self));
            case Reply.InputRequired input -> inputRequired(id, input, client, self);
            case Reply.Task task ->
                client.hasExtension(MetaKey.TASKS_EXTENSION)
                        ? result(id, Results.of("task", task.result(), self))
                        : failure(id, needsTasks());
            case Reply.Failed failed -> served(id, failed.failure(), client);
        };
    }

    /** The answer to a request that was refused before it was served. */
    static Outcome failure(Id id, Failure failure) {
        int status = failure.code() == ErrorCode.METHOD_NOT_FOUND ? 404 : 400;
        return new Outcome(status, new Message.Failure(id, failure.code(), failure.message(), failure.data()));
    }

    /** The refusal of a revision nobody here speaks, or speaks in this manner. */
    static Failure unsupported(String version) {
        List<Json> supported = Revision.newestFirst().stream()
                .map(revision -> Json.of(revision.wireName()))
                .toList();
        boolean legacy = Revision.of(version).isPresent();
        return new Failure(
                ErrorCode.UNSUPPORTED_VERSION,
                legacy
                        ? "Expected a revision without a handshake in _meta: " + version + " opens with initialize"
                        : "Expected a revision that data.supported lists, got " + version,
                Json.object()
                        .put("supported", Json.array(supported))
                        .put("requested", version)
                        .build());
    }

    /** The failure of a request that only a client with the tasks extension may make. */
    static Failure needsTasks() {
        Json tasks =
                Json.object().put(MetaKey.TASKS_EXTENSION, Json.EMPTY_OBJECT).build();
        return Lacking.of(Json.object().put("extensions", tasks).build());
    }

    static Outcome result(Id id, Json result) {
        return new Outcome(200, new Message.Result(id, result));
    }

    private static Outcome inputRequired(Id id, Reply.InputRequired input, Client client, Json self) {
        List<Question> lacking = new ArrayList<>();
        input.requests().forEach((key, request) -> {
            Question question = new Question(
                    key,
                    request.string("method").orElse(""),
                    request.member("params").filter(Json::isObject).orElse(Json.EMPTY_OBJECT));
            if (!client.canAnswer(question)) {
                lacking.add(question);
            }
        });
        if (!lacking.isEmpty()) {
            return failure(id, Lacking.failure(lacking));
        }
        Json result = input.result()
                .edit()
                .put("inputRequests", input.requests().hasMembers() ? input.requests() : null)
                .put("requestState", input.state())
                .build();
        return result(id, Results.of("input_required", result, self));
    }

    /** A failure that came of serving: the request was well-formed, so most of it travels under 200. */
    private static Outcome served(Id id, Failure failure, Client client) {
        return switch (failure.code()) {
            case ErrorCode.METHOD_NOT_FOUND -> failure(id, failure);
            case ErrorCode.MISSING_CLIENT_CAPABILITY ->
                Requirements.unmet(failure.data(), client) ? failure(id, failure) : internal(id, failure);
            // Between the hub and its server: neither the client's fault nor within its reach.
            case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_VERSION, ErrorCode.URL_ELICITATION_REQUIRED ->
                internal(id, failure);
            case ErrorCode.RESOURCE_NOT_FOUND -> inBand(id, ErrorCode.INVALID_PARAMS, failure);
            default -> inBand(id, failure.code(), failure);
        };
    }

    private static Outcome internal(Id id, Failure failure) {
        return new Outcome(200, new Message.Failure(id, ErrorCode.INTERNAL_ERROR, failure.message(), null));
    }

    private static Outcome inBand(Id id, int code, Failure failure) {
        return new Outcome(200, new Message.Failure(id, code, failure.message(), failure.data()));
    }
}
