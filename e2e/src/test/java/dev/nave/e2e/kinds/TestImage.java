package dev.nave.e2e.kinds;

import dev.nave.e2e.faults.LightServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An image made of a static BusyBox and a small server, so that none has to be fetched; gone when it is closed. */
final class TestImage implements AutoCloseable {
    private final Path podman;
    private final String name = "localhost/nave-test-" + UUID.randomUUID() + ":1";

    private TestImage(Path podman) {
        this.podman = podman;
    }

    static TestImage build(Path directory) throws IOException, InterruptedException {
        TestImage image = new TestImage(Installed.program("podman", "podman"));
        Installed.program("runc", "runc");
        Path busybox = Installed.program("busybox", "busybox-static");
        Path context = Files.createTempDirectory(directory, "context");
        Files.copy(busybox, context.resolve("busybox"));
        Files.copy(LightServer.program(), context.resolve("server.sh"));
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            COPY busybox /bin/sh
            COPY busybox /bin/sleep
            COPY server.sh /server.sh
            ENTRYPOINT ["/bin/sh", "/server.sh"]
            """);
        image.run("build", "--quiet", "--tag", image.name, context.toString());
        return image;
    }

    String name() {
        return name;
    }

    /** What a container of it is, in JSON: labelled, and startable by a process that may not raise limits. */
    String definition(String label) {
        return """
            {"image": "%s", "pull": "never", "engine": "podman", "labels": {"test": "%s"},
             "options": ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"]}
            """.formatted(name, label).strip();
    }

    /** The names of all containers with this label, in whatever state. */
    List<String> containers(String label) {
        try {
            return run("ps", "--all", "--filter", "label=test=" + label, "--format", "{{.Names}}")
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills the containers with this label. */
    void kill(String label) throws IOException, InterruptedException {
        for (String container : containers(label)) {
            run("kill", "--signal", "KILL", container);
        }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(podman.toString()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(line + " said: " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try {
            run("image", "rm", "--force", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
