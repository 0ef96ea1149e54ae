package dev.nave.clients.table;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where files of users lie on a machine.
 *
 * @param conventions which conventions it follows
 * @param home the user's home directory
 * @param directory where relative paths start: the project
 * @param environment the environment variables that move some directories
 */
public record Machine(Conventions conventions, Path home, Path directory, Map<String, String> environment) {

    public Machine {
        environment = Map.copyOf(environment);
    }

    /** Where programs of an operating system keep their files. */
    public enum Conventions {
        LINUX,
        MAC,
        WINDOWS;

        /** The one that a JVM's {@code os.name} tells. */
        public static Conventions of(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.contains("mac")) {
                return MAC;
            }
            return lower.contains("windows") ? WINDOWS : LINUX;
        }
    }

    /** Where the user's settings of programs lie, by the XDG conventions. */
    public Path settings() {
        return variable("XDG_CONFIG_HOME", home.resolve(".config"));
    }

    /** Where programs keep what they know from one run to the next, by the XDG conventions. */
    public Path state() {
        return variable("XDG_STATE_HOME", home.resolve(".local/state"));
    }

    /** A directory that a variable may name. */
    Path variable(String name, Path instead) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? instead : directory.resolve(value);
    }

    /** The settings of programs with a window of their own. */
    Path applications() {
        return switch (conventions) {
            case LINUX -> settings();
            case MAC -> home.resolve("Library/Application Support");
            case WINDOWS -> variable("APPDATA", home.resolve("AppData/Roaming"));
        };
    }
}
