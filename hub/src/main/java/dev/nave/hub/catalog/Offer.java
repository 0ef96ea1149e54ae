package dev.nave.hub.catalog;

import dev.nave.hub.ListKind;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What one server is known to have.
 *
 * @param lists the last good copy of each list, as the server spelled its entries; none of a kind that was never listed
 * @param shown whether clients see the entries; when not, the names are still the server's
 * @param hopeless whether a list that is missing will stay so while the configuration does: then it counts as empty
 */
public record Offer(String server, Map<ListKind, List<Json>> lists, boolean shown, boolean hopeless) {
    public Offer {
        lists = Map.copyOf(lists);
    }

    /** Whether a bare name could still turn out to be this server's. */
    boolean isUnknown(ListKind kind) {
        return !hopeless && !lists.containsKey(kind);
    }
}
