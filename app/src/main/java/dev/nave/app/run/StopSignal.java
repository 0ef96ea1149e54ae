package dev.nave.app.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and TERM as an event. The process ends only once this is closed, that is when everything has been stopped in
 * order, or a minute has passed: the JVM waits for its shutdown hooks.
 */
final class StopSignal implements AutoCloseable {
    private static final int MOST_SECONDS = 60;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("nave-stop").unstarted(signal::stop));
        return signal;
    }

    private void stop() {
        asked.countDown();
        try {
            boolean inOrder = ended.await(MOST_SECONDS, TimeUnit.SECONDS);
            if (!inOrder) {
                System.err.println("nave: gave up waiting for the servers to end after " + MOST_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the process is asked to end. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Asks the process to stop by itself, as when the client of a stdio server is gone. */
    void raise() {
        asked.countDown();
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
