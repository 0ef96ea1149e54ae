package dev.nave.edge.downstream.legacy;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the event logs of all sessions may hold together; those that grew longest ago let go first. Safe for many threads. */
final class EventBudget {
    private final long most;
    private final Set<EventLog> grown = new LinkedHashSet<>(); // guarded by this
    private long held; // guarded by this

    EventBudget(long most) {
        this.most = most;
    }

    synchronized void added(EventLog log, int length) {
        held += length;
        grown.remove(log);
        grown.add(log);
    }

    synchronized void removed(int length) {
        held -= length;
    }

    /** Never called with a lock of a log or channel held. */
    void relieve() {
        while (true) {
            EventLog first;
            synchronized (this) {
                if (held <= most || grown.isEmpty()) {
                    return;
                }
                first = grown.iterator().next();
                grown.remove(first);
            }
            first.shed();
        }
    }

    synchronized void forget(EventLog log) {
        grown.remove(log);
    }

    synchronized long held() {
        return held;
    }
}
