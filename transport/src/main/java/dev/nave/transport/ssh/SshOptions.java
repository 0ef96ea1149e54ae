package dev.nave.transport.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A program to run on another machine. Arguments and values may carry secrets, so nothing prints them.
 *
 * @param host its name or address, or an alias in the user's SSH configuration
 * @param user to sign in as; none for what SSH takes
 * @param port none for what SSH takes
 * @param identity the file of a private key; none for what SSH finds, its agent included
 * @param knownHosts the one file with the keys of hosts; none for SSH's own files
 * @param hostKeys which keys of hosts are taken
 * @param connect how long the connection may take to come about; a second or more
 * @param keepAlive how long nothing may be heard before the host is asked whether it is there; three questions without an
 *     answer end the connection; a second or more
 * @param options further options of {@code ssh}
 * @param command the program there
 * @param arguments handed to it as they are
 * @param environment its variables, beside those of a session there
 * @param directory where it runs, there; none for the home directory
 * @param shown what is kept of a line the server wrote for people
 */
public record SshOptions(
        String host,
        Optional<String> user,
        OptionalInt port,
        Optional<Path> identity,
        Optional<Path> knownHosts,
        HostKeys hostKeys,
        Duration connect,
        Duration keepAlive,
        List<String> options,
        String command,
        List<String> arguments,
        Map<String, String> environment,
        Optional<String> directory,
        UnaryOperator<String> shown) {
    public SshOptions {
        if (!host.matches("[^-\\s][^\\s]*")) {
            throw new IllegalArgumentException("Expected the name or address of a host, not '" + host + "'.");
        }
        if (connect.toSeconds() < 1 || keepAlive.toSeconds() < 1) {
            throw new IllegalArgumentException("Expected to wait for a second or more.");
        }
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    @Override
    public String toString() {
        return "SshOptions[" + host + ", " + command + ", " + arguments.size() + " arguments, environment "
                + environment.keySet() + "]";
    }

    /** Which keys of hosts are taken. */
    public enum HostKeys {
        /** Only those that are known. */
        STRICT,
        /** That of a host never seen before too, which is then known. */
        ACCEPT_NEW
    }
}
