package dev.nave.app.run;

import dev.nave.transport.pipe.Pipe;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The reading side of a pipe that begins to read before anybody can be told: what comes waits for the door. */
final class LocalUser implements Pipe.Reader {
    private final CompletableFuture<Pipe.Reader> door = new CompletableFuture<>();
    private final Runnable ended;

    LocalUser(Runnable ended) {
        this.ended = ended;
    }

    /** Opens the door for the user on this pipe. */
    void sit(Pipe pipe, Function<Pipe, Pipe.Reader> opening) {
        door.complete(opening.apply(pipe));
    }

    @Override
    public void message(byte[] message) {
        door.join().message(message);
    }

    @Override
    public void tooLarge(byte[] start, byte[] end, long bytes) {
        door.join().tooLarge(start, end, bytes);
    }

    @Override
    public boolean isBusy() {
        return door.join().isBusy();
    }

    @Override
    public void closed(String reason) {
        door.join().closed(reason);
        ended.run();
    }
}
