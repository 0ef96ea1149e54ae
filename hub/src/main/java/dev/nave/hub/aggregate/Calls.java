package dev.nave.hub.aggregate;

import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passes calls, prompts, reads and completions to the server they are meant for, in that server's own names. */
final class Calls {
    private final Names names;
    private final Router router;
    private final Map<String, Server> servers;
    private final List<ServerFeed> feeds;
    private final Tasks tasks;

    Calls(Names names, Router router, Map<String, Server> servers, List<ServerFeed> feeds, Tasks tasks) {
        this.names = names;
        this.router = router;
        this.servers = servers;
        this.feeds = feeds;
        this.tasks = tasks;
    }

    /** A tool or prompt, by {@code params.name}. */
    Reply named(ListKind kind, Request request, Exchange exchange) {
        Optional<String> name = request.params().string("name");
        if (name.isEmpty()) {
            return missing("params.name to be the name of one of the " + kind.member());
        }
        return switch (router.named(kind, name.get(), exchange)) {
            case Router.Routed.Nowhere(Reply reply) -> reply;
            case Router.Routed.Found(String server, String own) ->
                serve(server, own.equals(name.get()) ? request : with(request, "name", own), exchange);
        };
    }

    /** Whether a tool call may be made again, as far as its tool is known. */
    boolean mayRepeat(Request request) {
        String name = request.params().string("name").orElse("");
        return router.known(ListKind.TOOLS, name)
                .filter(tool -> {
                    Server server = servers.get(tool.server());
                    return server != null && server.mayRepeat(with(request, "name", tool.own()));
                })
                .isPresent();
    }

    /** {@code resources/read}, by {@code params.uri}. */
    Reply read(Request request, Exchange exchange) {
        Optional<String> uri = request.params().string("uri");
        if (uri.isEmpty()) {
            return missing("params.uri to be the URI of a resource");
        }
        return switch (router.uri(uri.get())) {
            case Router.Routed.Nowhere(Reply reply) -> reply;
            case Router.Routed.Found(String server, String own) ->
                hinted(serve(server, own.equals(uri.get()) ? request : with(request, "uri", own), exchange));
        };
    }

    /** {@code completion/complete}, by {@code params.ref}. */
    Reply complete(Request request, Exchange exchange) {
        Json reference = request.params().find("ref");
        String type = reference == null ? "" : reference.string("type").orElse("");
        return switch (type) {
            case "ref/prompt" -> complete(reference, "name", request, exchange);
            case "ref/resource" -> complete(reference, "uri", request, exchange);
            default -> missing("params.ref to be a ref/prompt or a ref/resource");
        };
    }

    private Reply complete(@Nullable Json reference, String member, Request request, Exchange exchange) {
        Optional<String> named = reference == null ? Optional.empty() : reference.string(member);
        if (reference == null || named.isEmpty()) {
            return missing("params.ref." + member + " to say what is to be completed");
        }
        Router.Routed routed =
                member.equals("name") ? router.named(ListKind.PROMPTS, named.get(), exchange) : router.uri(named.get());
        return switch (routed) {
            // A reference nobody knows is a wrong parameter in every revision, be it a URI or a name.
            case Router.Routed.Nowhere(Reply.Failed failed)
            when failed.failure().code() == ErrorCode.RESOURCE_NOT_FOUND ->
                Reply.failed(ErrorCode.INVALID_PARAMS, failed.failure().message());
            case Router.Routed.Nowhere(Reply reply) -> reply;
            case Router.Routed.Found(String server, String own) -> {
                if (!names.isExact() && cannotComplete(server)) {
                    yield new Reply.Complete(Json.parse("{\"completion\":{\"values\":[],\"hasMore\":false}}"));
                }
                Json edited = reference.edit().put(member, own).build();
                Json params = request.params().edit().put("ref", edited).build();
                yield serve(server, own.equals(named.get()) ? request : request.withParams(params), exchange);
            }
        };
    }

    /** A method nobody here knows, for the one server there is. */
    Reply pass(Request request, Exchange exchange) {
        return serve(feeds.getFirst().name(), request, exchange);
    }

    private boolean cannotComplete(String server) {
        return feeds.stream()
                .filter(feed -> feed.name().equals(server))
                .flatMap(feed -> feed.opening().stream())
                // A server of 2024-11-05 completes without having a word for it.
                .anyMatch(opening ->
                        !opening.has("completions") && opening.revision().isAtLeast(Revision.V2025_03_26));
    }

    private Reply serve(String name, Request request, Exchange exchange) {
        Server server = servers.get(name);
        if (server == null) {
            return missing("one of the servers " + servers.keySet());
        }
        return switch (server.serve(request, exchange)) {
            case Reply.Task task
            when !request.method().equals(Method.TOOLS_CALL) ->
                Reply.failed(
                        ErrorCode.INTERNAL_ERROR,
                        "Server '" + name + "' made a task of " + request.method()
                                + ", which only calls of tools can be.");
            case Reply.Task task -> tasks.created(name, task, exchange.caller().principal());
            case Reply reply -> new UriEditor(names, name).edit(request.method(), reply);
        };
    }

    /** What a server says nothing of may not be kept (2026-07-28, server/utilities/caching). */
    private static Reply hinted(Reply reply) {
        if (!(reply instanceof Reply.Complete(Json result)) || !result.isObject()) {
            return reply;
        }
        if (result.find("ttlMs") != null && result.find("cacheScope") != null) {
            return reply;
        }
        JsonObject edit = result.edit();
        if (result.find("ttlMs") == null) {
            edit.put("ttlMs", 0);
        }
        if (result.find("cacheScope") == null) {
            edit.put("cacheScope", "private");
        }
        return new Reply.Complete(edit.build());
    }

    private static Request with(Request request, String member, String value) {
        return request.withParams(request.params().edit().put(member, value).build());
    }

    private static Reply missing(String expectation) {
        return Reply.failed(ErrorCode.INVALID_PARAMS, "Expected " + expectation + ".");
    }
}
