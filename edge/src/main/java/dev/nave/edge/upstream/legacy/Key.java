package dev.nave.edge.upstream.legacy;

import dev.nave.protocol.json.Json;
import java.util.Optional;

/**
 * Whose a session is: calls meet on one only where nothing can reach a stranger.
 *
 * @param principal whose calls it takes; none for anybody's whose client can be asked nothing
 * @param client the legacy session of the client it belongs to; none when it is no single one's
 * @param capabilities what was declared when it was opened
 * @param holder whose credential it shows; none for the one that all share
 * @param lane which of several alike, beginning with 0
 */
record Key(Optional<String> principal, Optional<String> client, Json capabilities, Optional<String> holder, int lane) {
    Key(Optional<String> principal, Optional<String> client, Json capabilities) {
        this(principal, client, capabilities, Optional.empty(), 0);
    }

    Key heldBy(Optional<String> other) {
        return new Key(principal, client, capabilities, other, lane);
    }

    Key inLane(int other) {
        return new Key(principal, client, capabilities, holder, other);
    }
}
