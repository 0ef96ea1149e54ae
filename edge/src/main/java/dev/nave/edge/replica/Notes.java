package dev.nave.edge.replica;

import dev.nave.edge.conversation.Visit;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.transport.http.SentEvent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a waiting client is told, as events between nodes. */
final class Notes {
    private static final String PROGRESS = "progress";
    private static final String LOG = "log";
    private static final String OPAQUE = "opaque";
    private static final String COMPLETE = "complete";
    private static final String INPUT = "input";
    private static final String TASK = "task";
    private static final String FAILED = "failed";
    private static final String LEFT = "left";

    private Notes() {}

    /** Nothing for what only shows that time passes. */
    static Optional<SentEvent> event(Visit.Notice notice) {
        return switch (notice) {
            case Visit.Notice.Progress(Json params) -> Optional.of(event(PROGRESS, params));
            case Visit.Notice.Log(Json params) -> Optional.of(event(LOG, params));
            case Visit.Notice.Opaque(String method, Json params) ->
                Optional.of(event(
                        OPAQUE,
                        Json.object()
                                .put("method", method)
                                .put("params", params)
                                .build()));
            case Visit.Notice.Silence silence -> Optional.empty();
            case Visit.Notice.Ended(Reply reply) -> Optional.of(event(reply));
            case Visit.Notice.Left left -> Optional.of(event(LEFT, Json.EMPTY_OBJECT));
        };
    }

    private static SentEvent event(Reply reply) {
        return switch (reply) {
            case Reply.Complete(Json result) -> event(COMPLETE, result);
            case Reply.InputRequired(Json requests, Json state, Json result) ->
                event(
                        INPUT,
                        Json.object()
                                .put("requests", requests)
                                .put("state", state)
                                .put("result", result)
                                .build());
            case Reply.Task(Json result) -> event(TASK, result);
            case Reply.Failed(Failure failure, Reply.Ran ran) ->
                event(
                        FAILED,
                        Json.object()
                                .put("code", failure.code())
                                .put("message", failure.message())
                                .put("data", failure.data())
                                .put("ran", ran.name())
                                .build());
        };
    }

    private static SentEvent event(String name, Json data) {
        return new SentEvent(null, name, null, data.toLine());
    }

    private static Reply.Ran ran(String name) {
        return Arrays.stream(Reply.Ran.values())
                .filter(ran -> ran.name().equals(name))
                .findFirst()
                .orElse(Reply.Ran.PERHAPS);
    }

    /** What an event says; null for one that nobody here knows. */
    static Visit.@Nullable Notice read(SentEvent event) {
        Optional<Json> data = Errand.parse(event.data());
        String name = event.name();
        if (data.isEmpty() || name == null) {
            return null;
        }
        Json json = data.get();
        return switch (name) {
            case PROGRESS -> new Visit.Notice.Progress(json);
            case LOG -> new Visit.Notice.Log(json);
            case OPAQUE ->
                new Visit.Notice.Opaque(
                        json.string("method").orElse(""), json.member("params").orElse(Json.EMPTY_OBJECT));
            case COMPLETE -> new Visit.Notice.Ended(new Reply.Complete(json));
            case INPUT ->
                new Visit.Notice.Ended(new Reply.InputRequired(
                        json.member("requests").orElse(Json.EMPTY_OBJECT),
                        json.find("state"),
                        json.member("result").orElse(Json.EMPTY_OBJECT)));
            case TASK -> new Visit.Notice.Ended(new Reply.Task(json));
            case FAILED ->
                new Visit.Notice.Ended(new Reply.Failed(
                        new Failure(
                                (int) json.member("code")
                                        .map(Json::asLong)
                                        .orElse(OptionalLong.empty())
                                        .orElse(ErrorCode.INTERNAL_ERROR),
                                json.string("message").orElse(""),
                                json.find("data")),
                        ran(json.string("ran").orElse(""))));
            case LEFT -> new Visit.Notice.Left();
            default -> null;
        };
    }
}
