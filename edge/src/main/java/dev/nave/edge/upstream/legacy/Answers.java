package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Answer;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.ProjectedQuestion;
import dev.nave.protocol.projection.Projection;

/** What a legacy server is told of what became of its question. */
final class Answers {
    private Answers() {}

    static Message.Response response(Message.Request question, Answer answer, Projection projection) {
        return switch (answer) {
            case Answer.Answered(Json result) -> answered(question, result, projection);
            case Answer.Refused(int code, String message, Json data) ->
                new Message.Failure(question.id(), code, message, data);
            case Answer.Unsupported(String reason) ->
                new Message.Failure(question.id(), ErrorCode.METHOD_NOT_FOUND, reason, null);
            case Answer.Gone(String reason) -> gone(question, reason);
        };
    }

    private static Message.Response answered(Message.Request question, Json result, Projection projection) {
        return switch (projection.answer(question.method(), result)) {
            case ProjectedQuestion.Possible(Json value) -> new Message.Result(question.id(), value);
            case ProjectedQuestion.Impossible(String reason) ->
                new Message.Failure(question.id(), ErrorCode.INTERNAL_ERROR, reason, null);
        };
    }

    /** Nobody answers: an elicitation can be cancelled, the others can only fail. */
    private static Message.Response gone(Message.Request question, String reason) {
        return switch (question.method()) {
            case Method.ELICITATION ->
                new Message.Result(
                        question.id(), Json.object().put("action", "cancel").build());
            case Method.SAMPLING -> new Message.Failure(question.id(), ErrorCode.USER_REJECTED, reason, null);
            default -> new Message.Failure(question.id(), ErrorCode.INTERNAL_ERROR, reason, null);
        };
    }
}
