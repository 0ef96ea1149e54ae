package dev.nave.e2e.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nave.e2e.Child;
import dev.nave.e2e.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packages on a machine that has next to nothing: a root with a shell, two small programs and the C library that they
 * are linked with, and no Java.
 */
@Tag("long")
final class PackageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern READY = Pattern.compile("ready at (http://\\S+)");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    @TempDir
    static Path target;

    @TempDir
    Path root;

    @BeforeAll
    static void pack() throws Exception {
        assumeThat(HubProcess.LAUNCHER)
                .as("the packaged program, which `mvn verify` makes and `mvn test` does not")
                .exists();
        Machine.needs("bwrap", "bubblewrap");
        Machine.needs("dpkg-deb", "dpkg");
        Files.createSymbolicLink(target.resolve("nave"), HubProcess.PACKAGE);
        String script = Path.of("../app/src/main/dist/package")
                .toAbsolutePath()
                .normalize()
                .toString();
        good(List.of(script, target.toString(), "0.1.0"));
    }

    @Test
    void the_archive_runs_where_there_is_no_java() throws Exception {
        fill();
        Path nave = Files.createDirectories(root.resolve("opt"));
        good(List.of("tar", "-C", nave.toString(), "-xzf", made(".tar.gz").toString()));
        Path home;
        try (Stream<Path> unpacked = Files.list(nave)) {
            home = unpacked.findFirst().orElseThrow();
        }
        serves("/opt/" + home.getFileName() + "/bin/nave");
    }

    @Test
    void the_debian_package_runs_where_there_is_no_java() throws Exception {
        fill();
        good(List.of("dpkg-deb", "-x", made(".deb").toString(), root.toString()));
        assertThat(root.resolve("usr/share/bash-completion/completions/nave")).isNotEmptyFile();
        assertThat(root.resolve("usr/share/man/man1/nave.1.gz")).isNotEmptyFile();
        serves("/usr/bin/nave");
    }

    private void serves(String nave) throws Exception {
        assertThat(good(inside("/usr/bin/env", nave, "--version"))).isEqualTo("nave 0.1.0");
        // Unlike the launcher's own `auto`, `on` ends the program when the cache cannot be used here.
        assertThat(good(inside("/usr/bin/env", "NAVE_JAVA_OPTIONS=-XX:AOTMode=on", nave, "--version")))
                .isEqualTo("nave 0.1.0");
        Files.writeString(root.resolve("nave.yaml"), """
            waits: { probe: 2m, start: 4m, call: 4m }
            mcpServers:
              files: { sample: files, args: ["/home"] }
              notes: { sample: notes }
            """);
        Files.writeString(root.resolve("home/hello.txt"), "hello there");
        List<String> serve = inside(nave, "serve", "/nave.yaml", "--http", "127.0.0.1:0");
        try (Child hub = Child.start("the hub", serve, Map.of(), root)) {
            String url = hub.awaitLine(READY, PATIENCE).group(1);
            assertThat(good(inside(nave, "call", "--url", url, "files__read", "path=hello.txt")))
                    .contains("hello there");
            assertThat(good(inside(nave, "call", "--url", url, "notes__add", "text=A note")))
                    .contains("1");
        }
    }

    /** A command in the root, with the host's network and nothing else of the host. */
    private List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("bwrap", "--bind", root.toString(), "/", "--proc", "/proc"));
        all.addAll(List.of("--dev", "/dev", "--tmpfs", "/tmp", "--unshare-pid", "--die-with-parent", "--clearenv"));
        all.addAll(List.of("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/home", "--chdir", "/home"));
        all.addAll(List.of(command));
        return all;
    }

    private void fill() throws Exception {
        for (String directory : List.of("usr/bin", "bin", "home")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (String program : List.of("/bin/bash", "/bin/sh", "/usr/bin/env", "/usr/bin/readlink", "/usr/bin/setsid")) {
            copy(Path.of(program));
            for (var match :
                    LIBRARY.matcher(good(List.of("ldd", program))).results().toList()) {
                copy(Path.of(match.group(1)));
            }
        }
        // What the runtime's own libraries are linked with, beside the C library: parts of it in older ones.
        for (String library : List.of("libdl.so.2", "libpthread.so.0", "libm.so.6", "librt.so.1")) {
            copy(Path.of("/lib/" + System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu", library));
        }
    }

    private void copy(Path file) throws IOException {
        Path to = root.resolve(file.toString().substring(1));
        Files.createDirectories(to.getParent());
        Files.copy(file.toRealPath(), to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path made(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(target.resolve("dist"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String good(List<String> command) throws Exception {
        try (Child child = Child.start(command.getFirst(), command, Map.of(), target)) {
            assertThat(child.awaitEnd(PATIENCE))
                    .as("%s said%n%s", command, child.output())
                    .isZero();
            return child.output();
        }
    }
}
