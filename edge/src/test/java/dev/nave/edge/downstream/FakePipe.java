package dev.nave.edge.downstream;

import dev.nave.protocol.json.Json;
import dev.nave.transport.pipe.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A pipe in memory: what is sent to the client waits to be looked at. */
public final class FakePipe implements Pipe {
    private final LinkedBlockingQueue<Json> sent = new LinkedBlockingQueue<>();

    @Override
    public void send(byte[] message) {
        sent.add(Json.parse(new String(message, StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {}

    /** Waits for the next message to the client. */
    public Json next() {
        try {
            Json message = sent.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("expected a message within 30 s");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public boolean isEmpty() {
        return sent.isEmpty();
    }
}
