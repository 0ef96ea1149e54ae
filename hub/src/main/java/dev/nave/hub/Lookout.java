package dev.nave.hub;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time after what as a rule is there for a moment, and may be there for long: dearer than a timer each
 * for a few, and far cheaper for many that are gone before it looks. Safe for many threads.
 */
public final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** What is looked after. */
    @FunctionalInterface
    public interface Watched {
        /** Called every now and then while it is watched, on another thread; must return soon. */
        void look();
    }

    /** Looks after it from now on. */
    public void watch(Watched added) {
        watched.add(added);
        if (!looking.get() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("lookout").start(this::run);
        }
    }

    /** Looks after it no longer. */
    public void forget(Watched removed) {
        watched.remove(removed);
    }

    /** Whether a thread of it runs. */
    boolean isLooking() {
        return looking.get();
    }

    /** Looks for as long as there is anything to look after. */
    private void run() {
        try {
            do {
                while (!watched.isEmpty()) {
                    Thread.sleep(PAUSE);
                    watched.forEach(this::look);
                }
                looking.set(false);
                // What came in between did not begin another one.
            } while (!watched.isEmpty() && looking.compareAndSet(false, true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug in one costs nobody else, and is told of once. */
    private void look(Watched each) {
        try {
            each.look();
        } catch (RuntimeException | Error e) {
            forget(each);
            LOG.error("{} is not looked after any more.", each, e);
        }
    }
}
