package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Target.Directory;
import java.util.List;
import java.util.Optional;

/**
 * What a child process may do, on Linux.
 *
 * @param preset where the defaults come from; {@link Preset#STRICT} by default
 * @param files what it sees of the file system; the preset's by default
 * @param read what it may read besides
 * @param write what it may change
 * @param network the preset's by default
 * @param tmp bytes of its {@code /tmp}, its home and its shared memory, each in memory; 64 MiB by default
 * @param memory most bytes of memory; 0 for no limit; 1 GiB by default
 * @param cpus most processors; 0 for no limit, which is the default
 * @param processes most processes and threads; 0 for no limit; 256 by default
 * @param user whom it runs as when Nave is root, {@code USER} or {@code USER:GROUP}; by default Nave's own
 * @param enforce what follows when this machine cannot enforce a limit; {@link Enforce#ALL} by default
 */
public record SandboxSettings(
        Preset preset,
        Files files,
        List<Directory> read,
        List<Directory> write,
        Network network,
        long tmp,
        long memory,
        double cpus,
        int processes,
        Optional<String> user,
        Enforce enforce) {
    static final long TMP = 64L << 20;
    static final long MEMORY = 1L << 30;
    static final int PROCESSES = 256;

    public SandboxSettings {
        read = List.copyOf(read);
        write = List.copyOf(write);
    }

    /** What common servers need. */
    public enum Preset {
        /** The system's programs and libraries, its own program, no network. */
        STRICT(Files.LISTED, Network.NONE, ""),
        /** The same with the network: for servers that call an API. */
        NETWORK(Files.LISTED, Network.HOST, ""),
        /** For {@code npx} and {@code node}: the network, and npm's cache where there is one. */
        NODE(Files.LISTED, Network.HOST, ".npm"),
        /** For {@code uvx}, {@code pipx} and {@code python}: the network, and the caches of uv and pip. */
        PYTHON(Files.LISTED, Network.HOST, ".cache/uv .local/share/uv .cache/pip"),
        /** All of the file system to read, but for well-known secrets; no network. */
        READ_ONLY(Files.READ_ONLY, Network.NONE, "");

        private final Files files;
        private final Network network;
        private final String caches;

        Preset(Files files, Network network, String caches) {
            this.files = files;
            this.network = network;
            this.caches = caches;
        }

        Files files() {
            return files;
        }

        Network network() {
            return network;
        }

        /** What it may change in the home directory, where it is there. */
        public List<String> caches() {
            return caches.isEmpty() ? List.of() : List.of(caches.split(" "));
        }
    }

    /** What is seen of the file system without being listed. */
    public enum Files {
        LISTED,
        READ_ONLY
    }

    /** Which network there is. */
    public enum Network {
        NONE,
        HOST
    }

    /** What follows when this machine cannot enforce a limit. */
    public enum Enforce {
        /** The server is not started. */
        ALL,
        /** It is started without that limit. A sandbox there is all the same. */
        POSSIBLE
    }
}
