package dev.nave.guard.store;

import dev.nave.hub.Time;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets one process at a time change a store: a lock on a file beside it, which the system lets go when a process dies. */
public final class StoreLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until it is this one's turn; close it soon.
     *
     * @param store the file that is changed, or what stands for it: the lock lies beside it
     */
    public static StoreLock of(Path store, Time time) throws StoreFailure {
        Path file = store.resolveSibling(store.getFileName() + ".lock");
        try {
            PrivateFiles.makeDirectory(file);
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PrivateFiles.ownerAlone());
            boolean locked = false;
            try {
                locked = await(channel, time);
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            if (locked) {
                return new StoreLock(channel);
            }
        } catch (IOException e) {
            throw new StoreFailure("The lock of the store cannot be taken at " + file + ": " + e + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("The wait for the store was interrupted.", e);
        }
        throw new StoreFailure("Another process holds the store for more than " + PATIENCE.toSeconds() + " s, see "
                + file + ": end it and try again.");
    }

    /** Asks again and again, because a wait for a lock of a file cannot be bounded otherwise. */
    private static boolean await(FileChannel channel, Time time) throws IOException, InterruptedException {
        long end = time.nanos() + PATIENCE.toNanos();
        while (true) {
            if (attempt(channel) != null) {
                return true;
            }
            if (time.nanos() - end >= 0) {
                return false;
            }
            Thread.sleep(BETWEEN);
        }
    }

    private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // Held by another thread of this process.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The lock is gone with the channel all the same.
        }
    }
}
