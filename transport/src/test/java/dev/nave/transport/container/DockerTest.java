package dev.nave.transport.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Containers under Docker, whose daemon is the tests' own. */
@Tag("long")
class DockerTest extends ContainersTest {
    @Override
    TestEngine open(Path directory) throws Exception {
        return TestEngine.docker(directory);
    }
}
