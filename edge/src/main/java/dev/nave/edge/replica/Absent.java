package dev.nave.edge.replica;

import dev.nave.hub.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes that were found to be gone a moment ago, so that not every request waits for each of them. Safe for many threads. */
final class Absent {
    private static final int MOST = 1_000;

    private final Duration pause;
    private final Time time;
    private final Map<String, Long> since = new LinkedHashMap<>() { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST;
                }
            };

    Absent(Duration pause, Time time) {
        this.pause = pause;
        this.time = time;
    }

    synchronized boolean has(String node) {
        Long missed = since.get(node);
        if (missed == null) {
            return false;
        }
        if (time.nanos() - missed < pause.toNanos()) {
            return true;
        }
        since.remove(node);
        return false;
    }

    synchronized void add(String node) {
        since.put(node, time.nanos());
    }
}
