package dev.nave.hub.feed;

import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.hub.catalog.Provenance;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches a list page by page until its end, guarding against servers whose lists never end. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final ServerSettings settings;
    private final Server server;
    private final Bounds bounds;
    private final String hub;
    private final Time time;

    Drain(ServerSettings settings, Server server, Bounds bounds, String hub, Time time) {
        this.settings = settings;
        this.server = server;
        this.bounds = bounds;
        this.hub = hub;
        this.time = time;
    }

    /**
     * Blocks for at most {@code waits.list} a page.
     *
     * @param hops the hubs on whose behalf the list is fetched, outermost first
     */
    Drained drain(ListKind kind, Opening opening, List<String> hops) {
        long began = time.nanos();
        if (!opening.has(kind.capability())) {
            return new Drained.Whole(nothing(began));
        }
        List<String> passed = new ArrayList<>(hops);
        passed.add(hub);
        Pages pages = new Pages(kind);
        @Nullable Json cursor = null;
        do {
            Json params = cursor == null
                    ? Json.EMPTY_OBJECT
                    : Json.object().put("cursor", cursor).build();
            Deadline deadline = Deadline.in(settings.waits().get(Wait.LIST), time);
            Reply reply = server.serve(new Request(kind.method(), params), new OwnExchange(deadline, passed));
            switch (reply) {
                case Reply.Complete(Json result) -> cursor = pages.add(result);
                case Reply.Failed failed -> {
                    if (failed.failure().code() == ErrorCode.METHOD_NOT_FOUND) {
                        return new Drained.Whole(nothing(began)); // Declared the capability for another list of it.
                    }
                    return new Drained.Failed(failed.failure().message());
                }
                case Reply.InputRequired ignored -> {
                    return new Drained.Failed("it asked questions when it should have listed");
                }
                case Reply.Task ignored -> {
                    return new Drained.Failed("it made a task when it should have listed");
                }
            }
        } while (cursor != null);
        return new Drained.Whole(pages.listing(began, life(kind, opening, pages)));
    }

    private Listing nothing(long began) {
        return new Listing(List.of(), Json.EMPTY_OBJECT, began, Duration.ofDays(365), true);
    }

    /** What the server says; if it says nothing, a while when it would report changes, else no time at all. */
    private Duration life(ListKind kind, Opening opening, Pages pages) {
        if (pages.ttl.isPresent()) {
            return Duration.ofMillis(
                    Math.clamp(pages.ttl.getAsLong(), 0, Duration.ofDays(365).toMillis()));
        }
        boolean reports = opening.capabilities()
                .member(kind.capability())
                .filter(declared -> declared.flag("listChanged"))
                .isPresent();
        return reports ? settings.waits().get(Wait.FRESH) : Duration.ZERO;
    }

    /** The pages so far. */
    private final class Pages {
        private final ListKind kind;
        private final List<Json> entries = new ArrayList<>();
        private final Set<Json> cursors = new HashSet<>();
        private Json rest = Json.EMPTY_OBJECT;
        private OptionalLong ttl = OptionalLong.empty();
        private boolean shared = true;
        private int count;

        Pages(ListKind kind) {
            this.kind = kind;
        }

        /** Takes a page; answers the cursor of the next, or null when this was the last one to fetch. */
        @Nullable
        Json add(Json result) {
            if (count++ == 0) {
                rest = result.edit()
                        .remove(kind.member())
                        .remove("nextCursor")
                        .remove("ttlMs")
                        .remove("cacheScope")
                        .build();
            }
            result.member("ttlMs")
                    .map(Json::asLong)
                    .filter(OptionalLong::isPresent)
                    .ifPresent(this::lower);
            shared &= result.string("cacheScope").filter("public"::equals).isPresent();
            for (Json entry : result.member(kind.member()).map(Json::elements).orElse(List.of())) {
                if (Provenance.passed(entry, hub)) {
                    continue;
                }
                if (entries.size() == bounds.get(Bound.LIST_ENTRIES)) {
                    cut("entries", Bound.LIST_ENTRIES);
                    return null;
                }
                entries.add(entry);
            }
            Json next = result.find("nextCursor");
            if (next == null || next.isNull()) {
                return null;
            }
            if (!cursors.add(next)) {
                LOG.warn("Server {} gave the same cursor of {} twice: its list ends there", settings.name(), kind);
                return null;
            }
            if (count == bounds.get(Bound.LIST_PAGES)) {
                cut("pages", Bound.LIST_PAGES);
                return null;
            }
            return next;
        }

        private void lower(OptionalLong given) {
            ttl = OptionalLong.of(Math.min(ttl.orElse(Long.MAX_VALUE), given.getAsLong()));
        }

        private void cut(String what, Bound bound) {
            LOG.warn(
                    "Server {} has more than {} {} of {}: the rest is left out (bounds.{})",
                    settings.name(),
                    bounds.get(bound),
                    what,
                    kind,
                    bound.key());
        }

        Listing listing(long began, Duration life) {
            return new Listing(entries, rest, began, life, shared);
        }
    }

    /** What became of it. */
    sealed interface Drained {
        record Whole(Listing listing) implements Drained {}

        record Failed(String reason) implements Drained {}
    }
}
