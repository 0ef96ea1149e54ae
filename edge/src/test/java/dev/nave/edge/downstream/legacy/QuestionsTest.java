package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Answer;
import dev.nave.hub.Question;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final String ALL = "{\"sampling\":{},\"roots\":{},\"elicitation\":{\"form\":{},\"url\":{}}}";
    private static final Question FORM = new Question(
            null,
            "elicitation/create",
            Json.parse("{\"message\":\"Sure?\",\"requestedSchema\":{\"type\":\"object\"}}"));

    private LegacyFixture fixture = new LegacyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aQuestionTravelsOnTheStreamOfItsCallAndItsAnswerComesBack() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        asking(FORM);

        FakeHttp http = fixture.call(session, "{}");
        Json question = http.next();
        FakeHttp answer = fixture.respond(session, question, "{\"action\":\"accept\",\"content\":{\"n\": 1.0}}");

        assertThat(question.string("method")).contains("elicitation/create");
        assertThat(question.member("params").orElseThrow()).isEqualTo(FORM.params());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(http.next().raw())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"answered\":"
                        + "{\"action\":\"accept\",\"content\":{\"n\": 1.0}}}}");
    }

    @Test
    void anAnswerOfAnotherSessionIsNotTaken() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        String other = fixture.session(Revision.V2025_11_25, ALL);
        asking(FORM);

        FakeHttp http = fixture.call(session, "{}");
        Json question = http.next();
        assertThat(fixture.respond(other, question, "{\"action\":\"decline\"}").status())
                .isEqualTo(202);
        fixture.respond(session, question, "{\"action\":\"accept\"}").status();

        assertThat(http.next().raw()).contains("accept").doesNotContain("decline");
    }

    @Test
    void anErrorInAnswerToAQuestionIsARefusal() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        asking(new Question(null, "sampling/createMessage", Json.EMPTY_OBJECT));

        FakeHttp http = fixture.call(session, "{}");
        Json id = http.next().member("id").orElseThrow();
        fixture.post(
                        session,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id.raw()
                                + ",\"error\":{\"code\":-1,\"message\":\"rejected\"}}")
                .status();

        assertThat(http.next().raw()).contains("{\"refused\":-1,\"message\":\"rejected\"}");
    }

    @Test
    void whatTheClientDidNotDeclareIsNotAsked() {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        asking(FORM);

        assertThat(fixture.call(session, "{}").next().raw()).contains("unsupported", "elicitation.form");
    }

    @Test
    void samplingWithToolsNeedsItsOwnDeclaration() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        asking(new Question(null, "sampling/createMessage", Json.parse("{\"messages\":[],\"tools\":[]}")));

        assertThat(fixture.call(session, "{}").next().raw()).contains("unsupported", "sampling.tools");
    }

    @Test
    void whatTheRevisionCannotSayIsNotAsked() {
        String session = fixture.session(Revision.V2025_06_18, ALL);
        asking(new Question(null, "elicitation/create", Json.parse("{\"mode\":\"url\",\"url\":\"https://a\"}")));

        assertThat(fixture.call(session, "{}").next().raw()).contains("unsupported", "2025-11-25");
    }

    @Test
    void aQuestionNobodyAnswersIsTakenBack() {
        fixture.close();
        fixture = new LegacyFixture(Waits.defaults().with(Wait.ANSWER, Duration.ofMillis(50)), Bounds.defaults());
        String session = fixture.session(Revision.V2025_11_25, ALL);
        asking(FORM);

        FakeHttp http = fixture.call(session, "{}");
        Json id = http.next().member("id").orElseThrow();
        Json withdrawn = http.next();

        assertThat(withdrawn.string("method")).contains("notifications/cancelled");
        assertThat(withdrawn.at("params", "requestId")).contains(id);
        assertThat(http.next().raw()).contains("gone");
    }

    @Test
    void cancellingTheCallTakesItsQuestionsBack() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        asking(FORM);

        FakeHttp http = fixture.call(session, "{}");
        Json id = http.next().member("id").orElseThrow();
        fixture.notification(session, "notifications/cancelled", "{\"requestId\":1}")
                .status();

        assertThat(http.next().at("params", "requestId")).contains(id);
        assertThat(http.next().raw()).contains("gone");
    }

    @Test
    void aQuestionAskedWhileTheClientWasAwayIsThereWhenItComesBack() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        asking(FORM);
        FakeHttp lost = fixture.call(session, "{}");
        String last = String.valueOf(lost.nextEvent().id());
        lost.leave();

        FakeHttp resumed = fixture.resume(session, last);
        fixture.respond(session, resumed.next(), "{\"action\":\"cancel\"}").status();

        assertThat(resumed.next().raw()).contains("{\"action\":\"cancel\"}");
    }

    @Test
    void theQuestionsOfARoundAreAllAskedAtOnceAndTheStateComesBackAsSpelled() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        fixture.endpoint.answer((request, exchange) -> {
            Request.Retry retry = request.retry();
            return retry == null
                    ? needing(
                            "{\"a\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"1\"}},"
                                    + "\"b\":{\"method\":\"roots/list\"}}",
                            "\"\\u0041\"")
                    : new Reply.Complete(Json.object()
                            .put("responses", retry.responses())
                            .put("state", retry.state())
                            .build());
        });

        FakeHttp http = fixture.call(session, "{\"name\":\"x\"}");
        Json first = http.next();
        Json second = http.next();
        fixture.respond(session, second, "{\"roots\":[]}").status();
        fixture.respond(session, first, "{\"action\":\"decline\"}").status();

        assertThat(http.next().raw())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"responses\":{\"a\":{\"action\":\"decline\"},"
                        + "\"b\":{\"roots\":[]}},\"state\":\"\\u0041\"}}");
        assertThat(fixture.endpoint.served)
                .extracting(request -> request.params().raw())
                .containsExactly("{\"name\":\"x\"}", "{\"name\":\"x\"}");
    }

    @Test
    void aRoundWithOneQuestionTheClientCannotAnswerAsksNothing() {
        String session = fixture.session(Revision.V2025_11_25, "{\"roots\":{}}");
        fixture.endpoint.answer((request, exchange) ->
                needing("{\"a\":{\"method\":\"roots/list\"},\"b\":{\"method\":\"sampling/createMessage\"}}", "\"s\""));

        List<Json> messages = fixture.call(session, "{}").rest();

        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().raw()).contains("\"isError\":true", "sampling");
        assertThat(fixture.request(session, "2", "prompts/get", "{}").next().raw())
                .contains("-32603", "sampling");
        assertThat(fixture.endpoint.served).hasSize(2);
    }

    @Test
    void aRefusedQuestionOfARoundEndsTheCallAndTakesTheOthersBack() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        fixture.endpoint.answer((request, exchange) ->
                needing("{\"a\":{\"method\":\"sampling/createMessage\"},\"b\":{\"method\":\"roots/list\"}}", "\"s\""));

        FakeHttp http = fixture.call(session, "{}");
        Json sampling = http.next().member("id").orElseThrow();
        Json roots = http.next().member("id").orElseThrow();
        fixture.post(
                        session,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + sampling.raw()
                                + ",\"error\":{\"code\":-1,\"message\":\"rejected\"}}")
                .status();

        assertThat(http.next().at("params", "requestId")).contains(roots);
        assertThat(http.next().raw()).contains("\"isError\":true", "rejected");
        assertThat(fixture.endpoint.served).hasSize(1);
    }

    @Test
    void aRoundWithoutQuestionsIsAskedAgainAfterAPause() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        fixture.endpoint.answer((request, exchange) ->
                request.retry() == null ? needing("{}", "\"s\"") : new Reply.Complete(Json.EMPTY_OBJECT));

        assertThat(fixture.request(session, "1", "prompts/get", "{}").answer().raw())
                .contains("\"result\":{}");
        assertThat(fixture.endpoint.served.getLast().retry())
                .isEqualTo(new Request.Retry(Json.EMPTY_OBJECT, Json.of("s")));
    }

    @Test
    void aRoundWithoutAStateIsAnsweredWithoutOne() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        fixture.endpoint.answer((request, exchange) -> request.retry() == null
                ? new Reply.InputRequired(Json.EMPTY_OBJECT, null, Json.EMPTY_OBJECT)
                : new Reply.Complete(Json.EMPTY_OBJECT));

        fixture.request(session, "1", "prompts/get", "{}").answer();

        assertThat(fixture.endpoint.served.getLast().retry()).isEqualTo(new Request.Retry(Json.EMPTY_OBJECT, null));
    }

    @Test
    void aServerThatNeverStopsAskingIsStopped() {
        fixture.close();
        fixture = new LegacyFixture(Waits.defaults(), Bounds.defaults().with(Bound.ROUNDS, 2));
        String session = fixture.session(Revision.V2025_11_25, ALL);
        fixture.endpoint.answer((request, exchange) -> needing("{\"a\":{\"method\":\"roots/list\"}}", "\"s\""));

        FakeHttp http = fixture.call(session, "{}");
        fixture.respond(session, http.next(), "{\"roots\":[]}").status();
        fixture.respond(session, http.next(), "{\"roots\":[]}").status();

        assertThat(http.next().raw()).contains("\"isError\":true", "2 rounds");
    }

    @Test
    void elicitationByUrlGetsTheIdThatItsRevisionWants() {
        String session = fixture.session(Revision.V2025_11_25, ALL);
        fixture.endpoint.answer((request, exchange) -> request.retry() == null
                ? needing(
                        "{\"a\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":\"m\","
                                + "\"url\":\"https://a\"}}}",
                        "\"s\"")
                : new Reply.Complete(Json.EMPTY_OBJECT));

        FakeHttp http = fixture.call(session, "{}");
        Json question = http.next();
        fixture.respond(session, question, "{\"action\":\"accept\"}").status();

        assertThat(question.at("params", "elicitationId")).isPresent();
        assertThat(http.next().raw()).contains("\"id\":1");
    }

    private void asking(Question question) {
        fixture.endpoint.answer((request, exchange) -> new Reply.Complete(
                switch (exchange.ask(question)) {
                    case Answer.Answered answered ->
                        Json.object().put("answered", answered.result()).build();
                    case Answer.Refused refused ->
                        Json.object()
                                .put("refused", refused.code())
                                .put("message", refused.message())
                                .build();
                    case Answer.Unsupported unsupported ->
                        Json.object().put("unsupported", unsupported.reason()).build();
                    case Answer.Gone gone ->
                        Json.object().put("gone", gone.reason()).build();
                }));
    }

    private static Reply needing(String requests, String state) {
        return new Reply.InputRequired(Json.parse(requests), Json.parse(state), Json.EMPTY_OBJECT);
    }
}
