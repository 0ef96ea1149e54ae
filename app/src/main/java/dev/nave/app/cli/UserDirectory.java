package dev.nave.app.cli;

import dev.nave.hub.configuration.Home;
import java.nio.file.Path;
import java.util.Map;

/** Where the user's own configuration and secrets lie: {@code $XDG_CONFIG_HOME/nave}, else {@code ~/.config/nave}. */
public final class UserDirectory {
    private UserDirectory() {}

    public static Path of(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (base.isEmpty() ? Home.directory().resolve(".config") : Path.of(base)).resolve("nave");
    }
}
