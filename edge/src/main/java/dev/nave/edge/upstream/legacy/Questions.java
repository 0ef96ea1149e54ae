package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Answer;
import dev.nave.hub.Question;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.ServerSettings.Interactive;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.Projection;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the server of one session asks, each question on a virtual thread of its own: so that it may ask several at
 * once, and readers never wait.
 */
final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private final Terms terms;
    private final Link link;
    private final Turns turns;
    private final Semaphore open;
    private volatile Projection projection;

    Questions(Terms terms, Link link, Turns turns, Projection projection) {
        this.terms = terms;
        this.link = link;
        this.turns = turns;
        this.projection = projection;
        this.open = new Semaphore(terms.bound(Bound.MAILBOX));
    }

    /** The revision the session speaks from now on. */
    void speak(Projection chosen) {
        projection = chosen;
    }

    /** A question that arrived on the stream of this call. */
    void tied(Call call, Message.Request request) {
        answer(request, () -> {
            Flight flight = turns.of(call).orElse(null);
            return flight == null ? nobody(request) : ask(flight, request);
        });
    }

    /** A question the wire ties to no call. */
    void untied(Message.Request request) {
        answer(request, () -> {
            Json token = request.params().at("_meta", "progressToken").orElse(null);
            Call related = token == null ? null : link.ofToken(token);
            return switch (turns.tie(question(request), related)) {
                case Turns.Tie.To(Flight flight) -> ask(flight, request);
                case Turns.Tie.Nobody ignored -> nobody(request);
                case Turns.Tie.Ambiguous ignored ->
                    failed(
                            request,
                            ErrorCode.INTERNAL_ERROR,
                            "Several calls are in progress and the question names none of them, so nobody can be"
                                    + " asked. Such calls are kept apart from now on: fail this one, so that it can be"
                                    + " repeated.");
            };
        });
    }

    private void answer(Message.Request request, Answering answering) {
        if (!open.tryAcquire()) {
            LOG.warn("Server '{}' asks too much at once; a {} goes unanswered", terms.name(), request.method());
            return;
        }
        Thread.ofVirtual().name("question of " + terms.name()).start(() -> {
            try {
                link.send(isAllowed(request) ? answering.answer() : refusal(request));
            } catch (IOException e) {
                LOG.debug("Server '{}' could not be answered: {}", terms.name(), e.getMessage());
            } finally {
                open.release();
            }
        });
    }

    private Message.Response ask(Flight flight, Message.Request request) {
        // Asked even if its client cannot answer: then the call knows why it fails.
        flight.call().patience().hold();
        Answer answer;
        try {
            answer = flight.ask(question(request));
        } finally {
            flight.call().patience().release();
        }
        if (answer instanceof Answer.Gone) {
            turns.abandon(flight);
        }
        return Answers.response(request, answer, projection);
    }

    private static Question question(Message.Request request) {
        Id id = request.id();
        Json params = request.params();
        Json meta = params.find("_meta");
        if (meta != null && meta.find("progressToken") != null) {
            Json bare = meta.edit().remove("progressToken").build();
            params = params.edit()
                    .put("_meta", bare.names().isEmpty() ? null : bare)
                    .build();
        }
        // A string id is what the server itself calls the question; a number says nothing.
        return new Question(id.value().isString() ? id.value().text() : null, request.method(), params);
    }

    private boolean isAllowed(Message.Request request) {
        return switch (request.method()) {
            case Method.SAMPLING, Method.ELICITATION, Method.ROOTS_LIST ->
                terms.settings().interactive() == Interactive.AUTO;
            default -> false;
        };
    }

    private static Message.Response refusal(Message.Request request) {
        return request.method().equals(Method.PING)
                ? new Message.Result(request.id(), Json.EMPTY_OBJECT)
                : failed(request, ErrorCode.METHOD_NOT_FOUND, "The client does not support " + request.method());
    }

    private static Message.Response nobody(Message.Request request) {
        return failed(
                request,
                ErrorCode.INTERNAL_ERROR,
                "No call is in progress whose client could answer " + request.method() + ".");
    }

    private static Message.Response failed(Message.Request request, int code, String message) {
        return new Message.Failure(request.id(), code, message, null);
    }

    /** Finds the answer; may wait for a client. */
    @FunctionalInterface
    private interface Answering {
        Message.Response answer();
    }
}
