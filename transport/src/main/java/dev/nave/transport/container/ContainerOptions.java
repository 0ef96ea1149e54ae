package dev.nave.transport.container;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A container to start. Arguments and values may carry secrets, so nothing prints them.
 *
 * @param image its name, with a tag or a digest
 * @param pull when it is fetched
 * @param pullTimeout how long that may take
 * @param engine the engine's name or path; none for Docker where it answers, else Podman
 * @param entrypoint the program in place of the image's own; none for that
 * @param arguments what follows the image
 * @param environment variables of the server
 * @param directory where it runs; none for where the image says
 * @param mounts what it sees of this machine
 * @param readOnly whether nothing but mounts and {@code /tmp} can be written
 * @param tmpBytes the size of its {@code /tmp}, in memory; 0 for none of its own
 * @param user {@code UID:GID}; none for the image's own
 * @param network {@link #NO_NETWORK}, {@link #FULL_NETWORK} for the engine's usual one, or the name of a network
 * @param memoryBytes most memory, swap included; 0 for no limit
 * @param cpus most processors, in parts of them; 0 for no limit
 * @param processes most processes and threads; 0 for no limit
 * @param capabilities the few Linux capabilities that are kept, such as {@code NET_BIND_SERVICE}
 * @param labels what the container is labelled with besides
 * @param options further options of the engine's {@code run}
 * @param shown what is kept of a line the server wrote for people
 */
public record ContainerOptions(
        String image,
        Pull pull,
        Duration pullTimeout,
        Optional<String> engine,
        Optional<String> entrypoint,
        List<String> arguments,
        Map<String, String> environment,
        Optional<String> directory,
        List<Mount> mounts,
        boolean readOnly,
        long tmpBytes,
        Optional<String> user,
        String network,
        long memoryBytes,
        double cpus,
        int processes,
        List<String> capabilities,
        Map<String, String> labels,
        List<String> options,
        UnaryOperator<String> shown) {
    public static final String NO_NETWORK = "none";
    public static final String FULL_NETWORK = "full";

    public ContainerOptions {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        mounts = List.copyOf(mounts);
        capabilities = List.copyOf(capabilities);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        options = List.copyOf(options);
    }

    @Override
    public String toString() {
        return "ContainerOptions[" + image + ", " + arguments.size() + " arguments, environment " + environment.keySet()
                + "]";
    }
}
