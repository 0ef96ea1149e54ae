package dev.nave.guard.secret;

import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts servers anew when a secret they use has another value, and only those. A secret that cannot be had at the moment
 * changes nothing: a server that runs goes on with what it has. Kinds with a time of their own are looked at on a virtual
 * thread of this object; {@link #look()} looks at all. Safe for many threads.
 */
public final class Rotation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
    private static final String READER = "rotation";

    private final SecretFinder finder;
    private final Supplier<List<ServerSettings>> servers;
    private final Restarts restarts;
    /** One look at a time, so that a change is not acted on twice. */
    private final ReentrantLock looking = new ReentrantLock();

    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param servers those in use now
     * @param restarts starts one of them anew once its calls have ended
     */
    public Rotation(SecretFinder finder, Supplier<List<ServerSettings>> servers, Restarts restarts) {
        this.finder = finder;
        this.servers = servers;
        this.restarts = restarts;
    }

    /**
     * Begins to look at kinds again and again. Once.
     *
     * @param refresh the time between two looks, by kind
     */
    public void start(Map<String, Duration> refresh) {
        refresh.forEach((kind, often) ->
                threads.add(Thread.ofVirtual().name("rotate-" + kind).start(() -> {
                    try {
                        while (true) {
                            Thread.sleep(often);
                            look(reference -> reference.kind().equals(kind));
                        }
                    } catch (InterruptedException _) {
                        LOG.debug("No longer looking at {}", kind); // Only close() interrupts.
                    }
                })));
    }

    /**
     * Looks at every secret in use, and starts those servers anew for which one has changed.
     *
     * @return for each of these servers the references that have changed
     */
    public Map<String, Set<Reference>> look() throws InterruptedException {
        return look(reference -> true);
    }

    private Map<String, Set<Reference>> look(Predicate<Reference> which) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            Map<Reference, Optional<Secret>> now = new HashMap<>();
            Map<String, Set<Reference>> changed = new LinkedHashMap<>();
            for (ServerSettings server : servers.get()) {
                Set<Reference> ofServer = changed(server, which, now);
                if (!ofServer.isEmpty()) {
                    changed.put(server.name(), ofServer);
                }
            }
            changed.forEach((server, references) -> {
                LOG.info("Server {} is started anew, for {} changed", server, references);
                var _ = restarts.restart(server);
            });
            return changed;
        } finally {
            looking.unlock();
        }
    }

    private Set<Reference> changed(
            ServerSettings server, Predicate<Reference> which, Map<Reference, Optional<Secret>> now)
            throws InterruptedException {
        Set<Reference> changed = new LinkedHashSet<>();
        for (Reference reference : server.references()) {
            // Only what the server has looked up: one that is yet to be started finds the new value by itself.
            if (which.test(reference) && finder.inUse().isUsed(server.name(), reference)) {
                Secret value = value(reference, now);
                if (value != null && finder.inUse().isChanged(server.name(), reference, value)) {
                    changed.add(reference);
                }
            }
        }
        return changed;
    }

    private @Nullable Secret value(Reference reference, Map<Reference, Optional<Secret>> now)
            throws InterruptedException {
        Optional<Secret> known = now.get(reference);
        if (known == null) {
            known = find(reference);
            now.put(reference, known);
        }
        return known.orElse(null);
    }

    private Optional<Secret> find(Reference reference) throws InterruptedException {
        try {
            return Optional.of(finder.look(reference, READER));
        } catch (SecretUnavailable e) {
            return Optional.empty(); // The audit has said so.
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    /** Starts a server anew. */
    @FunctionalInterface
    public interface Restarts {
        /** Begins to, and returns: calls in flight may end first. False when there is no such server any more. */
        boolean restart(String server);
    }
}
