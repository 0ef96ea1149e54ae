package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Target.Directory;
import dev.nave.hub.secret.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The machine that a command runs on, reached by the system's {@code ssh}.
 *
 * @param host its name or address, or an alias in the user's SSH configuration
 * @param user to sign in as; by default what SSH takes
 * @param port by default what SSH takes
 * @param identity the file of a private key; by default what SSH finds
 * @param knownHosts the file with the keys of hosts; by default SSH's own
 * @param hostKeys {@link HostKeys#STRICT} by default
 * @param connectTimeout how long the connection may take; 15 seconds by default
 * @param keepAlive after how long a silence the host is asked whether it is there; 15 seconds by default
 * @param options further options of {@code ssh}; none by default
 */
public record SshSettings(
        Template host,
        Optional<Template> user,
        OptionalInt port,
        Optional<Directory> identity,
        Optional<Directory> knownHosts,
        HostKeys hostKeys,
        Duration connectTimeout,
        Duration keepAlive,
        List<String> options) {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    public SshSettings {
        if (host.written().isBlank() || host.written().startsWith("-")) {
            throw new IllegalArgumentException("Expected the name or address of a host, such as build.example.");
        }
        if (connectTimeout.toSeconds() < 1 || keepAlive.toSeconds() < 1) {
            throw new IllegalArgumentException("Expected connectTimeout and keepAlive to be 1s or more.");
        }
        options = List.copyOf(options);
    }

    /** Which keys of hosts are taken. */
    public enum HostKeys {
        /** Only those that are known. */
        STRICT,
        /** That of a host never seen before too, which is then known. */
        ACCEPT_NEW
    }
}
