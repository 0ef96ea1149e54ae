package dev.nave.edge.conversation;

import dev.nave.hub.Caller;
import dev.nave.hub.Cancellation;
import dev.nave.hub.Deadline;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Time;
import dev.nave.protocol.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pages users were asked to open, by the ids their servers gave them, and which of them are done: servers may say so
 * ({@code notifications/elicitation/complete} of 2025-11-25), and a call made before that would only fail once more. The
 * oldest are forgotten when there are too many. Safe for many threads.
 */
final class Pages {
    private final Duration life;
    private final int most;
    private final Time time;
    // Guarded by this.
    private final Map<Key, Page> known = new LinkedHashMap<>();

    /** {@code life} is how long a page is remembered, as long as a client may bring back its state. */
    Pages(Duration life, int most, Time time) {
        this.life = life;
        this.most = most;
        this.time = time;
    }

    /** A client is asked to open these: listens to what the servers of this endpoint say of them from now on. */
    void expect(Endpoint endpoint, Caller caller, Collection<String> ids) {
        List<Page> fresh = new ArrayList<>();
        List<Page> forgotten = new ArrayList<>();
        synchronized (this) {
            known.values().removeIf(page -> page.until.hasPassed() && forgotten.add(page));
            for (String id : ids) {
                Key key = new Key(caller.principal(), id);
                if (!known.containsKey(key)) {
                    Page page = new Page(Deadline.in(life, time));
                    known.put(key, page);
                    fresh.add(page);
                }
            }
            while (known.size() > most) {
                forgotten.add(known.remove(known.keySet().iterator().next()));
            }
        }
        forgotten.forEach(Pages::ignore);
        for (Page page : fresh) {
            Endpoint.Subscription subscription =
                    endpoint.subscribe(caller, Endpoint.Interest.NONE, event -> heard(caller.principal(), event));
            boolean wanted;
            synchronized (this) {
                page.subscription = subscription;
                wanted = !page.done && known.containsValue(page);
            }
            if (!wanted) {
                ignore(page);
            }
        }
    }

    /** Waits until all of these are done, up to this long; those nobody expects here are not waited for. */
    void await(Caller caller, Collection<String> ids, Duration most, Cancellation cancellation)
            throws InterruptedException {
        Deadline end = Deadline.in(most, time);
        try (var _ = cancellation.onCancel(this::wake)) {
            synchronized (this) {
                while (isOpen(caller.principal(), ids) && !cancellation.isCancelled()) {
                    long left = end.remaining().toMillis();
                    if (left <= 0) {
                        return;
                    }
                    wait(left);
                }
            }
        }
    }

    /** How many are remembered. */
    synchronized int size() {
        return known.size();
    }

    private boolean isOpen(String principal, Collection<String> ids) {
        return ids.stream().map(id -> known.get(new Key(principal, id))).anyMatch(page -> page != null && !page.done);
    }

    private void heard(String principal, Endpoint.Event event) {
        if (!(event instanceof Endpoint.Event.Said(var session, String method, var params))
                || !method.equals(Method.ELICITATION_COMPLETE)) {
            return;
        }
        Page page;
        synchronized (this) {
            page = known.get(new Key(principal, params.string("elicitationId").orElse("")));
            if (page == null) {
                return;
            }
            page.done = true;
            notifyAll();
        }
        // Not on the thread that tells: it may hold what closing needs.
        Thread.ofVirtual().name("page is done").start(() -> ignore(page));
    }

    private static void ignore(Page page) {
        Endpoint.Subscription subscription = page.subscription;
        if (subscription != null) {
            subscription.close();
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    private record Key(String principal, String id) {}

    /** Guarded by the pages, but for the subscription, which is closed by anybody and more than once. */
    private static final class Page {
        private final Deadline until;
        private volatile Endpoint.@Nullable Subscription subscription;
        private boolean done;

        Page(Deadline until) {
            this.until = until;
        }
    }
}
