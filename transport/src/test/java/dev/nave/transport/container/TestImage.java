package dev.nave.transport.container;

import static org.assertj.core.api.Assertions.fail;

import dev.nave.transport.child.Errand;
import dev.nave.transport.child.Errand.Answer;
import dev.nave.transport.child.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** An image made of nothing but a static BusyBox, so that none has to be fetched; gone when it is closed. */
final class TestImage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A process without the right to raise limits cannot start containers with those that engines ask for. */
    static final List<String> OPTIONS = List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024");

    private final String name = "localhost/nave-test-" + UUID.randomUUID() + ":1";

    private TestImage() {}

    static TestImage build(Path directory) throws Exception {
        Path busybox = assumeBusyBox();
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.copy(busybox, context.resolve("busybox"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            COPY busybox /bin/busybox
            ENTRYPOINT ["/bin/busybox"]
            CMD ["cat"]
            """);
        TestImage image = new TestImage();
        Answer built = podman("build", "--quiet", "--tag", image.name, context.toString());
        if (built.code() != 0) {
            throw new IOException("the image cannot be built: " + built.errors());
        }
        return image;
    }

    String name() {
        return name;
    }

    /** Its name with the digest in place of the tag. */
    String digest() throws Exception {
        return podman("image", "inspect", "--format", "{{index .RepoDigests 0}}", name)
                .out()
                .strip();
    }

    static Answer podman(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(Programs.find("podman", System.getenv()).orElseThrow().toString()));
        line.addAll(List.of(arguments));
        return Errand.run(line, System.getenv(), PATIENCE);
    }

    /** The names of the containers that exist, in whatever state, and are a hub's. */
    static List<String> containers(String hub) throws Exception {
        return podman("ps", "--all", "--filter", "name=" + hub, "--format", "{{.Names}}")
                .out()
                .lines()
                .toList();
    }

    private static Path assumeBusyBox() {
        Map<String, String> environment = System.getenv();
        boolean there = Programs.find("podman", environment).isPresent()
                && Programs.find("busybox", environment).isPresent();
        String advice = "no containers here: install the packages podman, runc and busybox-static";
        if (!there && "true".equals(environment.get("CI"))) {
            fail(advice);
        }
        Assumptions.assumeTrue(there, advice);
        return Programs.find("busybox", environment).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        try {
            podman("image", "rm", "--force", name);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
