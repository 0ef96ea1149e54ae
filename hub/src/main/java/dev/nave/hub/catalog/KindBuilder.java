package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds what a catalog has of one kind. */
final class KindBuilder {
    private final Names names;
    private final ListKind kind;
    private final List<Offer> offers;
    private final List<Note> notes;
    private final BareNames bare;

    /**
     * @param notes where what is worth reporting goes
     */
    KindBuilder(Names names, ListKind kind, List<Offer> offers, List<Note> notes) {
        this.names = names;
        this.kind = kind;
        this.offers = offers;
        this.notes = notes;
        this.bare = new BareNames(names, kind, offers);
    }

    List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (Offer offer : offers) {
            if (offer.shown()) {
                all.addAll(ofServer(offer));
            }
        }
        return List.copyOf(all);
    }

    /** By every name that is accepted for it. No prefixed name is anybody's bare one, so that none hides another. */
    Map<String, Entry> index(List<Entry> entries) {
        Map<String, Entry> index = new HashMap<>();
        for (Entry entry : entries) {
            index.putIfAbsent(entry.exposed(), entry);
            if (isNamed()) {
                index.putIfAbsent(names.prefixed(entry.server(), entry.own()), entry);
            }
        }
        return index;
    }

    private List<Entry> ofServer(Offer offer) {
        List<Entry> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Json json : offer.lists().getOrDefault(kind, List.of())) {
            Optional<String> own = json.string(kind.key());
            if (own.isEmpty()) {
                continue; // Nobody could ask for it.
            }
            String exposed = exposed(offer.server(), own.get());
            if (!seen.add(exposed) && !names.isExact()) {
                note(offer.server(), own.get(), exposed, Note.Reason.LISTED_TWICE);
                continue;
            }
            if (isNamed()) {
                report(offer.server(), own.get(), exposed);
            }
            Json edited = EntryEditor.edit(names, offer.server(), kind, json, own.get(), exposed);
            found.add(new Entry(kind, offer.server(), own.get(), exposed, edited));
        }
        if (!names.isExact()) {
            found.sort((one, other) -> ByteOrder.compare(one.exposed(), other.exposed()));
        }
        return found;
    }

    private String exposed(String server, String own) {
        if (!isNamed()) {
            return names.uri(server, own);
        }
        return bare.belongsTo(server, own) ? own : names.prefixed(server, own);
    }

    /** Whether it is known by a name; the others are known by a URI. */
    private boolean isNamed() {
        return switch (kind) {
            case TOOLS, PROMPTS -> true;
            case RESOURCES, TEMPLATES -> false;
        };
    }

    private void report(String server, String own, String exposed) {
        if (exposed.equals(own)) {
            if (!Names.isAccepted(exposed)) {
                note(server, own, exposed, Note.Reason.LIKELY_REJECTED);
            }
            return;
        }
        if (!exposed.endsWith(own)) {
            note(server, own, exposed, Note.Reason.REWRITTEN);
        }
        if (names.isPlain(server)) {
            note(server, own, exposed, Note.Reason.KEEPS_PREFIX);
        }
    }

    private void note(String server, String own, String exposed, Note.Reason reason) {
        notes.add(new Note(server, kind, own, exposed, reason));
    }
}
