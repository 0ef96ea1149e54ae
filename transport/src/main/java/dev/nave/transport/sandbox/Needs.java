package dev.nave.transport.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a program needs to see of the file system to be run at all, beside the system's own. */
final class Needs {
    private Needs() {}

    /**
     * Directories.
     *
     * @param program its path, which may be a link to another
     * @param home of this user, which is never shown whole
     * @param directory where it runs
     */
    static List<Path> of(Path program, Path home, Optional<Path> directory) {
        Set<Path> needs = new LinkedHashSet<>();
        for (Path spelling : List.of(program.toAbsolutePath().normalize(), Layout.real(program))) {
            Path place = installation(spelling, home);
            if (!isSystem(place)) {
                needs.add(place);
            }
        }
        directory
                .map(path -> path.toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .ifPresent(needs::add);
        return List.copyOf(needs);
    }

    /** A program in a bin directory has its libraries beside that; but what lies beside bin at home is the user's. */
    private static Path installation(Path program, Path home) {
        Path directory = program.getParent();
        Path above = directory == null ? null : directory.getParent();
        if (directory == null || directory.equals(home)) {
            return program;
        }
        boolean users = above == null || home.startsWith(above) || above.equals(home.resolve(".local"));
        return directory.endsWith("bin") && !users && above != null ? above : directory;
    }

    private static boolean isSystem(Path place) {
        return List.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/nix/store", "/gnu/store").stream()
                .anyMatch(place::startsWith);
    }
}
