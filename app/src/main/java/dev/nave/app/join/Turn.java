package dev.nave.app.join;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A lock between processes, which the system lets go of when its holder ends, however that ends. */
final class Turn implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final FileChannel file;
    private final boolean taken;

    private Turn(FileChannel file, boolean taken) {
        this.file = file;
        this.taken = taken;
    }

    /** Waits for whoever has it, at most for so long; with no time, only looks. */
    static Turn await(Path place, Duration patience) throws IOException, InterruptedException {
        FileChannel file = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long end = System.nanoTime() + patience.toNanos();
            boolean taken = take(file);
            while (!taken && System.nanoTime() < end) {
                Thread.sleep(BETWEEN_TRIES);
                taken = take(file);
            }
            return new Turn(file, taken);
        } catch (IOException | InterruptedException e) {
            file.close();
            throw e;
        }
    }

    private static boolean take(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException own) {
            return false; // Held by this very process.
        }
    }

    /** Whether it is this process's. */
    boolean isTaken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
