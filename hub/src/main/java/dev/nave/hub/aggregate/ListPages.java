package dev.nave.hub.aggregate;

import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.catalog.Catalog;
import dev.nave.hub.catalog.Entry;
import dev.nave.hub.catalog.Provenance;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one catalog. A cursor is sealed, says where the next page of this very list begins, and is of no use to
 * anybody else or once the list has changed. Safe for use by many threads.
 */
final class ListPages {
    private static final Duration CURSOR_LIFE = Duration.ofHours(1);

    private final Catalog catalog;
    private final boolean admin;
    private final int size;
    private final Seals seals;
    // Tools without those for administrators; null until somebody asks. Whoever comes first writes what all would.
    private volatile @Nullable List<Entry> shown;
    // Bounded by the kinds: what most clients get, the first page.
    private final Map<ListKind, Json> first = new ConcurrentHashMap<>();

    /**
     * @param admin whether what is for administrators alone is shown
     */
    ListPages(Catalog catalog, boolean admin, int size, Seals seals) {
        this.catalog = catalog;
        this.admin = admin;
        this.size = size;
        this.seals = seals;
    }

    /**
     * @param cursor as the client brought it, or null
     * @param hub the id of this hub when another hub asks, which is told what came through here; else empty
     * @param rest further members of the result
     */
    Reply page(ListKind kind, @Nullable Json cursor, String principal, Optional<String> hub, Json rest, Hints hints) {
        OptionalLong start = cursor == null ? OptionalLong.of(0) : start(kind, cursor, principal);
        if (start.isEmpty()) {
            return Reply.failed(
                    ErrorCode.INVALID_PARAMS,
                    "Expected a cursor of this list as it is now: the list has changed, or the cursor is not from here."
                            + " List again from the beginning, without a cursor.");
        }
        List<Entry> all = entries(kind);
        int from = Math.toIntExact(start.getAsLong());
        int to = Math.min(all.size(), from + size);
        Json entries = from == 0 && hub.isEmpty()
                ? first.computeIfAbsent(kind, key -> array(all.subList(0, to), hub))
                : array(all.subList(from, to), hub);
        JsonObject result = rest.edit().put(kind.member(), entries);
        if (to < all.size()) {
            result.put("nextCursor", seals.seal(Purpose.CURSOR, principal, CURSOR_LIFE, content(kind, to)));
        }
        return new Reply.Complete(hints.putInto(result).build());
    }

    private List<Entry> entries(ListKind kind) {
        List<Entry> all = catalog.entries(kind);
        if (admin || kind != ListKind.TOOLS) {
            return all;
        }
        List<Entry> known = shown;
        if (known == null) {
            known = OwnServer.forEverybody(all);
            shown = known;
        }
        return known;
    }

    private OptionalLong start(ListKind kind, Json cursor, String principal) {
        if (!cursor.isString()) {
            return OptionalLong.empty();
        }
        Optional<Json> opened = seals.open(Purpose.CURSOR, principal, cursor.text());
        long offset = opened.flatMap(content -> content.member("o"))
                .map(Json::asLong)
                .flatMap(whole -> whole.isPresent() ? Optional.of(whole.getAsLong()) : Optional.empty())
                .orElse(0L);
        boolean fits = offset > 0
                && offset < entries(kind).size()
                && opened.get().equals(content(kind, Math.toIntExact(offset)));
        return fits ? OptionalLong.of(offset) : OptionalLong.empty();
    }

    private Json content(ListKind kind, int offset) {
        return Json.object()
                .put("k", kind.name())
                .put("l", catalog.fingerprint(kind))
                .put("o", offset)
                .build();
    }

    private static Json array(List<Entry> entries, Optional<String> hub) {
        return Json.array(entries.stream()
                .map(Entry::json)
                .map(entry -> hub.map(id -> Provenance.mark(entry, id)).orElse(entry))
                .toList());
    }
}
