package dev.nave.e2e.kinds;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system that a test needs. */
final class Installed {
    private Installed() {}

    /** Where a program is; without it the test is skipped, saying what to install, and fails where all has to be there. */
    static Path program(String name, String debianPackage) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        String advice = "there is no " + name + " here: install the package " + debianPackage;
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(found.isPresent(), advice);
        return found.get();
    }
}
