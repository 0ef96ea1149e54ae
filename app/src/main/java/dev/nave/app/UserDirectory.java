package dev.nave.app;

import java.nio.file.Path;
import java.util.Map;

/** Where the user's own configuration and secrets lie: {@code $XDG_CONFIG_HOME/nave}, else {@code ~/.config/nave}. */
final class UserDirectory {
    private UserDirectory() {}

    static Path of(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (base.isEmpty() ? Surroundings.home().resolve(".config") : Path.of(base)).resolve("nave");
    }
}
