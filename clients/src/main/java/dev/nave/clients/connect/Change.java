package dev.nave.clients.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What connecting or disconnecting would change; nothing is, until it is applied. */
public sealed interface Change {

    /**
     * Nothing is to be done.
     *
     * @param reason for people
     */
    record Nothing(String reason) implements Change {}

    /**
     * The entry is not what Nave put there.
     *
     * @param reason for people: what stands there, and what to do
     */
    record Refused(String reason) implements Change {}

    /**
     * A file is to be edited.
     *
     * @param before what it says; empty when it does not exist
     * @param after what it is to say; empty when it is to go
     * @param backup where the file as it was is kept, when it is
     * @param replaced whether another entry of the name gives way or comes back
     */
    record Edit(Path file, String before, String after, Optional<Path> backup, boolean replaced, Work work)
            implements Change {

        /** Does it; a file that somebody changed in between is left alone. */
        public void apply() throws IOException {
            work.apply();
        }
    }

    /** What is done to files. */
    interface Work {
        void apply() throws IOException;
    }
}
