package dev.nave.transport.container;

import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.pipe.Heard;
import java.util.Random;

/** The main class of a process that is going to be killed. */
final class HubForTest {
    private HubForTest() {}

    public static void main(String[] arguments) throws Exception {
        Nursery nursery = Nursery.open(new Random(), System.getenv());
        Containers containers = new Containers(nursery, System.getenv());
        Heard heard = new Heard();
        ContainerOptions options =
                new ContainersTest.TestOptions(arguments[0]).run("trap '' TERM; echo '[]'; while :; do sleep 1; done");
        nursery.start(containers.command("test", options), ChildOptions.defaults(), heard);
        heard.next();
        System.out.println(nursery.hub());
        Thread.sleep(600_000);
    }
}
