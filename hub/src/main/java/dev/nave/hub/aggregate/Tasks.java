package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.naming.Names;
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
import java.util.OptionalLong;

/** Tasks of servers (extension {@code io.modelcontextprotocol/tasks}): their ids are sealed, so that nothing is kept. */
final class Tasks {
    private static final Duration STANDARD_LIFE = Duration.ofDays(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(7);

    private final Map<String, Server> servers;
    private final Names names;
    private final Seals seals;

    Tasks(Map<String, Server> servers, Names names, Seals seals) {
        this.servers = servers;
        this.names = names;
        this.seals = seals;
    }

    /** A server's new task as the client sees it. */
    Reply created(String server, Reply.Task task, String principal) {
        Optional<String> id = task.result().string("taskId");
        if (id.isEmpty()) {
            return Reply.failed(
                    ErrorCode.INTERNAL_ERROR, "Expected server '" + server + "' to name its task, got no taskId.");
        }
        Json content = Json.object().put("b", server).put("i", id.get()).build();
        String sealed = seals.seal(Purpose.TASK, principal, life(task.result()), content);
        return new Reply.Task(task.result().edit().put("taskId", sealed).build());
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
        Optional<String> sealed = request.params().string("taskId");
        Optional<Json> opened =
                sealed.flatMap(id -> seals.open(Purpose.TASK, exchange.caller().principal(), id));
        Server server =
                opened.flatMap(content -> content.string("b")).map(servers::get).orElse(null);
        Optional<String> id = opened.flatMap(content -> content.string("i"));
        if (server == null || id.isEmpty() || sealed.isEmpty()) {
            return Reply.failed(
                    ErrorCode.INVALID_PARAMS, "Expected the taskId of a task of yours which has not expired.");
        }
        Json params = request.params().edit().put("taskId", id.get()).build();
        Reply reply = server.serve(request.withParams(params), exchange);
        UriEditor uris = new UriEditor(names, opened.get().string("b").orElse(""));
        return switch (uris.edit(request.method(), reply)) {
            case Reply.Complete(Json result) -> new Reply.Complete(outward(result, id.get(), sealed.get(), uris));
            case Reply.Failed failed -> failed;
            case Reply.InputRequired asked -> asked;
            case Reply.Task task -> task;
        };
    }

    private static Json outward(Json result, String id, String sealed, UriEditor uris) {
        JsonObject edit = result.edit();
        result.string("taskId").filter(id::equals).ifPresent(own -> edit.put("taskId", sealed));
        result.member("result").ifPresent(inner -> edit.put("result", uris.result(Method.TOOLS_CALL, inner)));
        return edit.build();
    }

    private static Duration life(Json task) {
        OptionalLong given = task.member("ttlMs").map(Json::asLong).orElse(OptionalLong.empty());
        Duration life = given.isPresent()
                ? Duration.ofMillis(Math.clamp(given.getAsLong(), 1_000, LONGEST_LIFE.toMillis()))
                : STANDARD_LIFE;
        return life;
    }
}
