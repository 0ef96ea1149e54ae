package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import java.util.List;

/**
 * Puts what became of a request on the wire of a legacy client: the one place where failures are mapped for this era.
 * Always in-band; a status of HTTP other than 200 makes some clients give up their session.
 */
final class Outcomes {
    private Outcomes() {}

    static Message.Response of(Message.Request request, Reply reply, Session session) {
        return switch (reply) {
            case Reply.Complete complete ->
                new Message.Result(request.id(), session.projection().result(request.method(), complete.result()));
            case Reply.Failed failed -> failure(request, failed.failure(), session);
            case Reply.Task task ->
                unable(request, "The server made a task of the call, and clients of this revision are offered none.");
            case Reply.InputRequired needed -> unable(request, "The server asks, and its questions were not put.");
        };
    }

    /** A result that says a tool failed, and why. */
    static Json toolError(String reason) {
        Json text = Json.object().put("type", "text").put("text", reason).build();
        return Json.object()
                .put("content", Json.array(List.of(text)))
                .put("isError", true)
                .build();
    }

    private static Message.Response failure(Message.Request request, Failure failure, Session session) {
        return switch (failure.code()) {
            case ErrorCode.INVALID_PARAMS ->
                isMissingResource(request, failure)
                        ? passed(request, ErrorCode.RESOURCE_NOT_FOUND, failure)
                        : passed(request, failure.code(), failure);
            // What these three ask for is between the hub and its server: a legacy client could do nothing about it.
            case ErrorCode.MISSING_CLIENT_CAPABILITY -> unable(request, failure.message());
            case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_VERSION ->
                passed(request, ErrorCode.INTERNAL_ERROR, new Failure(failure.code(), failure.message(), null));
            case ErrorCode.URL_ELICITATION_REQUIRED -> urlRequired(request, failure, session);
            default -> passed(request, failure.code(), failure);
        };
    }

    /** 2025-11-25 alone knows this error; its client hears when one of the pages is done. */
    private static Message.Response urlRequired(Message.Request request, Failure failure, Session session) {
        if (!session.client().revision().isAtLeast(Revision.V2025_11_25)) {
            return unable(request, failure.message());
        }
        Json data = failure.data();
        if (data != null) {
            data.member("elicitations").map(Json::elements).orElse(List.of()).forEach(each -> each.string(
                            "elicitationId")
                    .ifPresent(session.watching()::expectElicitation));
        }
        return passed(request, failure.code(), failure);
    }

    /** 2026-07-28 says with -32602 and the URI what was -32002 before (server/resources, "Error Handling"). */
    private static boolean isMissingResource(Message.Request request, Failure failure) {
        Json data = failure.data();
        return request.method().equals(Method.RESOURCES_READ) && data != null && data.find("uri") != null;
    }

    private static Message.Response unable(Message.Request request, String reason) {
        return request.method().equals(Method.TOOLS_CALL)
                ? new Message.Result(request.id(), toolError(reason))
                : new Message.Failure(request.id(), ErrorCode.INTERNAL_ERROR, reason, null);
    }

    private static Message.Response passed(Message.Request request, int code, Failure failure) {
        return new Message.Failure(request.id(), code, failure.message(), failure.data());
    }
}
