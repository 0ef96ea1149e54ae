package dev.nave.edge.upstream.legacy;

import dev.nave.edge.conversation.Errand;
import dev.nave.edge.upstream.wire.Terms;
import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Quota;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.schema.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tasks of a server that this node knows the way to, so many at most. Safe for many threads. */
final class HeldTasks implements AutoCloseable {
    private final Terms terms;
    private final JsonSchema schemas = new JsonSchema();
    private final Quota quota;
    private final Map<String, HeldTask> held = new ConcurrentHashMap<>();

    HeldTasks(Terms terms) {
        this.terms = terms;
        this.quota = new Quota(terms.bound(Bound.TASKS), terms.bound(Bound.TASKS_PER_PRINCIPAL));
    }

    /** Takes a place for a task of this principal; false when there is none. */
    boolean reserve(String principal) {
        return quota.take(principal) == Quota.Outcome.TAKEN;
    }

    /** Gives back a place for which there came no task. */
    void free(String principal) {
        quota.give(principal);
    }

    @Nullable
    HeldTask find(String id) {
        return held.get(id);
    }

    /** Lets go of tasks whose clients have not come by for long. */
    void sweep() {
        long most = terms.wait(Wait.TASK_IDLE).toNanos();
        for (HeldTask task : List.copyOf(held.values())) {
            if (task.silence() >= most) {
                forget(task, "its client did not come back for it");
            }
        }
    }

    @Override
    public void close() {
        held.values().forEach(task -> forget(task, "the connection was closed"));
    }

    /** The task of this id, if it is this principal's and known here; its client came by. */
    @Nullable
    HeldTask known(String id, String principal) {
        HeldTask task = held.get(id);
        if (task == null || !task.isOf(principal)) {
            return null;
        }
        task.touch();
        return task;
    }

    /** Keeps the way to a task made elsewhere or before, if there is a place for it. */
    @Nullable
    HeldTask adopt(String id, Session session, SessionPool.Hold hold, Exchange exchange) {
        return reserve(exchange.caller().principal()) ? keep(id, session, hold, exchange) : null;
    }

    void forget(HeldTask task, String reason) {
        if (held.remove(task.id(), task)) {
            quota.give(task.errand().caller().principal());
            task.end(reason);
        }
    }

    /** Keeps the way to a task whose place is {@linkplain #reserve reserved}. */
    HeldTask keep(String id, Session session, SessionPool.Hold hold, Exchange exchange) {
        Errand errand = new Errand(exchange, Deadline.in(terms.wait(Wait.TASK), terms.time()), schemas, terms.time());
        HeldTask task = new HeldTask(id, session, hold.keep(), errand, terms.time());
        HeldTask before = held.put(id, task);
        if (before != null) {
            quota.give(before.errand().caller().principal());
            before.end("its id was used again");
        }
        return task;
    }
}
