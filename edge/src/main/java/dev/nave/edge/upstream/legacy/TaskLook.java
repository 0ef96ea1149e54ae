package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Exchange;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import org.jspecify.annotations.Nullable;

/** One look of a client at its task: on the task's own session, or where its calls are served when that is gone. */
final class TaskLook {
    private final HeldTasks tasks;
    private final Tasks.Place place;
    private final String id;
    private final Exchange exchange;
    private @Nullable HeldTask task;

    TaskLook(HeldTasks tasks, Tasks.Place place, String id, Exchange exchange) {
        this.tasks = tasks;
        this.place = place;
        this.id = id;
        this.exchange = exchange;
        this.task = tasks.known(id, exchange.caller().principal());
    }

    /** What is kept of the task here. */
    @Nullable
    HeldTask known() {
        return task;
    }

    /** Asks the server about the task. */
    @Nullable
    Outcome ask(Request request) throws ConnectFailure, InterruptedException {
        return run(request, (session, hold, patient) -> session.serve(request, exchange, patient));
    }

    /** What came of a task that is over. */
    @Nullable
    Outcome result() throws ConnectFailure, InterruptedException {
        HeldTask known = task;
        Outcome came = known == null ? null : known.outcome();
        Request request =
                new Request(Method.TASKS_RESULT, Json.object().put("taskId", id).build());
        return came != null
                ? came
                : run(request, (session, hold, patient) -> session.result(id, exchange, null, asked -> {}));
    }

    /** What is kept of the task, from now on if it was not before; null when there is no place for it. */
    @Nullable
    HeldTask held() throws ConnectFailure, InterruptedException {
        if (task == null) {
            Request request = new Request(
                    Method.TASKS_GET, Json.object().put("taskId", id).build());
            place.serve(request, exchange, (session, hold, patient) -> {
                Outcome outcome = session.serve(request, exchange, patient);
                if (outcome instanceof Outcome.Answered(Message.Result result, int status)) {
                    task = tasks.adopt(id, session, hold, exchange);
                }
                return outcome;
            });
        }
        return task;
    }

    /** The task is over: its session may be used for something else. */
    void settle() {
        if (task != null) {
            task.settle();
        }
    }

    private @Nullable Outcome run(Request request, Work work) throws ConnectFailure, InterruptedException {
        HeldTask known = task;
        if (known != null) {
            Outcome outcome = work.on(known.session(), SessionPool.Hold.none(), true);
            if (outcome != null && !isGone(known, outcome)) {
                return outcome;
            }
            tasks.forget(known, "its session is gone");
            task = null;
        }
        return place.serve(request, exchange, work);
    }

    private static boolean isGone(HeldTask known, Outcome outcome) {
        return known.session().link().isSessionGone(outcome)
                || (outcome instanceof Outcome.Lost lost && lost.ran() == Reply.Ran.SURELY_NOT);
    }
}
