package dev.nave.transport.sandbox;

import dev.nave.transport.child.CannotStart;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a sandbox shows of the file system, as options of bubblewrap; later ones lie on top of earlier ones. */
final class Layout {
    private static final List<String> SYSTEM =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store");
    /** What programs need of it to run, to resolve names and to check certificates. */
    private static final List<String> ETC = List.of(
            "alternatives",
            "ca-certificates",
            "gai.conf",
            "group",
            "host.conf",
            "hosts",
            "java*",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "localtime",
            "mime.types",
            "nsswitch.conf",
            "passwd",
            "pki",
            "protocols",
            "resolv.conf",
            "services",
            "ssl/certs",
            "ssl/openssl.cnf",
            "timezone");
    /** What a file system shown whole would give away. */
    private static final List<String> SECRET = List.of(
            "/etc/shadow",
            "/etc/shadow-",
            "/etc/gshadow",
            "/etc/gshadow-",
            "/etc/sudoers",
            "/etc/ssl/private",
            "/var/lib");

    private static final List<String> SECRET_AT_HOME = List.of(
            ".aws",
            ".azure",
            ".bash_history",
            ".config",
            ".docker",
            ".git-credentials",
            ".gnupg",
            ".kube",
            ".local/share",
            ".local/state",
            ".m2/settings.xml",
            ".mozilla",
            ".netrc",
            ".npmrc",
            ".password-store",
            ".pypirc",
            ".ssh",
            ".thunderbird",
            ".zsh_history");

    private final List<String> line = new ArrayList<>();
    private final List<Path> shown = new ArrayList<>();
    private final Tools tools;
    private final SandboxOptions options;
    private final Path home;

    private Layout(Tools tools, SandboxOptions options, Path home) {
        this.tools = tools;
        this.options = options;
        this.home = home;
    }

    /**
     * The options.
     *
     * @param home the home directory of this user
     * @param needed what the program needs to be run
     * @throws CannotStart when something to show is not there
     */
    static List<String> of(Tools tools, SandboxOptions options, Path home, List<Path> needed) throws CannotStart {
        Layout layout = new Layout(tools, options, home);
        switch (options.files()) {
            case LISTED -> layout.system();
            case READ_ONLY -> layout.everything();
        }
        layout.ownPlaces();
        needed.forEach(layout::readable);
        for (Path path : options.read()) {
            layout.readable(checked(path, "read"));
        }
        options.caches().stream().filter(Files::exists).forEach(layout::writable);
        for (Path path : options.write()) {
            layout.writable(checked(path, "write"));
        }
        layout.hide();
        if (options.files() == SandboxOptions.Files.LISTED) {
            layout.add("--remount-ro", "/");
        }
        return layout.line;
    }

    private void system() {
        for (String place : SYSTEM) {
            Path path = Path.of(place);
            if (Files.isSymbolicLink(path)) {
                add("--symlink", target(path), place);
            } else if (Files.exists(path)) {
                readable(path);
            }
        }
        for (String name : ETC) {
            inEtc(name).forEach(path -> {
                // A link may lead to where the sandbox has nothing, so what it leads to takes its place.
                add("--ro-bind-try", real(path).toString(), path.toString());
            });
        }
    }

    private void everything() {
        add("--ro-bind", "/", "/");
        shown.add(Path.of("/"));
        empty(Path.of("/run"));
    }

    /** Places in memory: they are gone with the sandbox, and each has a bound. */
    private void ownPlaces() {
        add("--proc", "/proc", "--dev", "/dev");
        for (String place : List.of("/dev/shm", "/tmp")) {
            memory(place);
        }
        add("--remount-ro", "/dev");
        if (options.files() == SandboxOptions.Files.LISTED) {
            memory(home.toString());
        }
    }

    private void memory(String place) {
        if (tools.knows("--size")) {
            add("--size", Long.toString(options.tmpBytes()));
        }
        add("--tmpfs", place);
    }

    private void readable(Path path) {
        add("--ro-bind", path.toString(), path.toString());
        shown.add(path);
    }

    private void writable(Path path) {
        add("--bind", path.toString(), path.toString());
        shown.add(path);
    }

    private void hide() {
        Set<Path> hidden = new LinkedHashSet<>(options.hidden());
        if (options.files() == SandboxOptions.Files.READ_ONLY) {
            SECRET.forEach(place -> hidden.add(Path.of(place)));
            if (options.user().isEmpty()) {
                SECRET_AT_HOME.forEach(place -> hidden.add(home.resolve(place)));
            }
            otherHomes().forEach(hidden::add);
        }
        // From above to below: what lies in a hidden place is hidden with it, and could not be reached to hide it
        // again.
        Set<Path> spellings = new TreeSet<>();
        for (Path path : hidden) {
            spellings.add(path.toAbsolutePath().normalize());
            spellings.add(real(path));
        }
        List<Path> emptied = new ArrayList<>();
        for (Path spelling : spellings) {
            if (Files.exists(spelling)
                    && !Files.isSymbolicLink(spelling)
                    && shown.stream().anyMatch(spelling::startsWith)
                    && emptied.stream().noneMatch(spelling::startsWith)) {
                empty(spelling);
                emptied.add(spelling);
            }
        }
    }

    private void empty(Path path) {
        if (Files.isDirectory(path)) {
            add("--tmpfs", path.toString(), "--remount-ro", path.toString());
        } else if (Files.exists(path)) {
            add("--ro-bind", "/dev/null", path.toString());
        }
    }

    private List<Path> otherHomes() {
        Path own = real(home);
        List<Path> others = new ArrayList<>(children(Path.of("/home"), "*"));
        others.add(Path.of("/root"));
        // As another user there is no home of its own, and nothing may be possible below that of this one.
        others.removeIf(other -> options.user().isEmpty() && own.startsWith(real(other)));
        return others;
    }

    private static List<Path> inEtc(String name) {
        return name.contains("*")
                ? children(Path.of("/etc"), name)
                : Stream.of(Path.of("/etc", name)).filter(Files::exists).toList();
    }

    private static List<Path> children(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
                entries.forEach(found::add);
            } catch (IOException unreadable) {
                return found;
            }
        }
        return found;
    }

    private static Path checked(Path path, String key) throws CannotStart {
        if (!Files.exists(path)) {
            throw new CannotStart(
                    "there is nothing at " + path + " for the sandbox to show",
                    "Create it, or change sandbox." + key + ".",
                    false);
        }
        return path.toAbsolutePath().normalize();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException unreadable) {
            return link.toString();
        }
    }

    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath().normalize();
        }
    }

    private void add(String... words) {
        line.addAll(List.of(words));
    }
}
