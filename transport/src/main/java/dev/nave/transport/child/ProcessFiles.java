package dev.nave.transport.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code /proc} says of processes (proc(5)). Where there is none, nothing is known beyond what the JDK knows. */
final class ProcessFiles {
    static final Path ROOT = Path.of("/proc");

    private ProcessFiles() {}

    /** When a living process started, in the kernel's ticks, which no change of the clock alters; nothing for a dead one. */
    static Optional<String> start(long pid) {
        try {
            String stat = Files.readString(ROOT.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name in brackets may hold anything, so what follows it is counted from its end.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? Optional.empty() : Optional.of(fields[19]);
        } catch (IOException | IndexOutOfBoundsException gone) {
            return Optional.empty();
        }
    }

    /** Whether a process runs: one that ended and was not yet buried by its parent is alive to the JDK, and for us is not. */
    static boolean runs(ProcessHandle handle) {
        return handle.isAlive()
                && (!Files.isDirectory(ROOT) || start(handle.pid()).isPresent());
    }

    /** The number of the namespace that gives pids their meaning. */
    static String namespace() {
        try {
            return Files.readSymbolicLink(ROOT.resolve("self/ns/pid"))
                    .toString()
                    .replaceAll("\\D", "");
        } catch (IOException | UnsupportedOperationException unknown) {
            return "0";
        }
    }
}
