package dev.nave.transport.container;

import static org.assertj.core.api.Assertions.fail;

import dev.nave.transport.child.Errand;
import dev.nave.transport.child.Errand.Answer;
import dev.nave.transport.child.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A container engine for tests.
 *
 * @param name of its client
 * @param environment of its client
 * @param daemon that was started for the tests, and ends with this
 */
record TestEngine(String name, Map<String, String> environment, Optional<Process> daemon) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Podman, which needs no daemon. */
    static TestEngine podman() {
        assumeThere("podman", "podman");
        assumeThere("runc", "runc");
        return new TestEngine("podman", System.getenv(), Optional.empty());
    }

    /**
     * Docker, with a daemon of its own, which knows no image and changes nothing of this machine's network.
     *
     * @param directory for all it keeps
     */
    static TestEngine docker(Path directory) throws IOException, InterruptedException {
        assumeThere("docker", "docker.io");
        Path daemon = assumeThere("dockerd", "docker.io");
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "no Docker here: only root can start its daemon");
        String socket = "unix://" + directory.resolve("docker.sock");
        Process process = new ProcessBuilder(
                        daemon.toString(),
                        "--host=" + socket,
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("pid"),
                        "--storage-driver=vfs",
                        "--bridge=none",
                        "--iptables=false",
                        "--ip6tables=false")
                .redirectErrorStream(true)
                .start();
        BufferedReader said = process.inputReader();
        String last = "nothing";
        while (!last.contains("API listen on")) {
            String line = said.readLine();
            Assumptions.assumeTrue(line != null, "no Docker here: its daemon ended with: " + last);
            last = line;
        }
        Thread.ofVirtual().start(() -> drain(said));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DOCKER_HOST", socket);
        return new TestEngine("docker", Map.copyOf(environment), Optional.of(process));
    }

    /** Or who writes would wait for a reader. */
    private static void drain(BufferedReader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException closed) {
            // Its process has ended.
        }
    }

    Answer run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(Programs.find(name, environment).orElseThrow().toString()));
        line.addAll(List.of(arguments));
        return Errand.run(line, environment, PATIENCE);
    }

    /** The names of the containers that exist, in whatever state, and are a hub's. */
    List<String> containers(String hub) throws IOException, InterruptedException {
        return run("ps", "--all", "--filter", "name=" + hub, "--format", "{{.Names}}")
                .out()
                .lines()
                .toList();
    }

    /** Where a program is; without it the tests are skipped, in continuous integration they fail. */
    static Path assumeThere(String program, String inPackage) {
        Optional<Path> found = Programs.find(program, System.getenv());
        String advice = "no " + program + " here: install the package " + inPackage;
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(found.isPresent(), advice);
        return found.orElseThrow();
    }

    @Override
    public void close() {
        daemon.ifPresent(TestEngine::end);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
