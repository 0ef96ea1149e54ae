package dev.nave.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The processes of this machine, as {@code /proc} shows them. */
public final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

    private Processes() {}

    /** Those whose environment or command line holds this text; the command lines, for people. */
    public static List<String> marked(String text) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path process : entries.filter(Processes::isProcess).toList()) {
                String line = read(process.resolve("cmdline"));
                if (line.contains(text) || read(process.resolve("environ")).contains(text)) {
                    found.add(process.getFileName() + ": " + line.replace('\0', ' '));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** What a hub marks everything with that it starts, and all below that, in their environment. */
    static String cookie(ProcessHandle hub) throws IOException {
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        return "NAVE_CHILD=" + namespace.replaceAll("\\D", "") + "-" + hub.pid() + "-";
    }

    /** Those whose command line holds this text. */
    public static List<ProcessHandle> running(String text) {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.filter(Processes::isProcess)
                    .filter(process -> read(process.resolve("cmdline")).contains(text))
                    .flatMap(process -> ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()))
                            .stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks again and again until it is so, and answers whether it became so in time; {@code /proc} tells nobody. */
    public static boolean become(BooleanSupplier so, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return true;
    }

    private static boolean isProcess(Path entry) {
        return Character.isDigit(entry.getFileName().toString().charAt(0));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Ended meanwhile, or a zombie, or somebody else's.
            return "";
        }
    }
}
