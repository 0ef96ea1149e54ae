package dev.nave.app.cli;

import dev.nave.clients.table.Machine;
import java.nio.file.Path;

/** The machine that the program runs on. */
public final class Surroundings {
    private Surroundings() {}

    public static Machine machine() {
        return new Machine(
                Machine.Conventions.of(System.getProperty("os.name", "")),
                home(),
                Path.of("").toAbsolutePath(),
                System.getenv());
    }

    /** The user's home directory: {@code $HOME}, as other programs take it, else what the system has on record. */
    public static Path home() {
        String home = System.getenv().getOrDefault("HOME", "");
        return home.isEmpty() || !Path.of(home).isAbsolute() ? Path.of(System.getProperty("user.home")) : Path.of(home);
    }
}
