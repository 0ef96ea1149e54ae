package dev.nave.hub.feed;

import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Opening;
import dev.nave.protocol.json.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of one server that somebody watches, counted, so that the server is asked once for all. The lock is held
 * while the server is asked, so that what it was told last is what is wanted; virtual threads wait for it.
 */
final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final String server;
    private final Supplier<Optional<Connection>> connection;
    private final Supplier<Optional<Opening>> opening;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> counts = new HashMap<>();
    private Set<String> granted = Set.of();
    // Written under the lock, read by anybody.
    private volatile boolean watching;

    Watches(String server, Supplier<Optional<Connection>> connection, Supplier<Optional<Opening>> opening) {
        this.server = server;
        this.connection = connection;
        this.opening = opening;
    }

    /** Counts one more watcher of each; answers those that will be reported, or may be once the server is back. */
    Set<String> add(Collection<String> uris) {
        if (uris.isEmpty() || !mayWatch()) {
            return Set.of();
        }
        lock.lock();
        try {
            boolean more = false;
            for (String uri : uris) {
                more |= counts.merge(uri, 1, Integer::sum) == 1;
            }
            watching = !counts.isEmpty();
            Optional<Connection> now = connection.get();
            if (now.isEmpty()) {
                return Set.copyOf(uris);
            }
            if (more) {
                tell(now.get());
            }
            Set<String> honoured = new HashSet<>(uris);
            honoured.retainAll(granted);
            uncount(uris.stream().filter(uri -> !honoured.contains(uri)).toList());
            return Set.copyOf(honoured);
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything is watched. */
    boolean any() {
        return watching;
    }

    /** Counts one watcher less of each. */
    void remove(Collection<String> uris) {
        lock.lock();
        try {
            if (uncount(uris)) {
                connection.get().ifPresent(this::tell);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks a new connection for all of it; answers what is watched, since something may have been missed. */
    List<String> restore(Connection now) {
        lock.lock();
        try {
            if (counts.isEmpty()) {
                return List.of();
            }
            tell(now);
            return counts.keySet().stream().sorted().toList();
        } finally {
            lock.unlock();
        }
    }

    static Json updated(String uri) {
        return Json.object().put("uri", uri).build();
    }

    private boolean mayWatch() {
        return opening.get()
                .map(known -> known.capabilities()
                        .member("resources")
                        .filter(resources -> resources.flag("subscribe"))
                        .isPresent())
                .orElse(true);
    }

    private boolean uncount(Collection<String> uris) {
        boolean fewer = false;
        for (String uri : uris) {
            fewer |= counts.computeIfPresent(uri, (key, count) -> count == 1 ? null : count - 1) == null;
        }
        watching = !counts.isEmpty();
        return fewer;
    }

    private void tell(Connection now) {
        try {
            granted = Set.copyOf(now.watch(Set.copyOf(counts.keySet())));
        } catch (RuntimeException e) {
            LOG.warn("Server {} could not be asked to report changes of resources: {}", server, e.toString());
        }
    }
}
