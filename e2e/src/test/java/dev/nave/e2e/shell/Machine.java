package dev.nave.e2e.shell;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the machine has. */
final class Machine {
    private Machine() {}

    /** Skips the test when a program is missing, or fails it where nothing may be missing. */
    static void needs(String program, String debianPackage) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (found) {
            return;
        }
        String words = "needs " + program + ": apt-get install " + debianPackage;
        if ("true".equals(System.getenv("CI"))) {
            fail(words);
        }
        abort(words);
    }
}
