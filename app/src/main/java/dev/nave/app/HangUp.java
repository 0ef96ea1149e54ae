package dev.nave.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        return answer(self, method, arguments, wanted);
                    });
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy);
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            LOG.debug("This JDK knows no signals", e);
        } catch (InvocationTargetException e) {
            LOG.debug("There is no signal HUP here", e);
        }
    }

    private static Object answer(Object self, Method method, Object[] arguments, Runnable wanted) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            case "toString" -> "HangUp";
            default -> {
                Thread.ofVirtual().name("hang-up").start(wanted);
                yield false;
            }
        };
    }
}
