package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Answer;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Question;
import dev.nave.hub.Quota;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.projection.ProjectedQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Serves a call to its end: while the server answers <em>input required</em>, asks the client its questions on the live
 * stream of the call, all at once, and serves the call again with the answers (2026-07-28, basic/patterns/mrtr).
 */
final class Rounds {
    private static final Duration FIRST_PACE = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 5;

    private final Endpoint endpoint;
    private final Request first;
    private final LegacyExchange exchange;
    private final Session session;
    private final Surroundings surroundings;

    Rounds(Endpoint endpoint, Request first, LegacyExchange exchange, Session session) {
        this.endpoint = endpoint;
        this.first = first;
        this.exchange = exchange;
        this.session = session;
        this.surroundings = session.surroundings();
    }

    /** Serves the request on this thread; the reply is never {@link Reply.InputRequired}. */
    static Reply serve(Endpoint endpoint, Request request, LegacyExchange exchange, Session session) {
        return new Rounds(endpoint, request, exchange, session).run();
    }

    private Reply run() {
        Reply reply = endpoint.serve(first, exchange);
        for (int round = 1; reply instanceof Reply.InputRequired needed; round++) {
            if (round > surroundings.bound(Bound.ROUNDS)) {
                return failed("Expected the server to be done after " + surroundings.bound(Bound.ROUNDS)
                        + " rounds of questions, it still asks.");
            }
            Json state = needed.state();
            if (state != null && state.length() > surroundings.bound(Bound.STATE_BYTES)) {
                return failed("Expected the state of a round to take at most " + surroundings.bound(Bound.STATE_BYTES)
                        + " bytes, got " + state.length() + ".");
            }
            switch (needed.requests().hasMembers() ? askAll(needed.requests()) : pace(round)) {
                case Outcome.Stopped stopped -> {
                    return failed(stopped.reason());
                }
                case Outcome.Answers answers ->
                    reply = endpoint.serve(
                            first.withRetry(new Request.Retry(answers.responses(), needed.state())), exchange);
            }
        }
        return reply;
    }

    /** A server that only wants to be asked again is not asked at once. */
    private Outcome pace(int round) {
        Duration pause = FIRST_PACE.multipliedBy(1L << Math.min(round - 1, MOST_DOUBLINGS));
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var _ = exchange.cancellation().onCancel(cancelled::countDown)) {
            if (cancelled.await(exchange.deadline().remaining(pause).toNanos(), TimeUnit.NANOSECONDS)) {
                return new Outcome.Stopped("The call was cancelled.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Stopped("The call was interrupted.");
        }
        return exchange.deadline().hasPassed()
                ? new Outcome.Stopped("The server wanted to be asked again for longer than a call may take.")
                : new Outcome.Answers(Json.EMPTY_OBJECT);
    }

    /** Nothing is asked unless everything can be. */
    Outcome askAll(Json requests) {
        List<Planned> plan = new ArrayList<>();
        for (String key : requests.names()) {
            Json request = requests.member(key).orElse(Json.NULL);
            Question question = new Question(
                    key,
                    request.string("method").orElse(""),
                    request.member("params").filter(Json::isObject).orElse(Json.EMPTY_OBJECT));
            switch (session.gates().pass(question)) {
                case ProjectedQuestion.Impossible impossible -> {
                    return new Outcome.Stopped(
                            "The server needs an answer this client cannot give: " + impossible.reason() + ".");
                }
                case ProjectedQuestion.Possible possible -> plan.add(new Planned(key, question, possible.value()));
            }
        }
        Quota questions = surroundings.questions();
        String principal = exchange.caller().principal();
        if (questions.take(principal) != Quota.Outcome.TAKEN) {
            return new Outcome.Stopped(
                    "Too many calls of this hub wait for answers of their clients; try again later.");
        }
        List<Inquiry> inquiries = plan.stream()
                .map(planned -> exchange.open(planned.question().method(), planned.params()))
                .toList();
        try {
            return collect(plan, inquiries);
        } finally {
            // What is still open belongs to a call that has failed.
            inquiries.forEach(inquiry -> {
                inquiry.withdraw("Another question of this call was not answered.");
                session.inquiries().forget(inquiry);
            });
            questions.give(principal);
        }
    }

    private Outcome collect(List<Planned> plan, List<Inquiry> inquiries) {
        Duration patience = surroundings.wait(Wait.ROUND);
        JsonObject responses = Json.object();
        for (int i = 0; i < plan.size(); i++) {
            Planned planned = plan.get(i);
            Answer answer = inquiries.get(i).await(exchange.deadline().remaining(patience), exchange.cancellation());
            switch (answer) {
                case Answer.Answered answered -> responses.put(planned.key(), answered.result());
                // A refusal has no form in a round; the server is owed nothing, so nothing is sent.
                case Answer.Refused refused -> {
                    return new Outcome.Stopped("The client refused "
                            + planned.question().method() + ": " + refused.message() + " (" + refused.code() + ")");
                }
                case Answer.Unsupported unsupported -> {
                    return new Outcome.Stopped(unsupported.reason());
                }
                case Answer.Gone gone -> {
                    return new Outcome.Stopped(
                            "The client did not answer " + planned.question().method() + ": " + gone.reason());
                }
            }
        }
        return new Outcome.Answers(responses.build());
    }

    /** What a tool's caller reads is a result of the tool, so that the model can go on (2025-11-25, server/tools). */
    private Reply failed(String reason) {
        return first.method().equals(Method.TOOLS_CALL)
                ? new Reply.Complete(Outcomes.toolError(reason))
                : Reply.failed(ErrorCode.INTERNAL_ERROR, reason);
    }

    private record Planned(String key, Question question, Json params) {}

    /** What came of asking. */
    sealed interface Outcome {
        record Answers(Json responses) implements Outcome {}

        record Stopped(String reason) implements Outcome {}
    }
}
