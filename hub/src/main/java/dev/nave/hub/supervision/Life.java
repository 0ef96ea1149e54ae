package dev.nave.hub.supervision;

import dev.nave.hub.Connector;
import dev.nave.hub.Deadline;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's time: what its threads say of it, and how it ends. Its lock is the supervisor's, so that what happens
 * here and what is wanted from outside have an order.
 */
final class Life implements Connector.Feed, Upstream.Lists, HealthWatch.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(Life.class);

    private final ServerSettings settings;
    private final Upstream.Listener listener;
    private final Standing standing;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Time time;
    // Guarded by the lock.
    private @Nullable End end;
    private @Nullable Traffic open;
    private Duration took = Duration.ZERO;
    private boolean listed;
    private @Nullable String unlisted;
    private @Nullable String unwell;

    Life(
            ServerSettings settings,
            Upstream.Listener listener,
            Standing standing,
            ReentrantLock lock,
            Condition changed,
            Time time) {
        this.settings = settings;
        this.listener = listener;
        this.standing = standing;
        this.lock = lock;
        this.changed = changed;
        this.time = time;
    }

    /**
     * Lets calls use a connection until it is lost, unused for long enough, or something else is wanted. Answers which; no
     * call is on it any more then, or those that are have had their time.
     *
     * @param connecting how long it took to connect
     * @param demand what is wanted from outside, if anything; looked at whenever the condition is signalled
     */
    End live(Traffic traffic, Duration connecting, Supplier<Optional<End>> demand) throws InterruptedException {
        lock.lock();
        try {
            Optional<End> early = Optional.ofNullable(end).or(demand);
            if (early.isPresent()) {
                return early.get();
            }
            open = traffic;
            took = connecting;
            standing.enter(new State.Starting(time.now()), traffic);
        } finally {
            lock.unlock();
        }
        listener.connected(traffic.connection(), this);
        try (HealthWatch health = new HealthWatch(settings, traffic, this, time)) {
            health.start();
            return awaitEnd(traffic, demand);
        }
    }

    private End awaitEnd(Traffic traffic, Supplier<Optional<End>> demand) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                Optional<End> over = Optional.ofNullable(end).or(demand);
                if (over.isPresent()) {
                    open = null;
                    switch (over.get()) {
                        case End.Renewed ignored ->
                            drain(
                                    traffic,
                                    "it is started anew",
                                    settings.waits().get(Wait.DRAIN),
                                    demand);
                        case End.Dismissed(Duration most) -> drain(traffic, "it is no longer used", most, demand);
                        case End.Over ignored -> {}
                        case End.Hopeless ignored -> {}
                        case End.Unused ignored -> {}
                    }
                    return over.get();
                }
                long left = untilUnused(traffic);
                if (left <= 0 && retire(traffic)) {
                    open = null;
                    return new End.Unused();
                }
                long _ = changed.awaitNanos(Math.max(left, Duration.ofMillis(1).toNanos()));
            }
        } finally {
            lock.unlock();
        }
    }

    private long untilUnused(Traffic traffic) {
        Optional<Duration> most = settings.life().idleStop();
        if (most.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!traffic.isEmpty() || listener.isWatched() || !listed) {
            return most.get().toNanos();
        }
        return most.get().minus(traffic.unusedFor()).toNanos();
    }

    /** Takes no further call, unless one came just now. */
    private boolean retire(Traffic traffic) {
        State before = standing.state();
        traffic.close();
        standing.enter(new State.Stopping(time.now(), "nobody called it for a while"), null);
        if (traffic.isEmpty()) {
            return true;
        }
        traffic.reopen();
        standing.enter(before, traffic);
        return false;
    }

    private void drain(Traffic traffic, String reason, Duration most, Supplier<Optional<End>> demand)
            throws InterruptedException {
        traffic.close();
        standing.enter(new State.Stopping(time.now(), reason), null);
        Deadline deadline = Deadline.in(most, time);
        while (!traffic.isEmpty() && end == null && !deadline.hasPassed() && !isHurried(demand.get())) {
            long _ = changed.awaitNanos(deadline.remaining().toNanos());
        }
    }

    private static boolean isHurried(Optional<End> demand) {
        return demand.isPresent() && demand.get() instanceof End.Dismissed(Duration most) && most.isZero();
    }

    @Override
    public void lost(String reason) {
        over(new End.Over(reason, false));
    }

    @Override
    public void ended(String reason) {
        over(new End.Over(reason, true));
    }

    @Override
    public void gone(String reason) {
        over(new End.Over(reason, false));
    }

    private void over(End.Over how) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            end = how;
            if (open != null) {
                // At once, so that no further call goes where nobody is.
                open.close();
                standing.enter(new State.Starting(time.now()), null);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listed() {
        look(() -> {
            listed = true;
            unlisted = null;
        });
    }

    @Override
    public void unlisted(String reason) {
        look(() -> {
            listed = true;
            unlisted = reason;
        });
    }

    @Override
    public void well() {
        look(() -> unwell = null);
    }

    @Override
    public void unwell(String reason) {
        look(() -> unwell = reason);
    }

    /** Takes what was found, and enters the state that follows if it is another. */
    private void look(Runnable found) {
        lock.lock();
        try {
            found.run();
            Traffic traffic = open;
            if (traffic == null || end != null || !listed) {
                return;
            }
            State before = standing.state();
            String wrong = unlisted == null ? unwell : unlisted;
            if (wrong == null && !(before instanceof State.Ready)) {
                standing.enter(new State.Ready(time.now(), traffic.connection().opening(), took), traffic);
            } else if (wrong != null && !before.why().equals(Optional.of(wrong))) {
                LOG.atWarn()
                        .addKeyValue("server", settings.name())
                        .log("Server {} is degraded: {}", settings.name(), wrong);
                standing.enter(
                        new State.Degraded(time.now(), traffic.connection().opening(), took, wrong), traffic);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listChanged(ListKind kind) {
        listener.listChanged(kind);
    }

    @Override
    public void resourceUpdated(Optional<String> principal, String uri, Json params) {
        listener.resourceUpdated(principal, uri, params);
    }

    @Override
    public void taskChanged(String id, Optional<Json> state) {
        listener.taskChanged(id, state);
    }

    @Override
    public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
        listener.said(principal, session, method, params);
    }
}
