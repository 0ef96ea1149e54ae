package dev.nave.edge.downstream;

import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A pipe that is handed to its writers before it is open, because its reader may be told of messages before whoever opens
 * it has it in hand. Whoever sends meanwhile waits, as long as opening may take.
 */
final class LatePipe implements Pipe {
    private @Nullable Pipe opened; // guarded by this
    private boolean closed; // guarded by this

    /** It is open from now on. */
    void become(Pipe pipe) {
        boolean late;
        synchronized (this) {
            opened = pipe;
            late = closed;
            notifyAll();
        }
        if (late) {
            pipe.close();
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        awaitOpen().send(message);
    }

    @Override
    public void close() {
        Pipe pipe;
        synchronized (this) {
            closed = true;
            pipe = opened;
            notifyAll();
        }
        if (pipe != null) {
            pipe.close();
        }
    }

    private synchronized Pipe awaitOpen() throws IOException {
        try {
            while (opened == null && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a pipe was opened", e);
        }
        Pipe pipe = opened;
        if (pipe == null) {
            throw new IOException("Expected the pipe to open, it did not");
        }
        return pipe;
    }
}
