package dev.nave.transport.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds programs as a shell would, so that a missing one is told before anything is started. */
final class Program {
    private Program() {}

    /**
     * The path of a program.
     *
     * @throws IOException when there is none, or it may not be run; with what to do
     */
    static Path find(String program, Map<String, String> environment, Optional<Path> directory) throws IOException {
        try {
            if (program.contains("/") || program.contains(File.separator)) {
                Path path = directory.orElse(Path.of("")).toAbsolutePath().resolve(program);
                return runnable(path)
                        .orElseThrow(() -> new IOException("Cannot run " + program + ": there is no such program at "
                                + path + ", or it may not be executed. Check the path in the configuration."));
            }
            String search = environment.getOrDefault("PATH", "");
            for (String place : search.split(File.pathSeparator)) {
                Optional<Path> found = runnable(Path.of(place).toAbsolutePath().resolve(program));
                if (found.isPresent()) {
                    return found.get();
                }
            }
            throw new IOException("Cannot find the program " + program + " on the PATH (" + search
                    + "). Install it, or give its full path in the configuration.");
        } catch (InvalidPathException noPath) {
            throw new IOException("Expected the name or path of a program, not " + program, noPath);
        }
    }

    /** A program of the system that may be missing. */
    static Optional<Path> findOptional(String program, Map<String, String> environment) {
        try {
            return Optional.of(find(program, environment, Optional.empty()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static Optional<Path> runnable(Path path) {
        return spellings(path).stream()
                .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate))
                .findFirst();
    }

    /** On Windows a name stands for one with an ending too: npx for npx.cmd. */
    private static List<Path> spellings(Path path) {
        List<Path> spellings = new ArrayList<>();
        if (isWindows()) {
            for (String ending : List.of(".exe", ".cmd", ".bat")) {
                spellings.add(path.resolveSibling(path.getFileName() + ending));
            }
        }
        spellings.add(path);
        return spellings;
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
