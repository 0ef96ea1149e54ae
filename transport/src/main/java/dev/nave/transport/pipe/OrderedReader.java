package dev.nave.transport.pipe;

import java.util.concurrent.locks.ReentrantLock;

/** Tells a reader one thing at a time, whichever threads call, and nothing once it has been told of the end. */
public final class OrderedReader implements Pipe.Reader {
    private final Pipe.Reader reader;
    private final ReentrantLock telling = new ReentrantLock();
    /** Guarded by the lock. */
    private boolean closed;

    public OrderedReader(Pipe.Reader reader) {
        this.reader = reader;
    }

    @Override
    public void message(byte[] message) {
        tell(() -> reader.message(message));
    }

    @Override
    public void tooLarge(byte[] start, byte[] end, long bytes) {
        tell(() -> reader.tooLarge(start, end, bytes));
    }

    @Override
    public boolean isBusy() {
        return reader.isBusy();
    }

    @Override
    public void closed(String reason) {
        tell(() -> {
            closed = true;
            reader.closed(reason);
        });
    }

    private void tell(Runnable telling) {
        this.telling.lock();
        try {
            if (!closed) {
                telling.run();
            }
        } finally {
            this.telling.unlock();
        }
    }
}
