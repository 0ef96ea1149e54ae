package dev.nave.transport.child;

import java.io.IOException;
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

    /**
     * The path of a program.
     *
     * @param directory where a relative path starts
     */
    public static Optional<Path> find(String name, Map<String, String> environment, Optional<Path> directory) {
        try {
            return Optional.of(Program.find(name, environment, directory));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
