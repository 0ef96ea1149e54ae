package dev.nave.app.cli;

import dev.nave.clients.table.Machine;
import dev.nave.hub.configuration.Home;
import java.nio.file.Path;

/** The machine that the program runs on. */
public final class Surroundings {
    private Surroundings() {}

    public static Machine machine() {
        return new Machine(
                Machine.Conventions.of(System.getProperty("os.name", "")),
                Home.directory(),
                Path.of("").toAbsolutePath(),
                System.getenv());
    }
}
