package dev.nave.edge.downstream.legacy;

import dev.nave.protocol.json.Json;
import dev.nave.transport.pipe.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The hub's end of a pipe in memory. */
final class FakePipe implements Pipe {
    private final LinkedBlockingQueue<Json> sent = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean broken;

    @Override
    public void send(byte[] message) throws IOException {
        if (broken) {
            throw new IOException("broken");
        }
        sent.add(Json.parse(new String(message, StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    void breakIt() {
        broken = true;
    }

    Json next() {
        try {
            Json message = sent.poll(FakeHttp.PATIENCE, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("expected a message within " + FakeHttp.PATIENCE + " s");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean awaitClosed() throws InterruptedException {
        return closed.await(FakeHttp.PATIENCE, TimeUnit.SECONDS);
    }
}
