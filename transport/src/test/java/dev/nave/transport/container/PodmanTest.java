package dev.nave.transport.container;

import java.nio.file.Path;

/** Containers under Podman. */
class PodmanTest extends ContainersTest {
    @Override
    TestEngine open(Path directory) {
        return TestEngine.podman();
    }
}
