package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;
import dev.nave.hub.Sha256;
import dev.nave.hub.naming.Names;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A snapshot of everything that is offered: a function of the names and of what each server is known to have. Servers
 * stand in configured order, each one's entries in byte order of their exposed names (4.3 of the digest), or in the
 * server's own order where names are exact. Immutable.
 */
public final class Catalog {
    /** Nothing at all. */
    public static final Catalog EMPTY = new Catalog(Map.of(), Map.of(), List.of());

    private final Map<ListKind, List<Entry>> entries;
    private final Map<ListKind, Map<String, Entry>> index;
    private final List<Note> notes;
    // Bounded by the kinds; of large lists only those that are asked for page by page.
    private final Map<ListKind, String> fingerprints = new ConcurrentHashMap<>();

    private Catalog(Map<ListKind, List<Entry>> entries, Map<ListKind, Map<String, Entry>> index, List<Note> notes) {
        this.entries = entries;
        this.index = index;
        this.notes = List.copyOf(notes);
    }

    /**
     * @param offers in configured order
     */
    public static Catalog of(Names names, List<Offer> offers) {
        Map<ListKind, List<Entry>> entries = new EnumMap<>(ListKind.class);
        Map<ListKind, Map<String, Entry>> index = new EnumMap<>(ListKind.class);
        List<Note> notes = new ArrayList<>();
        for (ListKind kind : ListKind.values()) {
            KindBuilder builder = new KindBuilder(names, kind, offers, notes);
            List<Entry> found = builder.entries();
            entries.put(kind, found);
            index.put(kind, builder.index(found));
        }
        return new Catalog(entries, index, notes);
    }

    /** What is offered of a kind, in the order clients see it. */
    public List<Entry> entries(ListKind kind) {
        return entries.getOrDefault(kind, List.of());
    }

    /** The thing of this exposed name; its prefixed form is accepted even where it stands bare. */
    public Optional<Entry> find(ListKind kind, String exposed) {
        return Optional.ofNullable(index.getOrDefault(kind, Map.of()).get(exposed));
    }

    /** The first configured server's thing that the server itself calls so. */
    public Optional<Entry> findOwn(ListKind kind, String own) {
        return entries(kind).stream().filter(entry -> entry.own().equals(own)).findFirst();
    }

    /** What was done to names, for operators. */
    public List<Note> notes() {
        return notes;
    }

    /** Whether clients see the same list of this kind in both. */
    public boolean offersTheSame(Catalog other, ListKind kind) {
        return this == other || entries(kind).equals(other.entries(kind));
    }

    /** A text that is the same on every node for the same list of this kind, and surely another for another. */
    public String fingerprint(ListKind kind) {
        return fingerprints.computeIfAbsent(kind, asked -> fingerprint(entries(asked)));
    }

    private static String fingerprint(List<Entry> entries) {
        MessageDigest digest = Sha256.begin();
        for (Entry entry : entries) {
            digest.update(entry.json().toBytes());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
