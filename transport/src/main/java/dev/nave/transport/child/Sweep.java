package dev.nave.transport.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds processes by the mark in their environment. Where the system has no {@code /proc} it finds none. */
final class Sweep {
    private Sweep() {}

    /** Every process but this one whose variable {@link Mark#VARIABLE} has a value that fits. */
    static Set<ProcessHandle> find(Predicate<String> fits) {
        return marked(fits).keySet();
    }

    /** The same, with the values. */
    static Map<ProcessHandle, String> marked(Predicate<String> fits) {
        Map<ProcessHandle, String> found = new HashMap<>();
        if (!Files.isDirectory(ProcessFiles.ROOT)) {
            return found;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(ProcessFiles.ROOT, "[0-9]*")) {
            for (Path directory : directories) {
                if (value(directory).filter(fits).isEmpty()) {
                    continue;
                }
                // Looked at again with the handle at hand: meanwhile the number may have gone to another process.
                Optional<ProcessHandle> handle =
                        ProcessHandle.of(Long.parseLong(directory.getFileName().toString()));
                Optional<String> value = value(directory).filter(fits);
                if (handle.isPresent() && value.isPresent()) {
                    found.put(handle.get(), value.get());
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException unreadable) {
            return found;
        }
        found.remove(ProcessHandle.current());
        return found;
    }

    private static Optional<String> value(Path directory) {
        try {
            byte[] environment = Files.readAllBytes(directory.resolve("environ"));
            String text = new String(environment, StandardCharsets.ISO_8859_1);
            int start = text.startsWith(Mark.VARIABLE + "=") ? 0 : text.indexOf("\0" + Mark.VARIABLE + "=") + 1;
            if (start == 0 && !text.startsWith(Mark.VARIABLE + "=")) {
                return Optional.empty();
            }
            int end = text.indexOf('\0', start);
            return Optional.of(text.substring(start + Mark.VARIABLE.length() + 1, end < 0 ? text.length() : end));
        } catch (IOException goneOrForeign) {
            return Optional.empty();
        }
    }
}
