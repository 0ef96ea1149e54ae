package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Endpoint;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Bound;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import dev.nave.protocol.projection.TaskForm;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session hears of beyond its calls: changed lists, updated resources, what servers say to it. All of it goes on
 * the session's own stream; while no client listens there, a list is noted as changed once and a resource as updated once.
 */
final class Watching {
    private static final Set<ListKind> LISTS = Set.of(ListKind.TOOLS, ListKind.PROMPTS, ListKind.RESOURCES);

    /** What is kept for as long as a session lives is short. */
    private static final int LONGEST_URI = 8_000;

    private final Session session;
    private final Surroundings surroundings;
    private final Set<String> resources = new LinkedHashSet<>(); // guarded by this
    private final Set<String> tasks = new LinkedHashSet<>(); // guarded by this
    private final Set<String> elicitations = new LinkedHashSet<>(); // guarded by itself
    private Endpoint.@Nullable Subscription subscription; // guarded by this
    private boolean closed; // guarded by this

    Watching(Session session, Surroundings surroundings) {
        this.session = session;
        this.surroundings = surroundings;
    }

    /** Listens to the changes of the endpoint's lists from now on. Idempotent. */
    synchronized void start(Endpoint endpoint) {
        if (subscription == null && !closed) {
            subscription = endpoint.subscribe(session.caller(), interest(), this::happened);
        }
    }

    /** Watches a resource; whether it can be watched. */
    synchronized Outcome watch(Endpoint endpoint, String uri) {
        if (resources.contains(uri)) {
            return Outcome.WATCHED;
        }
        if (uri.length() > LONGEST_URI) {
            return Outcome.UNWATCHABLE;
        }
        if (resources.size() >= surroundings.bound(Bound.SUBSCRIPTIONS)) {
            return Outcome.TOO_MANY;
        }
        start(endpoint);
        Endpoint.Subscription current = subscription;
        if (current == null) {
            return Outcome.UNWATCHABLE;
        }
        resources.add(uri);
        if (current.change(interest()).resources().contains(uri)) {
            return Outcome.WATCHED;
        }
        resources.remove(uri);
        current.change(interest());
        return Outcome.UNWATCHABLE;
    }

    /** No longer watches a resource; nothing when it was not watched. */
    synchronized void unwatch(String uri) {
        Endpoint.Subscription current = subscription;
        if (resources.remove(uri) && current != null) {
            current.change(interest());
        }
    }

    /** This client was asked to open a URL: it alone hears when that is done. */
    void expectElicitation(String id) {
        if (id.length() > LONGEST_URI) {
            return;
        }
        synchronized (elicitations) {
            elicitations.add(id);
            if (elicitations.size() > surroundings.bound(Bound.SUBSCRIPTIONS)) {
                elicitations.remove(elicitations.iterator().next());
            }
        }
    }

    /** The client made a task: it is told of its states until the last; of the oldest no longer when there are too many. */
    synchronized void follow(String task) {
        Endpoint.Subscription current = subscription;
        if (current == null) {
            return; // It did not say that it is ready to be told anything.
        }
        tasks.add(task);
        if (tasks.size() > surroundings.bound(Bound.SUBSCRIPTIONS)) {
            tasks.remove(tasks.iterator().next());
        }
        current.change(interest());
    }

    private synchronized void unfollow(String task) {
        // Its server is asked no more by itself: what is followed to the end is over.
        tasks.remove(task);
    }

    synchronized void close() {
        closed = true;
        Endpoint.Subscription current = subscription;
        subscription = null;
        if (current != null) {
            current.close();
        }
    }

    private Endpoint.Interest interest() {
        return new Endpoint.Interest(LISTS, resources, tasks);
    }

    private void happened(Endpoint.Event event) {
        switch (event) {
            case Endpoint.Event.ListChanged changed ->
                tell(changed.kind().changed(), changed.kind().changed(), Json.EMPTY_OBJECT);
            case Endpoint.Event.ResourceUpdated updated ->
                tell(Method.RESOURCE_UPDATED + " " + updated.uri(), Method.RESOURCE_UPDATED, updated.params());
            case Endpoint.Event.TaskChanged changed -> changed(changed.id(), changed.params());
            case Endpoint.Event.Said said -> said(said);
        }
    }

    private void changed(String id, Json state) {
        Json task = TaskForm.toLegacy(state);
        tell(Method.TASK_STATUS + " " + id, Method.TASK_STATUS, task);
        if (TaskCalls.isOver(task)) {
            Thread.ofVirtual().name("a task is over").start(() -> unfollow(id));
        }
    }

    private void said(Endpoint.Event.Said said) {
        if (said.session().filter(other -> !other.equals(session.key())).isPresent()) {
            return;
        }
        switch (said.method()) {
            case Method.MESSAGE -> {
                if (LegacyExchange.isWanted(said.params(), session.level())) {
                    session.aside().offer(Entry.Kind.LOG, bytes(said.method(), said.params()));
                }
            }
            case Method.ELICITATION_COMPLETE -> {
                String id = said.params().string("elicitationId").orElse("");
                if (wasAsked(id)) {
                    tell(Method.ELICITATION_COMPLETE + " " + id, said.method(), said.params());
                }
            }
            default -> {} // Nothing a legacy client would know.
        }
    }

    private boolean wasAsked(String elicitation) {
        synchronized (elicitations) {
            return elicitations.remove(elicitation);
        }
    }

    private void tell(String key, String method, Json params) {
        session.aside().offer(Entry.Kind.REQUEST, key, bytes(method, params));
    }

    private static byte[] bytes(String method, Json params) {
        return new Message.Notification(method, params).toBytes();
    }

    /** Whether a resource is watched. */
    enum Outcome {
        WATCHED,
        UNWATCHABLE,
        TOO_MANY
    }
}
