package dev.nave.transport.sandbox;

import dev.nave.transport.child.ChildCommand;
import dev.nave.transport.child.ChildOptions;
import dev.nave.transport.child.Nursery;
import dev.nave.transport.pipe.Heard;
import java.util.Random;

/** The main class of a process that is going to be killed: it starts a child that hides another, confined or not. */
final class HubForTest {
    private HubForTest() {}

    public static void main(String[] arguments) throws Exception {
        Nursery nursery = Nursery.open(new Random(), System.getenv());
        String script = "env -i setsid sleep \"$1\" </dev/null >/dev/null 2>&1 &"
                + " until grep -q ^sleep /proc/$!/cmdline; do :; done; echo '[]'; cat";
        ChildCommand command = arguments[0].equals("confined")
                ? new Sandbox(nursery).confined(Attempt.confinable(script, arguments[1]), Attempt.strict())
                : Attempt.unconfined(script, arguments[1]);
        Heard heard = new Heard();
        nursery.start(command, ChildOptions.defaults(), heard);
        System.out.println(heard.next());
        Thread.sleep(600_000);
    }
}
