package dev.nave.hub.configuration;

import dev.nave.hub.configuration.Target.Directory;
import dev.nave.hub.secret.Template;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The container of a server.
 *
 * @param image its name, best with a digest; see {@link #isPinned}
 * @param pull when it is fetched; {@link Pull#MISSING} by default
 * @param pullTimeout how long that may take; 10 minutes by default
 * @param engine the engine's name or path; by default Docker where it answers, else Podman
 * @param options further options of the engine's {@code run}; none by default
 * @param mounts what it sees of this machine; nothing by default
 * @param readOnly whether nothing but writable mounts and {@code /tmp} can be changed; true by default
 * @param tmp bytes of its {@code /tmp}, in memory; 0 for none of its own; 64 MiB by default
 * @param user {@code UID:GID} by default 65532:65532; none for the image's own
 * @param network {@code none} by default, the name of one, or {@code "full"} for the engine's own
 * @param memory most bytes of memory; 0 for no limit; 512 MiB by default
 * @param cpus most processors; 0 for no limit, which is the default
 * @param processes most processes and threads; 0 for no limit; 256 by default
 * @param capabilities Linux capabilities that are kept; none by default
 * @param labels of the container; none by default
 */
public record ContainerSettings(
        Template image,
        Pull pull,
        Duration pullTimeout,
        Optional<String> engine,
        List<String> options,
        List<Mount> mounts,
        boolean readOnly,
        long tmp,
        Optional<String> user,
        String network,
        long memory,
        double cpus,
        int processes,
        List<String> capabilities,
        Map<String, String> labels) {
    /** The user for who has no business to be root, as images without one have it. */
    static final String NOBODY = "65532:65532";

    static final String NO_NETWORK = "none";
    static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);
    static final long TMP = 64L << 20;
    static final long MEMORY = 512L << 20;
    static final int PROCESSES = 256;

    private static final Pattern DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");

    public ContainerSettings {
        if (image.written().isBlank()) {
            throw new IllegalArgumentException(
                    "Expected the name of an image, such as ghcr.io/example/search@sha256:…, not an empty text.");
        }
        if (network.isBlank()) {
            throw new IllegalArgumentException("Expected network to be none, full or the name of a network.");
        }
        options = List.copyOf(options);
        mounts = List.copyOf(mounts);
        capabilities = List.copyOf(capabilities);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Whether the image is named by its digest, so that it is the same one at each start. */
    public boolean isPinned() {
        return DIGEST.matcher(image.written()).matches();
    }

    /** When an image is fetched. */
    public enum Pull {
        /** When it is not there. */
        MISSING,
        /** Before each start. */
        ALWAYS,
        /** Not at all. */
        NEVER
    }

    /**
     * A file or directory of this machine.
     *
     * @param source where it is here
     * @param target where it is in the container
     */
    public record Mount(Directory source, String target, boolean writable) {}
}
