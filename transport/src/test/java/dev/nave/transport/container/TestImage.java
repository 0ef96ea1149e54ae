package dev.nave.transport.container;

import dev.nave.transport.child.Errand.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/**
 * An image made of nothing but a static BusyBox, so that none has to be fetched; gone when it is closed.
 *
 * @param digest the name of these very bytes
 */
record TestImage(TestEngine engine, String name, String digest) implements AutoCloseable {
    /** A process without the right to raise limits cannot start containers with those that engines ask for. */
    static final List<String> OPTIONS = List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024");

    static TestImage build(TestEngine engine, Path directory) throws IOException, InterruptedException {
        Path busybox = TestEngine.assumeThere("busybox", "busybox-static");
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.copy(busybox, context.resolve("busybox"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            COPY busybox /bin/busybox
            ENTRYPOINT ["/bin/busybox"]
            CMD ["cat"]
            """);
        String name = "localhost/nave-test-" + UUID.randomUUID() + ":1";
        Answer built = engine.run("build", "--quiet", "--tag", name, context.toString());
        if (built.code() != 0) {
            throw new IOException("the image cannot be built: " + built.errors());
        }
        // One that came from no registry has a digest of its name with Podman, and only its own with Docker.
        String format = engine.name().equals("podman") ? "{{index .RepoDigests 0}}" : "{{.Id}}";
        String digest =
                engine.run("image", "inspect", "--format", format, name).out().strip();
        return new TestImage(engine, name, digest);
    }

    @Override
    public void close() throws IOException {
        try {
            engine.run("image", "rm", "--force", name);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
