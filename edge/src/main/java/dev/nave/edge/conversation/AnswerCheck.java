package dev.nave.edge.conversation;

import dev.nave.hub.Question;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.schema.Verdict;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.Optional;
import java.util.Set;

/** Whether what a client brought back answers a question, so that a server never sees what it did not ask for. */
final class AnswerCheck {
    private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");

    private final JsonSchema schemas;

    AnswerCheck(JsonSchema schemas) {
        this.schemas = schemas;
    }

    /** What is wrong with the answer, for people; nothing when it may be passed on. */
    Optional<String> problem(Question question, Json answer) {
        if (!answer.isObject()) {
            return Optional.of("expected an object, got " + answer.kind());
        }
        return switch (question.method()) {
            case Method.ELICITATION -> elicitation(question, answer);
            case Method.SAMPLING -> needs(answer, "content", "role", "model");
            case Method.ROOTS_LIST ->
                answer.member("roots").filter(Json::isArray).isPresent()
                        ? Optional.empty()
                        : Optional.of("expected an array \"roots\"");
            default -> Optional.empty();
        };
    }

    private Optional<String> elicitation(Question question, Json answer) {
        String action = answer.string("action").orElse("");
        if (!ACTIONS.contains(action)) {
            return Optional.of("expected \"action\" to be accept, decline or cancel");
        }
        Json schema = question.params().find("requestedSchema");
        if (!action.equals("accept") || schema == null) {
            return Optional.empty();
        }
        Json content = answer.find("content");
        return content == null || !content.isObject()
                ? Optional.of("expected an object \"content\" with what the form asks for")
                : misfit(schema, content);
    }

    /** A schema nobody can judge by is the server's own affair: it gets what the user filled in. */
    private Optional<String> misfit(Json schema, Json content) {
        return switch (schemas.judge(schema.toBytes(), content.toBytes())) {
            case Verdict.Fits fits -> Optional.empty();
            case Verdict.Misfits misfits -> Optional.of(String.join("; ", misfits.reasons()));
            case Verdict.Undecided undecided -> Optional.empty();
        };
    }

    private static Optional<String> needs(Json answer, String... members) {
        for (String member : members) {
            if (answer.find(member) == null) {
                return Optional.of("expected a member \"" + member + "\"");
            }
        }
        return Optional.empty();
    }
}
