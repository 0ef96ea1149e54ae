package dev.nave.app;

import dev.nave.clients.table.Machine;
import java.nio.file.Path;

/** The machine that the program runs on. */
final class Surroundings {
    private Surroundings() {}

    static Machine machine() {
        return new Machine(
                Machine.Conventions.of(System.getProperty("os.name", "")),
                Path.of(System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                System.getenv());
    }
}
