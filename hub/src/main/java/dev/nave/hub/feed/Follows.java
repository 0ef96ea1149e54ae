package dev.nave.hub.feed;

import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Deadline;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one server that somebody follows. The server is made to report changes of all of them; those it does not
 * report are asked for. Safe for use by many threads.
 */
final class Follows {
    private static final Logger LOG = LoggerFactory.getLogger(Follows.class);
    /** Whoever follows says for itself what its client can answer; the task is shown as it is. */
    private static final Client WATCHER = new Client(
            Revision.NEWEST,
            Json.object().put("name", "nave").build(),
            Json.object()
                    .put(
                            "extensions",
                            Json.object()
                                    .put(MetaKey.TASKS_EXTENSION, Json.EMPTY_OBJECT)
                                    .build())
                    .put("elicitation", Json.parse("{\"form\":{},\"url\":{}}"))
                    .put("sampling", Json.EMPTY_OBJECT)
                    .put("roots", Json.EMPTY_OBJECT)
                    .build());

    private final ServerSettings settings;
    private final Supplier<Optional<Connection>> connection;
    private final Server server;
    private final List<String> hops;
    private final int most;
    private final Time time;
    private final Set<Follow> all = ConcurrentHashMap.newKeySet();
    private final ReentrantLock telling = new ReentrantLock();
    private Set<String> told = Set.of(); // guarded by telling

    /**
     * @param server whom to ask for a task
     * @param most tasks that are followed at once
     */
    Follows(
            ServerSettings settings,
            Supplier<Optional<Connection>> connection,
            Server server,
            String hub,
            int most,
            Time time) {
        this.settings = settings;
        this.connection = connection;
        this.server = server;
        this.hops = List.of(hub);
        this.most = most;
        this.time = time;
    }

    /**
     * Follows tasks on a caller's behalf, each until it is over or closed; asks for each of them first.
     *
     * @param wanted by the server's own id, who is told of each state
     * @return those there are
     */
    Map<String, Follow> add(Caller caller, Map<String, Consumer<Json>> wanted) {
        Map<String, Follow> added = new HashMap<>();
        wanted.forEach((id, sink) -> {
            Json first = all.size() + added.size() < most && look(id, caller) instanceof Follow.Looked.State(Json task)
                    ? task
                    : null;
            if (first != null) {
                added.put(id, new Follow(id, caller, first, this::look, sink, () -> over(id)));
            }
        });
        if (!added.isEmpty()) {
            all.addAll(added.values());
            tell(false);
            added.values().forEach(Follow::start);
        }
        return added;
    }

    /** Whether any is followed. */
    boolean any() {
        return !all.isEmpty();
    }

    /** The server says that a task changed. */
    void changed(String id, Optional<Json> state) {
        for (Follow follow : all) {
            if (follow.id().equals(id)) {
                follow.changed(state);
            }
        }
    }

    /** There is a new connection: it is told of all of them, and each is asked for, since something may have been missed. */
    void restore() {
        if (!all.isEmpty()) {
            tell(true);
            all.forEach(follow -> follow.changed(Optional.empty()));
        }
    }

    private void over(String id) {
        if (all.removeIf(follow -> follow.id().equals(id) && follow.isOver())) {
            tell(false);
        }
    }

    /** The lock is held while the server is asked, so that what it was told last is what is wanted. */
    private void tell(boolean anew) {
        telling.lock();
        try {
            Set<String> ids = new HashSet<>();
            all.forEach(follow -> ids.add(follow.id()));
            Optional<Connection> now = connection.get();
            if (now.isEmpty() || (!anew && ids.equals(told))) {
                return;
            }
            Set<String> reported = now.get().watchTasks(Set.copyOf(ids));
            told = Set.copyOf(ids);
            List<Follow> each = new ArrayList<>(all);
            each.forEach(follow -> follow.reported(reported.contains(follow.id())));
        } catch (RuntimeException e) {
            LOG.warn("Server {} could not be asked to report changes of tasks: {}", settings.name(), e.toString());
        } finally {
            telling.unlock();
        }
    }

    /** Without what is a result's alone. */
    private static Json bare(Json task) {
        return task.edit().remove("resultType").remove("_meta").build();
    }

    private Follow.Looked look(String id, Caller caller) {
        Deadline deadline = Deadline.in(settings.waits().get(Wait.LIST), time);
        Reply reply = server.serve(
                new Request(Method.TASKS_GET, Json.object().put("taskId", id).build()),
                new OwnExchange(caller, WATCHER, deadline, hops));
        return switch (reply) {
            case Reply.Complete(Json task) -> new Follow.Looked.State(bare(task));
            case Reply.Task(Json task) -> new Follow.Looked.State(bare(task));
            case Reply.Failed failed
            when failed.failure().code() == ErrorCode.INVALID_PARAMS
                    || failed.failure().code() == ErrorCode.METHOD_NOT_FOUND -> new Follow.Looked.Unknown();
            case Reply.Failed failed -> new Follow.Looked.NotNow();
            case Reply.InputRequired asked -> new Follow.Looked.NotNow();
        };
    }
}
