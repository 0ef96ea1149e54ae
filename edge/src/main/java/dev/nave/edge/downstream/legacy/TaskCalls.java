package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Endpoint;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.TaskForm;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as a client of 2025-11-25 has them (basic/utilities/tasks), of endpoints that have them in the form of the
 * extension; and calls of tools that can only be tasks, for clients that take none.
 */
final class TaskCalls {
    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");

    private final Session session;
    private final Endpoint endpoint;
    private final Message.Request request;
    private final LegacyExchange exchange;

    TaskCalls(Session session, Endpoint endpoint, Message.Request request, LegacyExchange exchange) {
        this.session = session;
        this.endpoint = endpoint;
        this.request = request;
        this.exchange = exchange;
    }

    /** Whether a task is in a state it stays in. */
    static boolean isOver(Json task) {
        return OVER.contains(task.string("status").orElse(""));
    }

    /** {@code tools/call}. */
    Message.Response call() {
        Json task = request.params().find("task");
        if (task != null && task.isObject() && areOffered()) {
            return create(task);
        }
        Request called = Requests.of(request);
        Reply reply = Rounds.serve(endpoint, called, exchange, session);
        if (reply instanceof Reply.Failed failed && needsTasks(failed.failure())) {
            // Nothing ran. What its client cannot have as a task it gets as a call, however long it takes.
            exchange.takingTasks();
            reply = Rounds.serve(endpoint, called, exchange, session);
            if (reply instanceof Reply.Task(Json state)) {
                reply = waiting(state.string("taskId").orElse("")).inside();
            }
        }
        return Outcomes.of(request, reply, session);
    }

    /** {@code tasks/get}, {@code tasks/result} or {@code tasks/cancel}. */
    Message.Response serve() {
        if (!areOffered()) {
            return Service.notOffered(session, request);
        }
        String id = request.params().string("taskId").orElse("");
        exchange.takingTasks();
        return switch (request.method()) {
            case Method.TASKS_GET -> state(id);
            case Method.TASKS_RESULT -> result(id);
            default -> cancel(id);
        };
    }

    private boolean areOffered() {
        return session.client().revision().isAtLeast(Revision.V2025_11_25)
                && endpoint.describe(session.caller()).capabilities().find("tasks") != null;
    }

    private Message.Response create(Json task) {
        String tool = request.params().string("name").orElse("");
        Json known = endpoint.tool(session.caller(), tool).orElse(null);
        if (known != null && !mayBeTask(known)) {
            return Service.failure(
                    request,
                    ErrorCode.METHOD_NOT_FOUND,
                    "Expected a tool that may be called as a task, got " + tool + ": call it without \"task\".");
        }
        Request called = Requests.of(request);
        Request asTask =
                called.withParams(called.params().edit().put("task", task).build());
        Reply reply = Rounds.serve(endpoint, asTask, exchange.takingTasks(), session);
        if (!(reply instanceof Reply.Task(Json state))) {
            return Outcomes.of(request, reply, session);
        }
        state.string("taskId")
                .ifPresent(id -> Thread.ofVirtual().name("follow a task").start(() -> session.watching()
                        .follow(id)));
        JsonObject created = Json.object().put("task", TaskForm.toLegacy(state));
        return new Message.Result(
                request.id(),
                created.putIfPresent("_meta", state.member("_meta")).build());
    }

    private static boolean mayBeTask(Json tool) {
        String support = tool.at("execution", "taskSupport")
                .filter(Json::isString)
                .map(Json::text)
                .orElse("forbidden");
        return !support.equals("forbidden");
    }

    private Message.Response state(String id) {
        Reply reply = ask(Method.TASKS_GET, id);
        return reply instanceof Reply.Complete(Json state) ? told(TaskForm.toLegacy(state)) : outcome(reply);
    }

    /** What comes of it says whose it is, since nothing else in it does. */
    private Message.Response result(String id) {
        Reply reply = waiting(id).toItsEnd();
        if (!(reply instanceof Reply.Complete(Json result))) {
            return outcome(reply);
        }
        Json projected = session.projection().result(Method.TOOLS_CALL, result);
        return told(related(projected, id));
    }

    /** The task is cancelled when this is answered, or it was over before. */
    private Message.Response cancel(String id) {
        Reply before = ask(Method.TASKS_GET, id);
        if (!(before instanceof Reply.Complete(Json state))) {
            return outcome(before);
        }
        if (isOver(state)) {
            return Service.failure(
                    request,
                    ErrorCode.INVALID_PARAMS,
                    "Expected a task that is not over, got one that is "
                            + TaskForm.toLegacy(state).string("status").orElse("") + ".");
        }
        Reply cancelled = ask(Method.TASKS_CANCEL, id);
        if (cancelled instanceof Reply.Failed) {
            return outcome(cancelled);
        }
        Json after = ask(Method.TASKS_GET, id) instanceof Reply.Complete(Json now) ? now : state;
        return told(TaskForm.toLegacy(after).edit().put("status", "cancelled").build());
    }

    private TaskWait waiting(String id) {
        return new TaskWait(session, endpoint, Requests.of(request), exchange, id);
    }

    private Reply ask(String method, String id) {
        return endpoint.serve(
                new Request(method, Json.object().put("taskId", id).build()), exchange);
    }

    private Message.Response told(Json result) {
        return new Message.Result(request.id(), result);
    }

    private Message.Response outcome(Reply reply) {
        return Outcomes.of(request, reply, session);
    }

    static Json related(Json object, String id) {
        Json meta = object.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        Json task = Json.object().put("taskId", id).build();
        return object.edit()
                .put("_meta", meta.edit().put(MetaKey.RELATED_TASK, task).build())
                .build();
    }

    /** Whether a server refused the call for nothing but that it can only be a task. */
    private static boolean needsTasks(Failure failure) {
        Json required = requirement(failure);
        return required != null
                && required.names().size() == 1
                && required.at("extensions", MetaKey.TASKS_EXTENSION).isPresent();
    }

    private static @Nullable Json requirement(Failure failure) {
        Json data = failure.data();
        return failure.code() != ErrorCode.MISSING_CLIENT_CAPABILITY || data == null
                ? null
                : data.find("requiredCapabilities");
    }
}
