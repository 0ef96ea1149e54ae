package dev.nave.transport.pipe;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader that keeps what it hears for a test to wait for. */
public final class Heard implements Pipe.Reader {
    private static final int WAIT_SECONDS = 30;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public void message(byte[] message) {
        messages.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void tooLarge(byte[] start, byte[] end, long bytes) {
        messages.add("too large: " + bytes + " " + new String(start, StandardCharsets.UTF_8) + "…"
                + new String(end, StandardCharsets.UTF_8));
    }

    @Override
    public void closed(String reason) {
        if (!closed.complete(reason)) {
            messages.add("closed twice: " + reason);
        }
    }

    /** The next message; waits for it. */
    public String next() throws InterruptedException {
        String message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("Expected a message within " + WAIT_SECONDS + " s, got none");
        }
        return message;
    }

    /** How many messages nobody took. */
    public int waiting() {
        return messages.size();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Why it was closed; waits for it. */
    public String reason() throws Exception {
        return closed.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
