package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Deadline;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Endpoint.Event;
import dev.nave.hub.Endpoint.Interest;
import dev.nave.hub.Endpoint.Subscription;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that waits for what comes of a task: on the stream of its request it is asked what the task asks meanwhile,
 * each question once. Looks whenever the task may have changed, and at the pace the task wants. For one thread.
 */
final class TaskWait {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration STANDARD = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** After which a question that is still open was not answered by what its client said, and is asked again. */
    private static final Duration NOT_TAKEN = Duration.ofSeconds(2);

    private final Session session;
    private final Endpoint endpoint;
    private final LegacyExchange exchange;
    private final Rounds rounds;
    private final String id;
    private final Time time;
    /** When each question was answered last. */
    private final Map<String, Long> answered = new HashMap<>();

    private int asked;
    private final Object changed = new Object();
    private boolean due; // guarded by changed

    /**
     * @param request the client waits on, for the words when it fails
     * @param id of the task as the endpoint gave it
     */
    TaskWait(Session session, Endpoint endpoint, Request request, LegacyExchange exchange, String id) {
        this.session = session;
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.rounds = new Rounds(endpoint, request, exchange, session);
        this.id = id;
        this.time = session.surroundings().time();
    }

    /** Waits in a call that nobody knows to be a task: who gives it up wants no task either. */
    Reply inside() {
        Reply reply = toItsEnd();
        if (exchange.cancellation().isCancelled() || exchange.deadline().hasPassed()) {
            serve(Method.TASKS_CANCEL, Json.object());
        }
        return reply;
    }

    /** What the call would have been answered. */
    Reply toItsEnd() {
        Interest interest = new Interest(Set.of(), Set.of(), Set.of(id));
        try (Subscription subscription = endpoint.subscribe(session.caller(), interest, this::happened);
                var _ = exchange.cancellation().onCancel(this::wake)) {
            while (true) {
                if (exchange.cancellation().isCancelled() || exchange.deadline().hasPassed()) {
                    return Reply.failed(
                            ErrorCode.INTERNAL_ERROR,
                            exchange.cancellation().reason().orElse("The task takes longer than a request may."));
                }
                Reply reply = serve(Method.TASKS_GET, Json.object());
                if (!(reply instanceof Reply.Complete(Json state))) {
                    return reply;
                }
                switch (state.string("status").orElse("")) {
                    case "completed" -> {
                        return new Reply.Complete(state.member("result").orElse(Json.EMPTY_OBJECT));
                    }
                    case "failed" -> {
                        return failed(state);
                    }
                    case "cancelled" -> {
                        return Reply.failed(ErrorCode.INTERNAL_ERROR, "The task was cancelled.");
                    }
                    case "input_required" -> {
                        Reply stopped = ask(state);
                        if (stopped != null) {
                            return stopped;
                        }
                    }
                    default -> pause(state, subscription);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.failed(ErrorCode.INTERNAL_ERROR, "Waiting for the task was interrupted.");
        }
    }

    private @Nullable Reply ask(Json state) throws InterruptedException {
        JsonObject fresh = Json.object();
        state.member("inputRequests").orElse(Json.EMPTY_OBJECT).forEach((key, request) -> {
            Long before = answered.get(key);
            if (before == null || time.nanos() - before > NOT_TAKEN.toNanos()) {
                Json params = request.member("params").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
                fresh.put(
                        key,
                        request.edit()
                                .put("params", TaskCalls.related(params, id))
                                .build());
            }
        });
        Json requests = fresh.build();
        if (!requests.hasMembers()) {
            // Answered, and not yet taken up.
            Thread.sleep(SHORTEST);
            return null;
        }
        if (asked++ >= session.surroundings().bound(Bound.ROUNDS)) {
            serve(Method.TASKS_CANCEL, Json.object());
            return new Reply.Complete(Outcomes.toolError(
                    "Expected the task to be done after " + (asked - 1) + " rounds of questions, it still asks."));
        }
        switch (rounds.askAll(requests)) {
            case Rounds.Outcome.Stopped(String reason) -> {
                // A refusal has no form in a task's answers: nobody is left to bring it forward.
                serve(Method.TASKS_CANCEL, Json.object());
                return new Reply.Complete(Outcomes.toolError(reason));
            }
            case Rounds.Outcome.Answers(Json responses) -> {
                long now = time.nanos();
                responses.names().forEach(key -> answered.put(key, now));
                Reply reply = serve(Method.TASKS_UPDATE, Json.object().put("inputResponses", responses));
                return reply instanceof Reply.Failed ? reply : null;
            }
        }
    }

    private void pause(Json state, Subscription subscription) throws InterruptedException {
        OptionalLong wanted = state.member("pollIntervalMs").map(Json::asLong).orElse(OptionalLong.empty());
        Duration pace = wanted.isPresent()
                ? Duration.ofMillis(Math.clamp(wanted.getAsLong(), SHORTEST.toMillis(), LONGEST.toMillis()))
                : STANDARD;
        boolean told = subscription.honoured().tasks().contains(id);
        Deadline end = Deadline.in(exchange.deadline().remaining(told ? LONGEST : pace), time);
        synchronized (changed) {
            long left = end.remaining().toMillis();
            while (!due && left > 0 && !exchange.cancellation().isCancelled()) {
                changed.wait(left);
                left = end.remaining().toMillis();
            }
            due = false;
        }
    }

    private void happened(Event event) {
        if (event instanceof Event.TaskChanged) {
            wake();
        }
    }

    private void wake() {
        synchronized (changed) {
            due = true;
            changed.notifyAll();
        }
    }

    private Reply serve(String method, JsonObject params) {
        return endpoint.serve(new Request(method, params.put("taskId", id).build()), exchange);
    }

    private static Reply failed(Json state) {
        Json error = state.member("error").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        OptionalLong code = error.member("code").map(Json::asLong).orElse(OptionalLong.empty());
        return new Reply.Failed(new Failure(
                code.isPresent() ? Math.toIntExact(code.getAsLong()) : ErrorCode.INTERNAL_ERROR,
                error.string("message").orElse("The task failed."),
                error.find("data")));
    }
}
