package dev.nave.edge.downstream.legacy;

import dev.nave.hub.Caller;
import dev.nave.hub.Client;
import dev.nave.hub.Time;
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
    /** How long a session may be taken up again where nobody knows it any more; a client then opens a new one. */
    static final Duration LIFE = Duration.ofHours(24);

    /** How long other nodes find the one where it lives, which may be for as long as its client keeps it busy. */
    private static final Duration FOUND = Duration.ofDays(30);

    /** Ids travel in headers: what is larger is told in fewer words. */
    private static final int MOST_BYTES = 1_800;

    private final Seals seals;
    private final Optional<String> home;
    private final Time time;

    /** @param home what this node is called among others; nothing when it serves alone */
    SessionIds(Seals seals, Optional<String> home, Time time) {
        this.seals = seals;
        this.home = home;
        this.time = time;
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
                .put("t", time.now().plus(LIFE).getEpochSecond())
                .build();
        return seals.seal(Purpose.SESSION, caller.principal(), home.isPresent() ? FOUND : LIFE, content);
    }

    /** What an id says; nothing when it is not this principal's, not for this path, foreign or expired. */
    Optional<Opened> open(String id, String path, Caller caller) {
        return content(id, path, caller)
                .filter(content -> content.member("t")
                        .map(Json::asLong)
                        .filter(end -> time.now().getEpochSecond() < end.orElse(0))
                        .isPresent())
                .flatMap(SessionIds::read);
    }

    /** The node an id names, also when it is too old for the session to be taken up. */
    Optional<String> home(String id, String path, Caller caller) {
        return content(id, path, caller).flatMap(content -> content.string("n"));
    }

    private Optional<Json> content(String id, String path, Caller caller) {
        return seals.open(Purpose.SESSION, caller.principal(), id)
                .filter(content -> content.string("p").orElse("").equals(path));
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
