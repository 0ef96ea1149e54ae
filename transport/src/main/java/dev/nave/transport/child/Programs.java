package dev.nave.transport.child;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Programs of the system that others are started with. */
public final class Programs {
    private Programs() {}

    /**
     * The path of a program.
     *
     * @param name a path, or a name to look up on the {@code PATH} of this environment
     */
    public static Optional<Path> find(String name, Map<String, String> environment) {
        return Program.findOptional(name, environment);
    }
}
