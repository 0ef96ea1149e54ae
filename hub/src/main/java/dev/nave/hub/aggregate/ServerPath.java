package dev.nave.hub.aggregate;

import dev.nave.hub.Chain;
import dev.nave.hub.Quota;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Isolation;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.seal.Rounds;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.supervision.Upstream;

/** The way of every call to one server. */
final class ServerPath {
    private ServerPath() {}

    /** The chain around a server, read from the outside in. Prints itself. */
    static Chain around(
            Upstream upstream,
            ServerSettings settings,
            Bounds bounds,
            Quota calls,
            Reads reads,
            Seals seals,
            String hub,
            CallLog log) {
        return Chain.of(
                upstream.under(settings),
                // Outside all that may refuse a call, so that it is seen.
                log,
                // Before what costs more, so that a call that goes in circles does not.
                new Hops(hub, bounds.get(Bound.HOPS)),
                new CallLimit(calls),
                new Withheld(settings),
                new Requirements(settings),
                // Outside the rounds: what it replaces is then no state that a client could bring back.
                new AnswerSize(settings.name(), bounds.get(Bound.RESULT_BYTES)),
                // Inside all that may refuse a call, so that nothing is read from memory that may not be read.
                new KeptReads(
                        settings.name(),
                        settings.life().isolation().mode() == Isolation.Mode.PER_SESSION,
                        upstream::opening,
                        reads),
                // Innermost, so that every filter sees the state as clients carry it.
                new Rounds(settings.name(), seals, settings.waits().get(Wait.SEAL), bounds.get(Bound.STATE_BYTES)));
    }
}
