package dev.nave.edge.upstream.modern;

import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import org.jspecify.annotations.Nullable;

/** A modern server's errors in the hub's own form. */
final class Failures {
    private Failures() {}

    /**
     * What the caller is told. What only concerns the hub's own hop becomes an internal error: a header, a revision, or
     * a capability the client did declare.
     */
    static Reply reply(Message.Failure failure, Json declared) {
        boolean ours =
                switch (failure.code()) {
                    case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_VERSION -> true;
                    case ErrorCode.MISSING_CLIENT_CAPABILITY -> hasAll(declared, failure.data());
                    default -> false;
                };
        return ours
                ? Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "The server refused what the hub sent (" + failure.code() + "): " + failure.message())
                : new Reply.Failed(new Failure(failure.code(), failure.message(), failure.data()));
    }

    private static boolean hasAll(Json declared, @Nullable Json data) {
        Json required = data == null ? null : data.find("requiredCapabilities");
        if (required == null || !required.hasMembers()) {
            return false;
        }
        return covers(declared, required);
    }

    private static boolean covers(Json declared, Json required) {
        for (String name : required.names()) {
            Json has = declared.find(name);
            Json needs = required.find(name);
            if (has == null || (needs != null && needs.isObject() && has.isObject() && !covers(has, needs))) {
                return false;
            }
        }
        return true;
    }
}
