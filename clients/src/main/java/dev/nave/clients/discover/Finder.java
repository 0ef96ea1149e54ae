package dev.nave.clients.discover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds servers in files of one kind. */
interface Finder {

    /** Whether a file of this name is of its kind, in lower case. */
    boolean reads(String name);

    /** The servers that a file is about. Throws what reading and parsing throw: such a file is skipped, and said. */
    List<Found> find(Path file, Limits limits) throws IOException;
}
