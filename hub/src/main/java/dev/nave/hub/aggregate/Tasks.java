package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.naming.Names;
import dev.nave.hub.naming.Names.Owned;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tasks of servers (extension {@code io.modelcontextprotocol/tasks}): their ids are sealed for the one who made the call,
 * so that nothing is kept here and nobody else can use them. How long a task is kept is its server's affair, and may
 * change while the task lives; an id is good for as long as the server knows it, up to {@code life}.
 */
final class Tasks {
    private final Map<String, Server> servers;
    private final Names names;
    private final Seals seals;
    private final Duration life;

    /**
     * @param life of an id
     */
    Tasks(Map<String, Server> servers, Names names, Seals seals, Duration life) {
        this.servers = servers;
        this.names = names;
        this.seals = seals;
        this.life = life;
    }

    /** A server's new task as the client sees it. */
    Reply created(String server, Reply.Task task, String principal) {
        Optional<String> id = task.result().string("taskId");
        if (id.isEmpty()) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR, "Expected server '" + server + "' to name its task, got no taskId.");
        }
        Json content = Json.object().put("b", server).put("i", id.get()).build();
        String sealed = seals.seal(Purpose.TASK, principal, life, content);
        return new Reply.Task(task.result().edit().put("taskId", sealed).build());
    }

    /** Whose task this is, and what its server calls it; nothing when it is none of this principal's, or no longer. */
    Optional<Owned> owned(String principal, String sealed) {
        return seals.open(Purpose.TASK, principal, sealed).flatMap(content -> content.string("b")
                .filter(servers::containsKey)
                .flatMap(server -> content.string("i").map(id -> new Owned(server, id))));
    }

    /** {@code tasks/get}, {@code tasks/update} or {@code tasks/cancel}. */
    Reply serve(Request request, Exchange exchange) {
        if (!exchange.client().hasExtension(MetaKey.TASKS_EXTENSION)) {
            Json extension = Json.object()
                    .put(MetaKey.TASKS_EXTENSION, Json.EMPTY_OBJECT)
                    .build();
            Json required = Json.object().put("extensions", extension).build();
            return new Reply.Failed(new Failure(
                    ErrorCode.MISSING_CLIENT_CAPABILITY,
                    "Expected a client that declares the extension " + MetaKey.TASKS_EXTENSION + ".",
                    Json.object().put("requiredCapabilities", required).build()));
        }
        String sealed = request.params().string("taskId").orElse("");
        Optional<Owned> owned = owned(exchange.caller().principal(), sealed);
        Server server = owned.map(Owned::server).map(servers::get).orElse(null);
        if (server == null || owned.isEmpty()) {
            return Reply.failed(
                    ErrorCode.INVALID_PARAMS, "Expected the taskId of a task of yours which has not expired.");
        }
        Json params = request.params().edit().put("taskId", owned.get().own()).build();
        Reply reply = server.serve(request.withParams(params), exchange);
        return switch (new UriEditor(names, owned.get().server()).edit(request.method(), reply)) {
            case Reply.Complete(Json result) -> new Reply.Complete(seen(result, owned.get(), sealed));
            // Some servers give a task's state the type of its beginning.
            case Reply.Task(Json result) ->
                new Reply.Complete(seen(result.edit().remove("resultType").build(), owned.get(), sealed));
            case Reply.Failed failed -> failed;
            case Reply.InputRequired asked ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "Server '" + owned.get().server() + "' asked questions when it should have said how its task"
                                + " does.");
        };
    }

    /** The state of a task as its client sees it: under the sealed id, what came of it in the client's URIs. */
    Json seen(Json state, Owned owned, String sealed) {
        JsonObject edit = state.edit();
        state.string("taskId").filter(owned.own()::equals).ifPresent(own -> edit.put("taskId", sealed));
        UriEditor uris = new UriEditor(names, owned.server());
        state.member("result").ifPresent(result -> edit.put("result", uris.result(Method.TOOLS_CALL, result)));
        return edit.build();
    }
}
