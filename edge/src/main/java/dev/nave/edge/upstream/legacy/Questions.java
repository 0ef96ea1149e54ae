package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.legacy.Withdrawals.Pending;
import dev.nave.edge.upstream.wire.Call;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Answer;
import dev.nave.hub.Audience;
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
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final Withdrawals withdrawals = new Withdrawals();
    private final Askers askers;
    private final Clientele clientele = new Clientele();
    private final Roots roots;
    private volatile Projection projection;

    Questions(Terms terms, Link link, Turns turns, Askers askers, Projection projection) {
        this.terms = terms;
        this.link = link;
        this.turns = turns;
        this.askers = askers;
        this.roots = new Roots(terms.time());
        this.projection = projection;
        this.open = new Semaphore(terms.bound(Bound.MAILBOX));
    }

    /** The revision the session speaks from now on. */
    void speak(Projection chosen) {
        projection = chosen;
    }

    /** Who uses the session. */
    Clientele clientele() {
        return clientele;
    }

    /** Whose roots the server knows. */
    Roots roots() {
        return roots;
    }

    /** A question that arrived on the stream of this call. */
    void tied(Call call, Message.Request request) {
        if (!isAllowed(request)) {
            answer(request, pending -> refusal(request));
            return;
        }
        answer(request, pending -> {
            Flight flight = turns.of(call).orElse(null);
            if (flight == null) {
                return gone(request);
            }
            boolean named = askers.namesItsQuestions(request.id());
            return ask(flight, named ? flight::ask : flight::askOnItsStream, request, pending);
        });
    }

    /** A question the wire ties to no call; on the thread that reads. */
    void untied(Message.Request request) {
        if (!isAllowed(request)) {
            answer(request, pending -> refusal(request));
            return;
        }
        Json token = request.params().at("_meta", "progressToken").orElse(null);
        Claim claim = turns.claim(token == null ? null : link.ofToken(token));
        boolean rootless = request.method().equals(Method.ROOTS_LIST);
        if (rootless) {
            roots.asked();
            if (claim.isOutside()) {
                askers.askedForRoots();
            }
        }
        answer(request, new Answering() {
            private @Nullable String client;

            @Override
            public Message.Response answer(Pending pending) throws InterruptedException {
                Tie tie = turns.await(claim);
                if (pending.isOver()) {
                    return gone(request); // It became clear whose it was just as it was taken back.
                }
                return switch (tie) {
                    case Tie.To(Flight flight) -> {
                        client = flight.exchange().session().orElse("");
                        yield ask(flight, flight::ask, request, pending);
                    }
                    case Tie.Client(Audience audience) -> {
                        client = audience.session();
                        turns.whenGivenUp(claim, pending::giveUp);
                        yield ask(audience, request);
                    }
                    case Tie.Nobody nobody -> {
                        Optional<Audience> audience = rootless ? clientele.rooted() : clientele.only();
                        client = audience.map(Audience::session).orElse(null);
                        yield audience.map(each -> ask(each, request)).orElseGet(() -> nobody(request));
                    }
                    case Tie.Gone gone -> gone(request);
                    case Tie.Refused(String reason) -> failed(request, ErrorCode.INTERNAL_ERROR, reason);
                };
            }

            @Override
            public void end() {
                turns.drop(claim);
                if (rootless) {
                    roots.answered(client);
                }
            }
        });
    }

    /** The server takes a question back: it gets no answer, and who was asked is told. */
    void withdrawn(Json params) {
        params.member("requestId")
                .filter(id -> id.isString() || id.kind() == Json.Kind.NUMBER)
                .ifPresent(id -> withdrawals.withdraw(new Id(id)));
    }

    private void answer(Message.Request request, Answering answering) {
        Optional<Pending> begun = withdrawals.begin(request.id());
        if (begun.isEmpty()) {
            answering.end();
            return;
        }
        Pending pending = begun.get();
        if (!open.tryAcquire()) {
            LOG.warn("Server '{}' asks too much at once; a {} goes unanswered", terms.name(), request.method());
            withdrawals.end(request.id(), pending);
            answering.end();
            return;
        }
        Thread.ofVirtual().name("question of " + terms.name()).start(() -> {
            try {
                Optional<Message.Response> response = wait(request, pending, answering);
                withdrawals.end(request.id(), pending);
                if (response.isPresent()) {
                    link.send(response.get());
                }
            } catch (IOException e) {
                LOG.debug("Server '{}' could not be answered: {}", terms.name(), e.getMessage());
            } finally {
                open.release();
                answering.end();
            }
        });
    }

    /** Nothing when the server took its question back. */
    private Optional<Message.Response> wait(Message.Request request, Pending pending, Answering answering) {
        if (!pending.begin()) {
            return Optional.empty();
        }
        Message.Response response;
        boolean wanted;
        try {
            response = answering.answer(pending);
        } catch (InterruptedException e) {
            response = gone(request);
        } catch (RuntimeException e) {
            LOG.error("A question of server '{}' ended in a bug.", terms.name(), e);
            response = failed(request, ErrorCode.INTERNAL_ERROR, "The hub failed to put this question.");
        } finally {
            wanted = pending.end();
        }
        return wanted ? Optional.of(response) : Optional.empty();
    }

    private Message.Response ask(
            Flight flight, Function<Question, Answer> asking, Message.Request request, Pending pending) {
        // Asked even if its client cannot answer: then the call knows why it fails.
        Answer answer = asking.apply(question(request));
        if (answer instanceof Answer.Gone && !pending.isOver()) {
            turns.abandon(flight);
        }
        return Answers.response(request, answer, projection);
    }

    private Message.Response ask(Audience audience, Message.Request request) {
        return Answers.response(request, audience.ask(question(request)), projection);
    }

    private static Question question(Message.Request request) {
        Id id = request.id();
        Json params = request.params();
        Json meta = params.find("_meta");
        if (meta != null && meta.find("progressToken") != null) {
            Json bare = meta.edit().remove("progressToken").build();
            params = params.edit().put("_meta", bare.hasMembers() ? bare : null).build();
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

    private Message.Response gone(Message.Request request) {
        return Answers.response(request, new Answer.Gone("The call this belongs to was given up."), projection);
    }

    private static Message.Response failed(Message.Request request, int code, String message) {
        return new Message.Failure(request.id(), code, message, null);
    }

    /** Finds the answer; may wait for a client, until interrupted. */
    @FunctionalInterface
    private interface Answering {
        Message.Response answer(Pending pending) throws InterruptedException;

        /** The question is closed, however it was. Once. */
        default void end() {}
    }
}
