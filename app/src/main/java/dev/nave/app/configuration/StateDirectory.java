package dev.nave.app.configuration;

import dev.nave.hub.Sha256;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a hub keeps what outlives its process: the configured directory, else one of the user's for this very
 * configuration file, {@code $XDG_STATE_HOME/nave/NAME-HASH} or {@code ~/.local/state/nave/NAME-HASH}.
 */
public final class StateDirectory {
    private static final int HASH = 12;

    private StateDirectory() {}

    /** The directory, which need not exist; nothing for a configuration that is in no file and names none. */
    public static Optional<Path> of(Configuration configuration, List<Path> files, Map<String, String> environment) {
        if (configuration.node().state().isPresent() || files.isEmpty()) {
            return configuration.node().state();
        }
        return Optional.of(
                user(environment).resolve(name(files.getFirst().toAbsolutePath().normalize())));
    }

    /** That of a hub whose servers are those of a manifest. */
    public static Path ofManifest(String url, Map<String, String> environment) {
        return user(environment).resolve("manifest-" + hash(url));
    }

    /** Where all hubs of this user keep what outlives them. */
    public static Path user(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_STATE_HOME", "");
        return (base.isEmpty() ? Home.directory().resolve(".local/state") : Path.of(base)).resolve("nave");
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
        return name + "-" + hash(file.toString());
    }

    /** A short name for a text that tells it from others and shows nothing of it. */
    public static String hash(String text) {
        return Sha256.hex(text).substring(0, HASH);
    }
}
