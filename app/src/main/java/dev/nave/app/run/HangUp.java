package dev.nave.app.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal HUP as an event. Reached by reflection: the JDK has no other interface to signals than {@code
 * sun.misc.Signal}, which its module {@code jdk.unsupported} offers to everybody, and whose mere name in a source the
 * compiler warns of.
 */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** From now on the signal runs this, on a thread of its own, in place of ending the process; where there is HUP. */
    static void handle(Runnable wanted) {
        Runnable started = () -> Thread.ofVirtual().name("hang-up").start(wanted);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(started);
            Object heard =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, heard);
        } catch (ReflectiveOperationException e) {
            Throwable why = e instanceof InvocationTargetException ? e.getCause() : e;
            LOG.debug("There is no signal HUP here", why);
        }
    }
}
