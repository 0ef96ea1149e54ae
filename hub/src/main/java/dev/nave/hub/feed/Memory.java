package dev.nave.hub.feed;

import dev.nave.hub.configuration.ServerSettings;
import java.util.Optional;

/** Port: keeps what is known of servers beyond this process, so that they need not be started to be listed. */
public interface Memory {
    /** Keeps nothing. */
    Memory NONE = new Memory() {
        @Override
        public Optional<Remembered> recall(ServerSettings server) {
            return Optional.empty();
        }

        @Override
        public void keep(ServerSettings server, Remembered known) {}
    };

    /** What was kept last of this server, if it was reached in the same way then. Blocks for a file at most. */
    Optional<Remembered> recall(ServerSettings server);

    /** Keeps this in place of what was kept before. Blocks for a file at most; what cannot be kept is logged. */
    void keep(ServerSettings server, Remembered known);
}
