package dev.nave.transport.child;

import dev.nave.transport.pipe.Heard;
import java.util.Random;

/** The main class of a process that is going to be killed. */
final class HubForTest {
    private HubForTest() {}

    public static void main(String[] arguments) throws Exception {
        Nursery nursery = Nursery.open(new Random(), System.getenv());
        Heard heard = new Heard();
        String tree = """
            trap '' TERM
            setsid sh -c 'trap "" TERM; sleep 600 & echo {}; exec sleep 600' &
            while :; do sleep 1; done
            """;
        nursery.start(ChildCommand.of("sh", "-c", tree), ChildOptions.defaults(), heard);
        heard.next();
        System.out.println(nursery.mark());
        System.out.println(nursery.watchdogPid());
        Thread.sleep(600_000);
    }
}
