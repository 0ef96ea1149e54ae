package dev.nave.transport.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a confined child may do.
 *
 * @param files what it sees of the file system
 * @param read what it may read besides
 * @param write what it may change; disks have no bound of their own
 * @param caches what it may change where it exists, such as a cache of packages
 * @param hidden files and directories that it never sees, whatever else says so
 * @param tmpBytes the size of its {@code /tmp}, its home directory and its shared memory, each in memory
 * @param network whether it has the network of this machine; else it has none at all
 * @param memoryBytes most memory; 0 for no limit
 * @param cpus most processors, in parts of them; 0 for no limit
 * @param processes most processes and threads; 0 for no limit
 * @param user {@code USER} or {@code USER:GROUP} that it runs as, when this process is root; none for this process's own
 * @param possible whether limits that this machine cannot enforce are left out; else the child is not started
 */
public record SandboxOptions(
        Files files,
        List<Path> read,
        List<Path> write,
        List<Path> caches,
        List<Path> hidden,
        long tmpBytes,
        boolean network,
        long memoryBytes,
        double cpus,
        int processes,
        Optional<String> user,
        boolean possible) {
    public SandboxOptions {
        read = List.copyOf(read);
        write = List.copyOf(write);
        caches = List.copyOf(caches);
        hidden = List.copyOf(hidden);
    }

    /** What a child sees of the file system without being told more. */
    public enum Files {
        /** The programs and libraries of the system, its own program, and what is listed. */
        LISTED,
        /** All of it, read-only, but for running services, other users' homes and well-known secrets. */
        READ_ONLY
    }
}
