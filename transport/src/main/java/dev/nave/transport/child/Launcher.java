package dev.nave.transport.child;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts processes on one thread that lives as long as this process; see {@link Custody#tied}. */
final class Launcher implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("child-launcher").factory());

    /** Runs it there and waits. An interrupt waits too, for a process that was started must not be lost. */
    Process launch(Callable<Process> start) throws IOException {
        Future<Process> started = thread.submit(start);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw failed.getCause() instanceof IOException refused
                            ? refused
                            : new IOException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread, once every child has ended. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
