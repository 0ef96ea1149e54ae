package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.seal.Purpose;
import dev.nave.hub.seal.Seals;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * The ids of sessions: sealed, bound to their principal, and carrying what the hub needs to take the session up again
 * after a restart: revision, capabilities and name of the client. What the client watched and which log level it set is
 * not in it.
 */
final class SessionIds {
    /** Longest life of a session that was not taken up again; a client then opens a new one. */
    static final Duration LIFE = Duration.ofHours(24);

    /** Ids travel in headers: what is larger is told in fewer words. */
    private static final int MOST_BYTES = 1_800;

    private final Seals seals;
    private final Optional<String> home;

    /** @param home what this node is called among others; nothing when it serves alone */
    SessionIds(Seals seals, Optional<String> home) {
        this.seals = seals;
        this.home = home;
    }

    String seal(String key, String path, Caller caller, Client client) {
        Client told = Brevity.within(MOST_BYTES, client);
        Json content = Json.object()
                .put("k", key)
                .put("p", path)
                .put("r", told.revision().wireName())
                .put("i", told.info())
                .put("c", told.capabilities())
                .putIfPresent("n", home.map(Json::of))
                .build();
        return seals.seal(Purpose.SESSION, caller.principal(), LIFE, content);
    }

    /** What an id says; nothing when it is not this principal's, not for this path, foreign or expired. */
    Optional<Opened> open(String id, String path, Caller caller) {
        return seals.open(Purpose.SESSION, caller.principal(), id)
                .filter(content -> content.string("p").orElse("").equals(path))
                .flatMap(SessionIds::read);
    }

    private static Optional<Opened> read(Json content) {
        Optional<Revision> revision = content.string("r").flatMap(Revision::of);
        Optional<Json> info = content.member("i");
        Optional<Json> capabilities = content.member("c");
        if (revision.isEmpty() || info.isEmpty() || capabilities.isEmpty()) {
            return Optional.empty();
        }
        Client client = new Client(revision.get(), info.get(), capabilities.get());
        return content.string("k").map(key -> new Opened(key, client, content.string("n")));
    }

    /**
     * The inside of an id.
     *
     * @param home the node that opened the session, if it was one of several
     */
    record Opened(String key, Client client, Optional<String> home) {}
}
