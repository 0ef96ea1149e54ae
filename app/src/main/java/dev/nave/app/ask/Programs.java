package dev.nave.app.ask;

import dev.nave.hub.configuration.Home;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Values;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for the programs of servers before they are started. */
final class Programs {
    private Programs() {}

    /** Why the program cannot be run; nothing when it can. Of a command without references. */
    static Optional<String> problem(Target.Command command, Map<String, String> environment) {
        Optional<Path> directory = command.directory().map(written -> written.in(Values.NONE));
        if (directory.isPresent() && !Files.isDirectory(directory.get())) {
            return Optional.of("expected a directory to run in, got " + directory.get() + ": create it or change cwd.");
        }
        String program = Home.expand(Values.NONE.plain(command.command()));
        if (program.contains(File.separator)) {
            Path path = directory.map(base -> base.resolve(program)).orElse(Path.of(program));
            return Files.isExecutable(path)
                    ? Optional.empty()
                    : Optional.of("expected a program at " + path + ": install it or change command.");
        }
        String path = environment.getOrDefault("PATH", "");
        boolean found = Stream.of(path.split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
        return found
                ? Optional.empty()
                : Optional.of("there is no program '" + program + "' on the PATH: install it or give its whole path.");
    }
}
