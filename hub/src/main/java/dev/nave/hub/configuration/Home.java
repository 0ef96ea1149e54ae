package dev.nave.hub.configuration;

import java.nio.file.Path;

/** The user's own directory, and paths that begin there. */
public final class Home {
    private Home() {}

    /** {@code $HOME}, as other programs take it, else what the system has on record. */
    public static Path directory() {
        String home = System.getenv().getOrDefault("HOME", "");
        return home.isEmpty() || !Path.of(home).isAbsolute() ? Path.of(System.getProperty("user.home")) : Path.of(home);
    }

    /** A path as people write it: a {@code ~} that stands alone in front is the user's own directory, as in a shell. */
    public static String expand(String written) {
        return written.equals("~") || written.startsWith("~/") ? directory() + written.substring(1) : written;
    }
}
