package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.TaskForm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of a server of 2025-11-25 in the form of the extension {@code io.modelcontextprotocol/tasks}. What a task does is
 * asked of the server each time; kept here is only the way to it: the session it runs on, and the stream of
 * {@code tasks/result} on which its server asks. Safe for many threads.
 */
final class Tasks implements AutoCloseable {
    /** How long a client that asks waits for the first question of a task that says it has some. */
    private static final Duration FIRST_QUESTION = Duration.ofSeconds(2);
    /** Within which further questions count as asked together. */
    private static final Duration TOGETHER = Duration.ofMillis(60);

    private final Terms terms;
    private final TaskTools tools;
    private final Place place;
    private final HeldTasks held;
    private final TaskQuestions questions;

    /** @param place where requests are served */
    Tasks(Terms terms, TaskTools tools, Place place) {
        this.terms = terms;
        this.tools = tools;
        this.place = place;
        this.held = new HeldTasks(terms);
        this.questions = new TaskQuestions(terms, held);
    }

    /** Where requests are served. */
    interface Place {
        /** Does the work on a session for this call; null when none came in time. */
        @Nullable
        Outcome serve(Request request, Exchange exchange, Work work) throws ConnectFailure, InterruptedException;

        Reply reply(@Nullable Outcome outcome);
    }

    // Calls.

    /** Whether this call has to be made as a task: where the server can, and either its client can or the tool must. */
    boolean takes(Request request, Exchange exchange) {
        if (!tools.declared() || !request.method().equals(Method.TOOLS_CALL)) {
            return false;
        }
        return switch (tools.of(request.params().string("name").orElse(""))) {
            case FORBIDDEN -> false;
            case OPTIONAL -> exchange.client().hasExtension(MetaKey.TASKS_EXTENSION);
            case REQUIRED -> true;
        };
    }

    /** Makes a call as a task: one of its client's, or one that is run to its end inside the call. */
    Reply call(Request request, Exchange exchange) throws ConnectFailure, InterruptedException {
        String principal = exchange.caller().principal();
        if (!held.reserve(principal)) {
            return tooMany();
        }
        Making making = new Making(request, exchange);
        try {
            Reply reply = place.reply(place.serve(making.request, exchange, making));
            return making.ended ? making.ended(reply) : making.created(reply);
        } finally {
            if (making.task == null) {
                held.free(principal);
            }
        }
    }

    // What clients do with their tasks.

    /** {@code tasks/get}, {@code tasks/update} or {@code tasks/cancel}, by the server's own id. */
    Reply serve(Request request, Exchange exchange) throws ConnectFailure, InterruptedException {
        String id = request.params().string("taskId").orElse("");
        TaskLook look = new TaskLook(held, place, id, exchange);
        return switch (request.method()) {
            case Method.TASKS_GET -> get(request, look);
            case Method.TASKS_UPDATE -> update(id, request, look);
            default -> cancel(id, request, look);
        };
    }

    private Reply get(Request request, TaskLook look) throws ConnectFailure, InterruptedException {
        Reply reply = place.reply(look.ask(request));
        if (!(reply instanceof Reply.Complete(Json said))) {
            return reply;
        }
        Json state = TaskForm.toExtension(without(said, MetaKey.RELATED_TASK));
        return switch (state.string("status").orElse("")) {
            case "completed", "failed" -> ended(state, look);
            case "input_required" -> asking(state, look);
            case "cancelled" -> {
                look.settle();
                yield new Reply.Complete(state);
            }
            default -> new Reply.Complete(state);
        };
    }

    /** What came of it is part of the state: a result, of a tool that failed or not, is a completed task there. */
    private Reply ended(Json state, TaskLook look) throws ConnectFailure, InterruptedException {
        Outcome outcome = look.result();
        if (!(outcome instanceof Outcome.Answered(Message.Response response, int status))) {
            return place.reply(outcome);
        }
        look.settle();
        JsonObject edit = state.edit();
        switch (response) {
            case Message.Result result ->
                edit.put("status", "completed").put("result", without(result.result(), MetaKey.RELATED_TASK));
            case Message.Failure failure -> {
                JsonObject error = Json.object().put("code", failure.code()).put("message", failure.message());
                edit.put("status", "failed")
                        .put("error", error.put("data", failure.data()).build());
            }
        }
        return new Reply.Complete(edit.build());
    }

    private Reply asking(Json state, TaskLook look) throws ConnectFailure, InterruptedException {
        HeldTask task = look.held();
        if (task == null) {
            return tooMany();
        }
        task.listen(questions::of);
        Json questions = task.errand().open(FIRST_QUESTION, TOGETHER);
        // Between an answer and the next state the server may still say that it waits for one.
        return new Reply.Complete(
                questions.hasMembers()
                        ? state.edit().put("inputRequests", questions).build()
                        : state.edit().put("status", "working").build());
    }

