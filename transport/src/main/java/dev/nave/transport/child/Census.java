package dev.nave.transport.child;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Who carries the mark of a hub, counted once for all who ask at the same time: a count reads a file of every process of the
 * system, and when hundreds of children end together each of them wants one.
 */
final class Census {
    private final String mark;
    private final ReentrantLock counting = new ReentrantLock();
    /** How many counts have begun. Written under the lock. */
    private volatile long begun;
    /** Guarded by the lock. */
    private Map<ProcessHandle, String> last = Map.of();

    /** @param mark of the hub */
    Census(String mark) {
        this.mark = mark;
    }

    /** Every process, seen after this was called, whose mark holds the given part. */
    Set<ProcessHandle> find(String part) {
        return count().entrySet().stream()
                .filter(each -> each.getValue().contains(part))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<ProcessHandle, String> count() {
        long before = begun;
        counting.lock();
        try {
            if (begun == before) {
                begun = before + 1;
                last = Sweep.marked(value -> value.contains(mark));
            }
            return last;
        } finally {
            counting.unlock();
        }
    }
}
