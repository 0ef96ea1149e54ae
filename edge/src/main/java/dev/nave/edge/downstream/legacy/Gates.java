package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Client;
import dev.nave.hub.Question;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.projection.ProjectedQuestion;
import dev.nave.protocol.projection.Projection;
import java.util.function.Supplier;

/** Whether a client can be asked a question, and in which form: what it declared, and what its revision knows. */
final class Gates {
    private final Client client;
    private final Supplier<String> ids;

    /** @param ids for elicitations by URL, which have one from 2025-11-25 on */
    Gates(Client client, Supplier<String> ids) {
        this.client = client;
        this.ids = ids;
    }

    ProjectedQuestion pass(Question question) {
        if (!client.canAnswer(question)) {
            return new ProjectedQuestion.Impossible(
                    "the client did not declare " + capability(question) + ", which " + question.method() + " needs");
        }
        Json params = question.params();
        boolean tools = params.find("tools") != null || params.find("toolChoice") != null;
        if (question.method().equals(Method.SAMPLING)
                && tools
                && client.capabilities().at("sampling", "tools").isEmpty()) {
            return new ProjectedQuestion.Impossible("the client did not declare sampling.tools, which this needs");
        }
        return switch (Projection.to(client.revision()).question(question.method(), params)) {
            case ProjectedQuestion.Possible possible -> new ProjectedQuestion.Possible(withId(possible.value()));
            case ProjectedQuestion.Impossible impossible -> impossible;
        };
    }

    /** 2026-07-28 has no ids for elicitations by URL, 2025-11-25 wants one. */
    private Json withId(Json params) {
        boolean url = params.string("mode").orElse("").equals("url");
        return url && params.find("elicitationId") == null
                ? params.edit().put("elicitationId", ids.get()).build()
                : params;
    }

    private static String capability(Question question) {
        return switch (question.method()) {
            case Method.SAMPLING -> "sampling";
            case Method.ROOTS_LIST -> "roots";
            case Method.ELICITATION ->
                "elicitation." + question.params().string("mode").orElse("form");
            default -> "anything";
        };
    }
}
