package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns a bare name in plain style: the first configured server that has it. While an earlier server has never listed
 * it might have any name, so that later ones keep their prefix until it has: the outcome must not depend on who is up.
 */
final class BareNames {
    private final Names names;
    private final Map<String, Integer> owners = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private int firstUnknown = Integer.MAX_VALUE;

    BareNames(Names names, ListKind kind, List<Offer> offers) {
        this.names = names;
        for (Offer offer : offers) {
            if (!names.isPlain(offer.server())) {
                continue;
            }
            int place = order.size();
            order.add(offer.server());
            if (offer.isUnknown(kind)) {
                firstUnknown = Math.min(firstUnknown, place);
            }
            for (Json entry : offer.lists().getOrDefault(kind, List.of())) {
                Optional<String> own = entry.string(kind.key());
                own.ifPresent(name -> owners.putIfAbsent(name, place));
            }
        }
    }

    /** Whether the name stands bare for this server. One that looks prefixed never does: it would hide what it looks like. */
    boolean belongsTo(String server, String own) {
        int place = order.indexOf(server);
        return place >= 0
                && place <= firstUnknown
                && owners.getOrDefault(own, -1) == place
                && names.serverOf(own).isEmpty();
    }
}
