package dev.nave.transport.container;

import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.child.TestMain;
import dev.nave.transport.pipe.Heard;
import java.util.Optional;
import java.util.Random;

/** The main class of a process that is going to be killed: it has a nursery and a container that takes no hint. */
final class HubForTest {
    private HubForTest() {}

    static Running start(TestImage image) throws Exception {
        ProcessBuilder builder = TestMain.of(HubForTest.class, image.engine().name(), image.name());
        builder.environment().putAll(image.engine().environment());
        Process process = builder.start();
        return new Running(
                process, Optional.ofNullable(process.inputReader().readLine()).orElseThrow());
    }

    public static void main(String[] arguments) throws Exception {
        Nursery nursery = Nursery.open(new Random(), System.getenv());
        Containers containers = new Containers(nursery, System.getenv());
        Heard heard = new Heard();
        ContainerOptions options = new ContainersTest.TestOptions(arguments[0], arguments[1])
                .run("trap '' TERM; echo '[]'; while :; do sleep 1; done");
        nursery.start(containers.command("test", options), ChildOptions.defaults(), heard);
        heard.next();
        System.out.println(nursery.hub());
        Thread.sleep(600_000);
    }

    record Running(Process process, String name) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
