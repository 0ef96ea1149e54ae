package dev.nave.transport.child;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What one child may take, and who hears what it says to people.
 *
 * @param lineBytes most bytes of a line it writes; see {@link dev.nave.transport.pipe.Pipe.Reader#tooLarge}
 * @param unreadBytes how much it may leave unread before a sender waits
 * @param write how long a sender waits
 * @param stop how long it may take to end once its input is closed, and again after TERM, before KILL
 * @param errorBytes how much of its stderr is kept, the oldest going first
 * @param heard told of each line of its stderr, and of junk on its stdout, as it is kept; on the threads that read them
 */
public record ChildOptions(
        int lineBytes, int unreadBytes, Duration write, Duration stop, int errorBytes, Consumer<String> heard) {
    /** What one child may take, while nobody hears what it says. */
    public ChildOptions(int lineBytes, int unreadBytes, Duration write, Duration stop, int errorBytes) {
        this(lineBytes, unreadBytes, write, stop, errorBytes, line -> {});
    }

    /** 16 MiB a line, 16 MiB unread, 30 s, 3 s, 1 MiB of stderr, heard by nobody. */
    public static ChildOptions defaults() {
        return new ChildOptions(16 << 20, 16 << 20, Duration.ofSeconds(30), Duration.ofSeconds(3), 1 << 20);
    }
}
