package dev.nave.app.ask;

import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Isolation;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import java.util.ArrayList;
import java.util.List;

/** What an operator may not expect of the isolation that is configured. */
final class Apartness {
    private Apartness() {}

    static List<String> notes(Configuration configuration) {
        List<String> notes = new ArrayList<>();
        for (ServerSettings server : configuration.servers()) {
            Isolation.Mode mode = server.life().isolation().mode();
            if (!server.enabled() || mode == Isolation.Mode.SHARED) {
                continue;
            }
            boolean ofItself = !(server.target() instanceof Target.Child);
            if (ofItself) {
                notes.add(server.name()
                        + " is reached at a URL, where callers are kept apart anyway: each has sessions or"
                        + " requests of its own. isolation changes nothing.");
            } else if (mode == Isolation.Mode.PER_SESSION) {
                notes.add(server.name() + " has a process for each session; clients of 2026-07-28 have no sessions and"
                        + " share one process with everything else their principal does without one.");
            }
        }
        return notes;
    }
}
