package dev.nave.transport.container;

import java.nio.file.Path;

/** Containers under Docker, whose daemon is the tests' own. */
class DockerTest extends ContainersTest {
    @Override
    TestEngine open(Path directory) throws Exception {
        return TestEngine.docker(directory);
    }
}
