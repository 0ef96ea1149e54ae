package dev.nave.edge.upstream.legacy;

import dev.nave.edge.upstream.wire.Outcome;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.message.Message;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The log level of one session: the lowest anyone wanted, for each client filters for itself. Safe for many threads. */
final class Levels {
    private final ReentrantLock setting = new ReentrantLock();
    private volatile @Nullable LogLevel current;

    /** Lowers the level if needed; {@code set} asks the server, and is asked once at a time. */
    void want(Optional<LogLevel> level, Function<LogLevel, Outcome> set) {
        if (level.isEmpty() || suffices(level.get())) {
            return;
        }
        setting.lock();
        try {
            if (!suffices(level.get())
                    && set.apply(level.get()) instanceof Outcome.Answered(Message.Response response, int status)) {
                // One that refused will refuse again.
                current = level.get();
            }
        } finally {
            setting.unlock();
        }
    }

    private boolean suffices(LogLevel wanted) {
        LogLevel set = current;
        return set != null && set.compareTo(wanted) <= 0;
    }
}
