package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Servers the hub itself cannot get into, until somebody signs in: here, or with {@code nave login} in another process,
 * which the store shows. While there is none nothing is looked at. Safe for many threads.
 */
final class Waiting implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SignIns signIns;
    // Guarded by this.
    private final Map<String, Missed> servers = new HashMap<>();
    private Consumer<String> told = server -> {};
    private @Nullable Thread watch;
    private boolean closed;

    Waiting(SignIns signIns) {
        this.signIns = signIns;
    }

    /** {@code token} is what it had when it could not get in. */
    private record Missed(Purpose purpose, Optional<Secret> token) {}

    /** Told the name of a server that can be got into again, on a thread of this. */
    synchronized void tell(Consumer<String> listener) {
        told = listener;
    }

    void add(Purpose purpose) {
        Missed missed = new Missed(purpose, token(purpose));
        synchronized (this) {
            servers.put(purpose.server(), missed);
            if (watch == null && !closed) {
                watch = Thread.ofVirtual().name("watch-sign-ins").start(this::run);
            }
        }
    }

    private void run() {
        String seen = "";
        try {
            while (true) {
                String now = signIns.state();
                if (!now.equals(seen)) {
                    seen = now;
                    look();
                }
                synchronized (this) {
                    if (closed || servers.isEmpty()) {
                        watch = null;
                        return;
                    }
                    wait(LOOK.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<String> back = new ArrayList<>();
        Consumer<String> listener;
        Map<String, Missed> all;
        synchronized (this) {
            all = Map.copyOf(servers);
            listener = told;
        }
        all.forEach((server, missed) -> {
            Optional<Secret> now = token(missed.purpose);
            if (now.isPresent() && !now.equals(missed.token)) {
                back.add(server);
            }
        });
        synchronized (this) {
            back.forEach(server -> servers.remove(server, all.get(server)));
        }
        back.forEach(listener);
    }

    private Optional<Secret> token(Purpose purpose) {
        try {
            return signIns.findNow(purpose.holder(), purpose.url())
                    .map(signIn -> signIn.tokens().access());
        } catch (StoreFailure _) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