    private Reply update(String id, Request request, TaskLook look) throws ConnectFailure, InterruptedException {
        HeldTask task = look.known();
        if (task == null) {
            // No question of it was ever heard here, so nothing is answered; but is there such a task?
            Reply reply = place.reply(look.ask(ofTask(Method.TASKS_GET, id)));
            return reply instanceof Reply.Failed ? reply : new Reply.Complete(Json.EMPTY_OBJECT);
        }
        task.errand()
                .answer(request.params()
                        .member("inputResponses")
                        .filter(Json::isObject)
                        .orElse(Json.EMPTY_OBJECT));
        return new Reply.Complete(Json.EMPTY_OBJECT);
    }

    /** The extension acknowledges whatever task there is; 2025-11-25 refuses one that is over. */
    private Reply cancel(String id, Request request, TaskLook look) throws ConnectFailure, InterruptedException {
        Reply reply = tools.canCancel()
                ? place.reply(look.ask(request))
                : Reply.failed(ErrorCode.INVALID_PARAMS, "The server cancels no tasks.");
        if (reply instanceof Reply.Failed failed && failed.failure().code() == ErrorCode.INVALID_PARAMS) {
            reply = place.reply(look.ask(ofTask(Method.TASKS_GET, id)));
        }
        if (reply instanceof Reply.Failed) {
            return reply;
        }
        HeldTask task = look.known();
        if (task != null) {
            task.end("the task was cancelled");
        }
        return new Reply.Complete(Json.EMPTY_OBJECT);
    }

    /** Answers a question that belongs to a task, if it is known here; on the thread that reads. */
    boolean asked(Message.Request question) {
        return questions.asked(question);
    }

    /** Lets go of tasks whose clients have not come by for long. */
    void sweep() {
        held.sweep();
    }

    @Override
    public void close() {
        held.close();
    }

    private Reply tooMany() {
        return Reply.failed(
                ErrorCode.INTERNAL_ERROR,
                "Too many tasks are kept for server '" + terms.name() + "': cancel some, or wait for them to end.");
    }

    private static Request ofTask(String method, String id) {
        return new Request(method, Json.object().put("taskId", id).build());
    }

    /** The same without this member of its {@code _meta}. */
    static Json without(Json object, String key) {
        Json meta = object.find("_meta");
        if (meta == null || meta.find(key) == null) {
            return object;
        }
        Json kept = meta.edit().remove(key).build();
        return object.edit().put("_meta", kept.hasMembers() ? kept : null).build();
    }

    /** One call that is made as a task. */
    private final class Making implements Work {
        private final Request request;
        private final Exchange exchange;
        private final boolean clientTakes;
        private @Nullable HeldTask task;
        private boolean ended;

        Making(Request called, Exchange exchange) {
            this.exchange = exchange;
            this.clientTakes = exchange.client().hasExtension(MetaKey.TASKS_EXTENSION);
            Json given = called.params().find("task");
            Json task = given != null && given.isObject() ? given : Json.EMPTY_OBJECT;
            this.request =
                    called.withParams(called.params().edit().put("task", task).build());
        }

        @Override
        public @Nullable Outcome on(Session session, SessionPool.Hold hold, boolean patient)
                throws InterruptedException {
            Id id = session.nextId();
            Outcome outcome = session.serve(request, exchange, patient, id);
            String made = made(outcome);
            if (made == null) {
                return outcome;
            }
            if (clientTakes) {
                task = held.keep(made, session, hold, exchange);
                return outcome;
            }
            ended = true;
            Id token = exchange.wantsProgress() ? id : null;
            try (TaskQuestions.Inside asker = questions.inside(made, exchange, session)) {
                return finished(session, made, session.result(made, exchange, token, asker::asked));
            }
        }

        /** Whoever gives up the call wants no task either; a notification of cancellation is none for it. */
        private Outcome finished(Session session, String made, Outcome outcome) {
            boolean over = outcome instanceof Outcome.Answered;
            if (!over && session.opening().capabilities().at("tasks", "cancel").isPresent()) {
                session.ask(
                        Method.TASKS_CANCEL, Json.object().put("taskId", made).build());
            }
            return outcome;
        }

        private static @Nullable String made(@Nullable Outcome outcome) {
            return outcome instanceof Outcome.Answered(Message.Result result, int status)
                    ? result.result()
                            .at("task", "taskId")
                            .filter(Json::isString)
                            .map(Json::text)
                            .orElse(null)
                    : null;
        }

        /** The task, or what a server that made none answered. */
        Reply created(Reply reply) {
            if (task == null || !(reply instanceof Reply.Complete(Json result))) {
                return reply;
            }
            Json state = TaskForm.toExtension(result.member("task").orElseThrow());
            return new Reply.Task(state.edit()
                    .putIfPresent("_meta", without(result, MetaKey.RELATED_TASK).member("_meta"))
                    .build());
        }

        Reply ended(Reply reply) {
            return reply instanceof Reply.Complete(Json result)
                    ? new Reply.Complete(without(result, MetaKey.RELATED_TASK))
                    : reply;
        }
    }
}
