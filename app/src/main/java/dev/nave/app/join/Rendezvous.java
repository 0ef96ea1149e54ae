package dev.nave.app.join;

import dev.nave.app.cli.UserDirectory;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.guard.store.EnvironmentKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Where the programs of one user that were started for the same configuration meet. Found without reading the
 * configuration, for who joins must be quick: by the real paths of its files, and by what the command line says over them.
 *
 * @param directory for this user alone
 * @param name tells one configuration from another
 * @param files of the configuration; none where the command line is all of it
 * @param options that tell this hub from others, with their values
 */
public record Rendezvous(Path directory, String name, List<Path> files, List<String> options) {
    private static final String MANIFEST = "--manifest-url";
    /** Options with a value that make another hub. */
    static final Set<String> TELLING = Set.of(
            "--names",
            MANIFEST,
            "--refresh-interval",
            "--allow",
            "--deny",
            "--namespace-style",
            "--header",
            "-H",
            "--server-header",
            "--key");
    /** Options with a value that do not: the first one's count. */
    static final Set<String> INDIFFERENT = Set.of("--http", Joiner.LOG_FILE, "--log-level", "--log-format");

    static final Set<String> FILES = Set.of("-c", "--config");
    static final Set<String> FLAGS = Set.of("--no-watch", Joiner.SHARED);

    /** A socket's path may have 104 bytes on some systems, and is made apart under a longer name than its own. */
    private static final int LONGEST = 80;

    public Rendezvous {
        files = List.copyOf(files);
        options = List.copyOf(options);
    }

    /**
     * The place for a command line; nothing where it says that nobody is to be joined, or is not understood here.
     *
     * @param arguments what follows the command
     */
    static Optional<Rendezvous> of(List<String> arguments, Map<String, String> environment) {
        List<Path> files = new ArrayList<>();
        List<Path> more = new ArrayList<>();
        List<String> telling = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (!argument.startsWith("-")) {
                more.add(Path.of(argument));
            } else if (!FLAGS.contains(argument)) {
                if (equals < 0 && ++i == arguments.size()) {
                    return Optional.empty();
                }
                String value = equals < 0 ? arguments.get(i) : argument.substring(equals + 1);
                if (FILES.contains(option)) {
                    files.add(Path.of(value));
                } else if (TELLING.contains(option)) {
                    telling.add(option + "=" + value);
                } else if (!INDIFFERENT.contains(option)) {
                    return Optional.empty();
                }
            }
        }
        files.addAll(more);
        return of(files, telling, environment);
    }

    /** As {@link #of(List, Map)}, for a command that is being run, whose arguments begin with its name. */
    public static Optional<Rendezvous> of(CommandLine command, Map<String, String> environment) {
        List<String> all = command.getParseResult().originalArgs();
        int name = all.indexOf(command.getCommandName());
        return of(all.subList(name + 1, all.size()), environment);
    }

    private static Optional<Rendezvous> of(List<Path> given, List<String> telling, Map<String, String> environment) {
        boolean manifest = telling.stream().anyMatch(option -> option.startsWith(MANIFEST + "="));
        List<Path> files = given;
        if (files.isEmpty() && !manifest) {
            Path here = Path.of("nave.yaml");
            files = List.of(
                    Files.isReadable(here)
                            ? here
                            : UserDirectory.of(environment).resolve("nave.yaml"));
        }
        // Another place for state or secrets is another hub, and so is one that shows another key.
        List<String> parts = new ArrayList<>(List.of(
                StateDirectory.user(environment).toString(),
                UserDirectory.of(environment).toString(),
                environment.getOrDefault(EnvironmentKey.VARIABLE, ""),
                manifest ? environment.getOrDefault("NAVE_KEY", "") : ""));
        Optional<List<Path>> real = real(files);
        if (real.isEmpty()) {
            return Optional.empty();
        }
        real.get().forEach(file -> parts.add(file.toString()));
        parts.add("");
        parts.addAll(telling);
        String name = StateDirectory.hash(String.join("\0", parts));
        return directories(environment).stream()
                .findFirst()
                .map(directory -> new Rendezvous(directory, name, real.get(), telling));
    }

    /** The files by the paths that all their names lead to; nothing when one is missing, which is said where it is read. */
    static Optional<List<Path>> real(List<Path> files) {
        List<Path> real = new ArrayList<>();
        try {
            for (Path file : files) {
                real.add(file.toRealPath());
            }
        } catch (IOException missing) {
            return Optional.empty();
        }
        return Optional.of(real);
    }

    /** The user's directory for this if the system has made one, else those that are the user's as well; best first. */
    public static List<Path> directories(Map<String, String> environment) {
        if (File.separatorChar != '/') {
            return List.of();
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path state = StateDirectory.user(environment).resolve("run");
        boolean made = !runtime.isEmpty() && Path.of(runtime).isAbsolute() && Files.isDirectory(Path.of(runtime));
        Path last = Path.of("/tmp", "nave-" + StateDirectory.hash(System.getProperty("user.name", "")));
        return Stream.concat(made ? Stream.of(Path.of(runtime, "nave")) : Stream.of(), Stream.of(state, last))
                .map(Path::toAbsolutePath)
                .filter(directory -> directory.toString().length() <= LONGEST)
                .toList();
    }

    /** Makes sure that the directory is there and is this user's alone; as {@link #prepare(Path)}. */
    void prepare() throws IOException {
        prepare(directory);
    }

    /**
     * Makes sure that a directory is there and is this user's alone, so that whatever lies in it can be trusted.
     *
     * @throws IOException when it is not, or cannot be made
     */
    static void prepare(Path directory) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (Files.isSymbolicLink(directory)) {
            throw new IOException(directory + " is a link");
        }
        Files.createDirectories(directory, owner);
        // Whoever this process is, is who owns what it makes.
        Path own = Files.createTempFile(directory, "own", "");
        try {
            if (!Files.getOwner(own).equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS))) {
                throw new IOException(directory + " belongs to somebody else");
            }
        } finally {
            Files.delete(own);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Where the hub listens. */
    Path socket() {
        return directory.resolve(name + ".sock");
    }

    /** Locked by the hub that listens, for as long as it does. */
    Path lock() {
        return directory.resolve(name + ".lock");
    }

    /** Locked by who starts a hub, so that of many who come at once only one does. */
    Path starting() {
        return directory.resolve(name + ".start");
    }

    /** What a hub says when it starts that has nobody to say it to. */
    Path words() {
        return directory.resolve(name + ".err");
    }
}
