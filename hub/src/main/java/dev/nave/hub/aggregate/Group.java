package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.catalog.Entry;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Servers behind one endpoint, as one configuration has them: all of the hub, or one alone, in which case names, URIs and
 * methods pass as they are. Safe for use by many threads.
 */
final class Group implements Server {
    private final Names names;
    private final List<ServerFeed> feeds;
    private final Map<String, Server> servers;
    private final LiveCatalog live;
    private final Introduction introduction;
    private final Lists lists;
    private final Calls calls;
    private final Tasks tasks;
    private final Router router;

    /**
     * @param servers by name: each of the feeds behind its filters, and the hub's own server if it is shown
     */
    Group(
            Names names,
            List<ServerFeed> feeds,
            Map<String, Server> servers,
            LiveCatalog live,
            Introduction introduction,
            Lists lists,
            Calls calls,
            Tasks tasks,
            Router router) {
        this.names = names;
        this.feeds = List.copyOf(feeds);
        this.servers = servers;
        this.live = live;
        this.introduction = introduction;
        this.lists = lists;
        this.calls = calls;
        this.tasks = tasks;
        this.router = router;
    }

    Endpoint.Description describe() {
        return introduction.describe();
    }

    Optional<Json> tool(Caller caller, String name) {
        return live.catalog()
                .find(ListKind.TOOLS, name)
                .filter(entry -> OwnServer.isFor(entry, caller))
                .map(Entry::json);
    }

    /** Everything that a caller may see, fetched as a list is. */
    Map<ListKind, List<Entry>> offered(Caller caller) {
        Map<ListKind, List<Entry>> offered = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            lists.gather(kind, List.of());
        }
        Catalog catalog = live.catalog();
        for (ListKind kind : ListKind.values()) {
            offered.put(
                    kind,
                    catalog.entries(kind).stream()
                            .filter(entry -> OwnServer.isFor(entry, caller))
                            .toList());
        }
        return offered;
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        if (introduction.lacks(request.method())) {
            return notFound(request.method());
        }
        Optional<ListKind> kind = ListKind.ofMethod(request.method());
        if (kind.isPresent()) {
            return lists.list(kind.get(), request, exchange);
        }
        return switch (request.method()) {
            case Method.TOOLS_CALL -> calls.named(ListKind.TOOLS, request, exchange);
            case Method.PROMPTS_GET -> calls.named(ListKind.PROMPTS, request, exchange);
            case Method.RESOURCES_READ -> calls.read(request, exchange);
            case Method.COMPLETE -> calls.complete(request, exchange);
            case Method.TASKS_GET, Method.TASKS_UPDATE, Method.TASKS_CANCEL -> tasks.serve(request, exchange);
            default -> names.isExact() ? calls.pass(request, exchange) : notFound(request.method());
        };
    }

    @Override
    public boolean mayRepeat(Request request) {
        return request.method().equals(Method.TOOLS_CALL) && calls.mayRepeat(request);
    }

    void rootsChanged(Caller caller, Optional<String> session) {
        for (ServerFeed feed : feeds) {
            feed.upstream().connection().ifPresent(connection -> Thread.ofVirtual()
                    .name("roots-" + feed.name())
                    .start(() -> connection.rootsChanged(caller, session)));
        }
    }

    void sessionEnded(Caller caller, String session) {
        for (ServerFeed feed : feeds) {
            feed.upstream().connection().ifPresent(connection -> Thread.ofVirtual()
                    .name("end-" + feed.name())
                    .start(() -> connection.sessionEnded(caller, session)));
        }
    }

    Names names() {
        return names;
    }

    LiveCatalog live() {
        return live;
    }

    Router router() {
        return router;
    }

    Tasks tasks() {
        return tasks;
    }

    /** Whether a method needs a capability that the one server behind this does not have. */
    boolean lacks(String method) {
        return introduction.lacks(method);
    }

    Optional<ServerFeed> feed(String server) {
        return feeds.stream().filter(feed -> feed.name().equals(server)).findFirst();
    }

    /** What is offered may be different now. */
    void outdate() {
        live.outdate();
    }

    private static Reply notFound(String method) {
        return Reply.failed(
                ErrorCode.METHOD_NOT_FOUND,
                "Expected a method of a capability that is declared here, got '" + method + "'.");
    }

    /** The way to each server, for people. */
    @Override
    public String toString() {
        return servers.values().toString();
    }
}
