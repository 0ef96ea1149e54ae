package dev.nave.app.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Says on standard error what is waited for, once that takes more than a second, in a line that is gone afterwards. Only on
 * a terminal: a file has no use for a line that turns.
 */
public final class Progress implements AutoCloseable {
    private static final Duration UNTOLD = Duration.ofSeconds(1);
    private static final Duration TURN = Duration.ofMillis(200);
    private static final String WHEEL = "|/-\\";

    private final Terminal terminal;
    private final PrintStream err;
    private final Supplier<String> waitedFor;
    private final Thread thread;
    // Guarded by this: whether a line is shown, and whether none may be any more.
    private boolean shown;
    private boolean closed;

    private Progress(Terminal terminal, PrintStream err, Supplier<String> waitedFor) {
        this.terminal = terminal;
        this.err = err;
        this.waitedFor = waitedFor;
        this.thread = Thread.ofVirtual().name("nave-progress").unstarted(this::turn);
    }

    /**
     * From now on until it is closed.
     *
     * @param waitedFor what is waited for at the moment; asked for on a thread of its own
     */
    public static Progress of(Supplier<String> waitedFor) {
        Progress progress = new Progress(Terminal.err(), System.err, waitedFor);
        if (progress.terminal.canRewrite()) {
            progress.thread.start();
        }
        return progress;
    }

    private void turn() {
        long began = System.nanoTime();
        try {
            Thread.sleep(UNTOLD);
            for (int turn = 0; ; turn++) {
                long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
                show(WHEEL.charAt(turn % WHEEL.length()) + " " + waitedFor.get() + ", " + seconds + " s");
                Thread.sleep(TURN);
            }
        } catch (InterruptedException _) {
            // What was waited for is there.
        }
    }

    private synchronized void show(String line) {
        if (!closed) {
            err.print("\r" + terminal.in(Colour.DIM, Characters.cut(terminal.shown(line), terminal.width() - 1))
                    + "\u001b[K");
            err.flush();
            shown = true;
        }
    }

    /** Prints something else, such as a line that stays, where the line that turns was. */
    public synchronized void above(Runnable print) {
        clear();
        print.run();
    }

    private void clear() {
        if (shown) {
            err.print("\r\u001b[K");
            err.flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            clear();
        }
        thread.interrupt();
    }
}
