package dev.nave.edge.downstream.modern;

import dev.nave.hub.Endpoint;
import dev.nave.hub.ListKind;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes a listening client was not told of yet. A change that is already waiting is not added again, so the box never
 * holds more than the client asked for. Filled by threads of the hub, emptied by the thread of the listen.
 */
final class ChangeBox implements Consumer<Endpoint.Event> {
    private final Queue<String> lists = new ArrayDeque<>(2);
    private final Map<String, Json> resources = new LinkedHashMap<>(2);
    private final Map<String, Json> tasks = new LinkedHashMap<>(2);
    private Endpoint.@Nullable Interest honoured;
    private @Nullable Next end;

    @Override
    public synchronized void accept(Endpoint.Event event) {
        switch (event) {
            case Endpoint.Event.ListChanged(ListKind kind) -> {
                if (!lists.contains(kind.changed())) {
                    lists.add(kind.changed());
                }
            }
            case Endpoint.Event.ResourceUpdated(String uri, Json params) -> resources.put(uri, params);
            // Of a task only the state it is in now is worth telling.
            case Endpoint.Event.TaskChanged(String id, Json params) -> tasks.put(id, params);
            // A modern client hears what is said on the call it belongs to, and nothing beside.
            case Endpoint.Event.Said said -> {}
        }
        notifyAll();
    }

    /** Sets what the client is told of: nothing else gets out, whatever comes in. */
    synchronized void honour(Endpoint.Interest interest) {
        honoured = interest;
        notifyAll();
    }

    /** The listen ends in order, once what waits is told. */
    synchronized void end() {
        if (end == null) {
            end = new Next.Ended();
        }
        notifyAll();
    }

    /** The client is gone. */
    synchronized void leave() {
        end = new Next.Left();
        lists.clear();
        resources.clear();
        tasks.clear();
        notifyAll();
    }

    /** Waits for what comes next. */
    synchronized Next next() {
        try {
            while (true) {
                if (end instanceof Next.Left) {
                    return end; // Whatever came since is for nobody.
                }
                Endpoint.Interest wanted = honoured;
                Message.Notification change = wanted == null ? null : poll(wanted);
                if (change != null) {
                    return new Next.Change(change);
                }
                if (end != null) {
                    return end;
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Next.Left();
        }
    }

    private Message.@Nullable Notification poll(Endpoint.Interest wanted) {
        Set<String> methods = new HashSet<>();
        wanted.lists().forEach(kind -> methods.add(kind.changed()));
        while (!lists.isEmpty()) {
            String method = lists.remove();
            if (methods.contains(method)) {
                return new Message.Notification(method, Json.EMPTY_OBJECT);
            }
        }
        while (!resources.isEmpty()) {
            Iterator<Map.Entry<String, Json>> first = resources.entrySet().iterator();
            Map.Entry<String, Json> update = first.next();
            first.remove();
            if (wanted.resources().contains(update.getKey())) {
                return new Message.Notification(Method.RESOURCE_UPDATED, update.getValue());
            }
        }
        while (!tasks.isEmpty()) {
            Iterator<Map.Entry<String, Json>> first = tasks.entrySet().iterator();
            Map.Entry<String, Json> state = first.next();
            first.remove();
            if (wanted.tasks().contains(state.getKey())) {
                return new Message.Notification(Method.TASKS, state.getValue());
            }
        }
        return null;
    }

    /** What comes next on a listen. */
    sealed interface Next {
        record Change(Message.Notification notification) implements Next {}

        record Ended() implements Next {}

        record Left() implements Next {}
    }
}
