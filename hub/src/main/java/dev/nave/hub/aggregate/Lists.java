package dev.nave.hub.aggregate;

import dev.nave.hub.Deadline;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.feed.Listing;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers lists: all servers are asked at once for what is not fresh, and none holds the answer up for long. */
final class Lists {
    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);

    private final Names names;
    private final List<ServerFeed> feeds;
    private final LiveCatalog live;
    private final String hub;
    private final Deadline start;
    private final Time time;

    /**
     * @param hub the id of this hub
     * @param start until when servers that never listed are waited for
     */
    Lists(Names names, List<ServerFeed> feeds, LiveCatalog live, String hub, Deadline start, Time time) {
        this.names = names;
        this.feeds = feeds;
        this.live = live;
        this.hub = hub;
        this.start = start;
        this.time = time;
    }

    Reply list(ListKind kind, Request request, Exchange exchange) {
        boolean round = exchange.hops().contains(hub);
        if (names.isExact()) {
            return exact(feeds.getFirst(), kind, request, exchange, round);
        }
        if (!round) { // Else hubs that are servers of each other would ask, and wait for, each other without end.
            gather(kind, exchange.hops());
        }
        return page(kind, request, exchange, Json.EMPTY_OBJECT);
    }

    /** Asks all servers for what is not fresh, and waits for those that are starting, within the start's budget. */
    void gather(ListKind kind, List<String> hops) {
        boolean starting = !start.hasPassed();
        feeds.forEach(feed -> feed.refresh(kind, hops));
        for (ServerFeed feed : feeds) {
            if (feed.known(kind).isEmpty()) {
                feed.upstream().awaitSettled(start);
            }
            if (feed.list(kind, start, hops).isEmpty() && starting) {
                LOG.info(
                        "Listed {} without server {}, which is {}",
                        kind.member(),
                        feed.name(),
                        feed.upstream().state().word());
            }
        }
    }

    /** One server alone is waited for as its own client would. */
    private Reply exact(ServerFeed feed, ListKind kind, Request request, Exchange exchange, boolean round) {
        if (!round && feed.known(kind).isEmpty()) {
            Optional<Reply> unavailable = feed.upstream().awaitReady(exchange);
            if (unavailable.isPresent()) {
                return unavailable.get();
            }
        }
        Optional<Listing> listing = round ? feed.known(kind) : feed.list(kind, exchange.deadline(), exchange.hops());
        return listing.map(known -> page(kind, request, exchange, known.rest()))
                .orElseGet(() -> Reply.lost(
                        Reply.Ran.SURELY_NOT,
                        "Expected server '" + feed.name() + "' to list its " + kind.member()
                                + ", which it did not: call again soon, or look into its log."));
    }

    private Reply page(ListKind kind, Request request, Exchange exchange, Json rest) {
        Hints hints = Hints.of(kind, feeds, !start.hasPassed(), time);
        Optional<String> marked = exchange.hops().isEmpty() ? Optional.empty() : Optional.of(hub);
        boolean admin = exchange.caller().isAdmin();
        return live.pages(admin)
                .page(kind, request.params().find("cursor"), exchange.caller().principal(), marked, rest, hints);
    }
}
