package dev.nave.hub.aggregate;

import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.catalog.Entry;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.util.List;
import java.util.Optional;

/** Finds the server that a name or URI of a client belongs to, and what that server calls it. */
final class Router {
    private final Names names;
    private final List<ServerFeed> feeds;
    private final LiveCatalog live;
    private final Deadline start;

    /**
     * @param start when servers that never listed are no longer waited for, if nothing says that they are meant
     */
    Router(Names names, List<ServerFeed> feeds, LiveCatalog live, Deadline start) {
        this.names = names;
        this.feeds = feeds;
        this.live = live;
        this.start = start;
    }

    /** Whose tool or prompt this is. Waits for the list of a server whose name it bears and which never listed. */
    Routed named(ListKind kind, String name, Exchange exchange) {
        if (names.isExact()) {
            return new Routed.Found(feeds.getFirst().name(), name);
        }
        Optional<Routed> known = find(kind, name);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<ServerFeed> bearer = names.serverOf(name).flatMap(this::feed);
        if (bearer.isPresent()) {
            return ofBearer(bearer.get(), kind, name, exchange);
        }
        for (ServerFeed feed : feeds) {
            if (names.isPlain(feed.name()) && feed.known(kind).isEmpty()) {
                Deadline patience =
                        start.remaining().compareTo(exchange.deadline().remaining()) < 0 ? start : exchange.deadline();
                feed.upstream().awaitSettled(patience);
                feed.list(kind, patience);
            }
        }
        return find(kind, name).orElseGet(() -> unknown(kind, name));
    }

    private Routed ofBearer(ServerFeed feed, ListKind kind, String name, Exchange exchange) {
        if (feed.known(kind).isEmpty()) {
            Optional<Reply> unavailable = feed.upstream().awaitReady(exchange);
            if (unavailable.isPresent()) {
                return new Routed.Nowhere(unavailable.get());
            }
        }
        boolean listed = feed.list(kind, exchange.deadline()).isPresent();
        return find(kind, name)
                .orElseGet(() -> listed
                        ? unknown(kind, name)
                        : new Routed.Nowhere(Reply.lost(
                                Reply.Ran.SURELY_NOT,
                                "Expected server '" + feed.name() + "' to list its " + kind.member()
                                        + ", which it has not done yet: call again soon.")));
    }

    private Optional<Routed> find(ListKind kind, String name) {
        return known(kind, name).map(found -> found);
    }

    /** Whose tool or prompt this is, from what was listed already. */
    Optional<Routed.Found> known(ListKind kind, String name) {
        return names.isExact()
                ? Optional.of(new Routed.Found(feeds.getFirst().name(), name))
                : live.catalog().find(kind, name).map(entry -> new Routed.Found(entry.server(), entry.own()));
    }

    /** Whose resource or template this is; one that carries no server's name is looked for in the lists. */
    Routed uri(String uri) {
        Optional<Names.Owned> owned =
                names.owned(uri).filter(one -> feed(one.server()).isPresent());
        if (owned.isPresent()) {
            return new Routed.Found(owned.get().server(), owned.get().own());
        }
        Optional<Entry> listed = live.catalog().findOwn(ListKind.RESOURCES, uri).or(() -> live.catalog()
                .findOwn(ListKind.TEMPLATES, uri));
        return listed.<Routed>map(entry -> new Routed.Found(entry.server(), entry.own()))
                .orElseGet(() -> new Routed.Nowhere(new Reply.Failed(new Failure(
                        ErrorCode.RESOURCE_NOT_FOUND,
                        "Expected the URI of a resource of this hub, got '" + shown(uri)
                                + "': take it from resources/list or from an answer.",
                        Json.object().put("uri", uri).build()))));
    }

    private Optional<ServerFeed> feed(String server) {
        return feeds.stream().filter(feed -> feed.name().equals(server)).findFirst();
    }

    private static Routed unknown(ListKind kind, String name) {
        String what = kind == ListKind.TOOLS ? "tool" : "prompt";
        return new Routed.Nowhere(Reply.failed(
                ErrorCode.INVALID_PARAMS,
                "Unknown " + what + " '" + shown(name) + "': no server of this hub has it now. List the "
                        + kind.member() + " again and take a name from there."));
    }

    private static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** Where something is. */
    sealed interface Routed {
        /**
         * @param own what the server calls it
         */
        record Found(String server, String own) implements Routed {}

        /** What the client is told. */
        record Nowhere(Reply reply) implements Routed {}
    }
}
