package dev.nave.edge.upstream.legacy;

import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whose roots the server of a session knows. A server that asks for them as a session opens takes them for where it may
 * work, so a call of a client waits until they are that client's. Safe for many threads.
 */
final class Roots {
    /** How long a server may take to ask, once it has reason to. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** How long it takes at most to work there, once it was told: it looks at the directories first, and says nothing. */
    private static final Duration SETTLING = Duration.ofMillis(250);

    private final Time time;
    private Deadline settled;
    private @Nullable String known;
    private @Nullable String awaited;
    private boolean told;
    private boolean ever;
    private int open;

    Roots(Time time) {
        this.time = time;
        this.settled = Deadline.in(Duration.ZERO, time);
    }

    synchronized void asked() {
        ever = true;
        open++;
        notifyAll();
    }

    /** The question is closed; {@code client} is whose roots the server was told, or null when it was told none. */
    synchronized void answered(@Nullable String client) {
        open--;
        if (client != null) {
            known = client;
            settled = Deadline.in(SETTLING, time);
        }
        notifyAll();
    }

    /**
     * Waits until the server knows this client's roots, or does not ask for them, or the client does not tell.
     *
     * @return true when the caller is to tell the server first that they changed, and to come back then
     */
    boolean await(String client, Deadline most, Cancellation cancellation) throws InterruptedException {
        Deadline soon = Deadline.in(most.remaining(SOON), time);
        try (var _ = cancellation.onCancel(this::wake)) {
            synchronized (this) {
                if (!client.equals(known) && !client.equals(awaited)) {
                    awaited = client;
                    told = false;
                }
                while (client.equals(awaited) && !client.equals(known) && !cancellation.isCancelled()) {
                    // One that has not asked yet will by itself; one that has was told of nobody's, or of another's.
                    if (ever && open == 0 && !told) {
                        told = true;
                        return true;
                    }
                    long left = (open > 0 ? most : soon).remaining().toMillis();
                    if (left <= 0) {
                        break;
                    }
                    wait(left);
                }
                if (client.equals(awaited)) {
                    awaited = null;
                    known = client; // Not to be waited for once more.
                    notifyAll();
                }
                while (!settled.hasPassed() && !most.hasPassed() && !cancellation.isCancelled()) {
                    wait(Math.max(1, most.remaining(settled.remaining()).toMillis()));
                }
                return false;
            }
        }
    }

    private synchronized void wake() {
        notifyAll();
    }
}
