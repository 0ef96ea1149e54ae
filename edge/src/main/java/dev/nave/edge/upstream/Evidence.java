package dev.nave.edge.upstream;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer to {@code server/discover} says of a server's era (2026-07-28, basic/versioning, "Detection"). */
sealed interface Evidence {
    /** It lists a modern revision; {@code discovered} is its answer. What it lists decides, not that it answered. */
    record Modern(Json discovered) implements Evidence {}

    /** It is modern and wants to be asked again. */
    record Again() implements Evidence {}

    /** It is not. */
    record Legacy() implements Evidence {}

    /** It knows modern revisions alone, none of them ours, or refuses in their words. */
    record Stranger(String reason) implements Evidence {}

    /** The answer says nothing of the era. */
    record None(Outcome outcome) implements Evidence {}

    /** What an outcome says; on a pipe there are no statuses and every error is one of a legacy server. */
    static Evidence of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(Message.Result(Id id, Json result), int status) -> ofResult(result);
            case Outcome.Answered(Message.Failure failure, int status) when status / 100 != 5 -> ofFailure(failure);
            case Outcome.Answered answered -> new None(answered);
            case Outcome.Refused(int status, String text) when isNoAnswer(status) -> new Legacy();
            case Outcome.Refused refused -> new None(refused);
            case Outcome.Barred barred -> new None(barred);
            case Outcome.Lost lost -> new None(lost);
            case Outcome.TimedOut timedOut -> new None(timedOut);
            case Outcome.Cancelled cancelled -> new None(cancelled);
        };
    }

    private static Evidence ofResult(Json result) {
        return speaksOurs(result.find("supportedVersions")) ? new Modern(result) : new Legacy();
    }

    private static Evidence ofFailure(Message.Failure failure) {
        Json data = failure.data();
        Json supported = data == null ? null : data.find("supported");
        return switch (failure.code()) {
            case ErrorCode.UNSUPPORTED_VERSION -> {
                if (speaksOurs(supported)) {
                    yield new Again();
                }
                yield speaksLegacy(supported)
                        ? new Legacy()
                        : new Stranger("it speaks only " + (supported == null ? "other revisions" : supported));
            }
            case ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_CLIENT_CAPABILITY ->
                new Stranger("it refused to introduce itself: " + failure.message());
            default -> new Legacy();
        };
    }

    /** 401 and 403 ask for credentials, 5xx and 3xx say that something is wrong; every other refusal is a legacy one. */
    private static boolean isNoAnswer(int status) {
        return status == 202 || (status / 100 == 4 && status != 401 && status != 403 && status != 429);
    }

    private static boolean speaksOurs(@Nullable Json versions) {
        return versions != null && names(versions).contains(Revision.V2026_07_28.wireName());
    }

    private static boolean speaksLegacy(@Nullable Json versions) {
        return versions != null
                && names(versions).stream()
                        .flatMap(name -> Revision.of(name).stream())
                        .anyMatch(revision -> !revision.isModern());
    }

    private static List<String> names(Json versions) {
        return versions.elements().stream()
                .filter(Json::isString)
                .map(Json::text)
                .toList();
    }
}
