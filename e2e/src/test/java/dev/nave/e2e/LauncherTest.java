package dev.nave.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program and its launcher. */
final class LauncherTest {
    private static final String OPTIONS = "NAVE_JAVA_OPTIONS";

    @TempDir
    Path directory;

    @BeforeAll
    static void thePackageIsThere() {
        assumeThat(HubProcess.LAUNCHER)
                .as("the packaged program, which `mvn verify` makes and `mvn test` does not")
                .exists();
    }

    @Test
    void itStartsThroughALinkFromAnotherDirectoryAndSaysNothingOfItsOwn() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), HubProcess.LAUNCHER);
        Path linkToLink = Files.createSymbolicLink(directory.resolve("nave"), link.getFileName());

        assertThat(run(linkToLink, Map.of())).isEqualTo(version());
    }

    @Test
    void theCacheMadeWhilePackagingFits() throws Exception {
        assumeThat(HubProcess.PACKAGE.resolve("nave.aot"))
                .as("the AOT cache, which is a convenience (see app/target/aot.log)")
                .exists();

        // Unlike the launcher's own `auto`, `on` ends the program when the cache cannot be used.
        assertThat(run(HubProcess.LAUNCHER, Map.of(OPTIONS, "-XX:AOTMode=on"))).isEqualTo(version());
    }

    @Test
    void aCacheOlderThanAJarIsLeftAloneWithoutAWord() throws Exception {
        Path copy = copy(directory.resolve("a copy"));
        Path launcher = copy.resolve("bin/nave");
        Path cache = Files.write(copy.resolve("nave.aot"), new byte[0]);
        Map<String, String> flags = Map.of(OPTIONS, "-XX:+PrintFlagsFinal");

        assertThat(run(launcher, flags).out()).contains(cache.toString());

        Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH));
        assertThat(run(launcher, flags).out()).contains("AOTMode").doesNotContain(cache.toString());
        assertThat(run(launcher, Map.of())).isEqualTo(version());
    }

    @Test
    void aCacheThatCannotBeReadIsIgnoredWithoutAWord() throws Exception {
        Path copy = copy(directory.resolve("a copy"));
        Files.writeString(copy.resolve("nave.aot"), "not what a cache looks like");

        assertThat(run(copy.resolve("bin/nave"), Map.of())).isEqualTo(version());
    }

    @Test
    void whatComesOutOfTheProgramIsItsExitCode() throws Exception {
        assertThat(run(HubProcess.LAUNCHER, Map.of(), "no-such-command").exit()).isEqualTo(2);
    }

    private Outcome version() throws Exception {
        Outcome outcome = run(HubProcess.LAUNCHER, Map.of());
        assertThat(outcome.out()).matches("nave \\d+\\.\\d+\\.\\d+\\R");
        assertThat(outcome).isEqualTo(new Outcome(0, outcome.out(), ""));
        return outcome;
    }

    private Outcome run(Path launcher, Map<String, String> environment) throws Exception {
        return run(launcher, environment, "--version");
    }

    private Outcome run(Path launcher, Map<String, String> environment, String argument) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(List.of(launcher.toString(), argument))
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove(OPTIONS);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s %s ends", launcher, argument)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static Path copy(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(HubProcess.PACKAGE)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(HubProcess.PACKAGE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                    assertThat(to.toFile().setExecutable(Files.isExecutable(file)))
                            .isTrue();
                }
            }
        }
        return target;
    }

    private record Outcome(int exit, String out, String err) {}
}
