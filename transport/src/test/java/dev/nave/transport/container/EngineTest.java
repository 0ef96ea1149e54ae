package dev.nave.transport.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.transport.child.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine is used and what its errors mean, with programs that speak as the engines do. */
class EngineTest {
    @TempDir
    Path bin;

    @Test
    void dockerComesFirstWhereItsDaemonAnswers() throws Exception {
        docker("echo 28.2.2");
        podman("exit 0");
        assertThat(find(Optional.empty()).kind()).isEqualTo(Engine.Kind.DOCKER);
        assertThat(find(Optional.of("podman")).kind()).isEqualTo(Engine.Kind.PODMAN);
    }

    @Test
    void podmanIsUsedWhereTheDockerDaemonIsSilent() throws Exception {
        docker("echo 'Cannot connect to the Docker daemon at unix:///x.' >&2; exit 1");
        podman("exit 0");
        assertThat(find(Optional.empty()).name()).isEqualTo("podman");
    }

    @Test
    void aSilentDaemonIsTold() throws Exception {
        docker("echo 'Cannot connect to the Docker daemon at unix:///x.' >&2; exit 1");
        assertThatThrownBy(() -> find(Optional.empty())).isInstanceOfSatisfying(CannotStart.class, e -> {
            assertThat(e)
                    .hasMessage("the Docker daemon does not answer: Cannot connect to the Docker daemon at unix:///x.");
            assertThat(e.isWorthRetrying()).isTrue();
        });
    }

    @Test
    void thatThereIsNoEngineIsTold() {
        assertThatThrownBy(() -> find(Optional.empty())).isInstanceOfSatisfying(CannotStart.class, e -> {
            assertThat(e).hasMessage("there is no container engine here: neither docker nor podman is on the PATH");
            assertThat(e.isWorthRetrying()).isFalse();
        });
        assertThatThrownBy(() -> find(Optional.of("vessel"))).hasMessageContaining("no container engine 'vessel'");
    }

    @Test
    void anotherEngineIsUsedByNameOrPath() throws Exception {
        Path vessel = program("vessel", "echo 'vessel 1.0'");
        assertThat(find(Optional.of("vessel")).kind()).isEqualTo(Engine.Kind.OTHER);
        assertThat(find(Optional.of(vessel.toString())).program()).isEqualTo(vessel);
    }

    @Test
    void whyAnImageCannotBeFetchedIsTold() throws Exception {
        assertThatThrownBy(
                        () -> fetch("Error response from daemon: pull access denied for x, repository does not exist"))
                .hasMessageStartingWith("the registry refused the image x:1: Error response from daemon");
        assertThatThrownBy(() -> fetch("manifest for x:1 not found: manifest unknown: manifest unknown"))
                .hasMessageStartingWith("there is no image x:1 in its registry");
        assertThatThrownBy(() -> fetch("dial tcp 127.0.0.1:1: connect: connection refused"))
                .hasMessageStartingWith("the image x:1 could not be fetched: dial tcp");
    }

    private void fetch(String error) throws Exception {
        podman("case $1 in pull) echo '" + error + "' >&2; exit 125 ;; image) exit 1 ;; esac");
        new Image(find(Optional.of("podman")), "x:1").provide(Pull.MISSING, Duration.ofSeconds(30));
    }

    private Engine find(Optional<String> named) throws Exception {
        return Engine.find(named, Map.of("PATH", bin.toString()));
    }

    private void docker(String version) throws IOException {
        program(
                "docker",
                "case $1 in --version) echo 'Docker version 28.2.2, build e6534b4' ;; version) " + version
                        + " ;; esac");
    }

    private void podman(String rest) throws IOException {
        program("podman", "case $1 in --version) echo 'podman version 4.3.1' ;; *) " + rest + " ;; esac");
    }

    private Path program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
