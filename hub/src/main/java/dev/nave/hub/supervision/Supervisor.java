package dev.nave.hub.supervision;

import dev.nave.hub.Connector;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to one server, waits until it is lost, and connects again: the whole life of the server is one loop on one
 * virtual thread. The thread is interrupted only while it connects; closing a connection is never cut short.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final ServerSettings settings;
    private final Connector connector;
    private final Upstream.Listener listener;
    private final Standing standing;
    private final Backoff backoff;
    private final Time time;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private boolean started;
    private boolean stopped;
    private boolean connecting;
    private int failures;

    Supervisor(
            ServerSettings settings,
            Connector connector,
            Upstream.Listener listener,
            Standing standing,
            Backoff backoff,
            Time time) {
        this.settings = settings;
        this.connector = connector;
        this.listener = listener;
        this.standing = standing;
        this.backoff = backoff;
        this.time = time;
        this.thread = Thread.ofVirtual().name("supervise-" + settings.name()).unstarted(this::run);
    }

    void start() {
        lock.lock();
        try {
            if (started || stopped) {
                return;
            }
            started = true;
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    void close() {
        boolean running;
        lock.lock();
        try {
            stopped = true;
            running = started;
            if (connecting) {
                thread.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        standing.enter(new State.Stopped(time.now()), null);
        try {
            if (running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            standing.enter(new State.Starting(time.now()), null);
            String reason;
            try {
                reason = live();
            } catch (ConnectFailure e) {
                reason = said(e);
                if (!e.isWorthRetrying()) {
                    LOG.warn("Server {} failed for good: {}", settings.name(), reason);
                    standing.enter(new State.Failed(time.now(), reason), null);
                    return;
                }
            } catch (InterruptedException e) {
                return; // Only close() interrupts.
            } catch (RuntimeException e) {
                LOG.error("Server {} could not be connected because of a defect", settings.name(), e);
                reason = "a defect of the hub: " + e;
            }
            pause(reason);
        }
    }

    /** One connection from its opening to its end; answers why it ended. */
    private String live() throws ConnectFailure, InterruptedException {
        long began = time.nanos();
        Life life = new Life();
        Connection connection = connect(life);
        try {
            if (isStopped()) {
                return "the hub is stopping";
            }
            Instant now = time.now();
            Duration took = Duration.ofNanos(time.nanos() - began);
            life.open(connection, new State.Ready(now, connection.opening(), took));
            String reason = life.awaitEnd();
            if (backoff.forgives(Duration.between(now, time.now()))) {
                failures = 0;
            }
            return reason;
        } finally {
            connection.close();
        }
    }

    private Connection connect(Life life) throws ConnectFailure, InterruptedException {
        setConnecting(true);
        try {
            return connector.connect(settings, life);
        } finally {
            setConnecting(false);
            // An interrupt that came too late to stop the connecting must not cut short what follows.
            Thread.interrupted();
        }
    }

    private void setConnecting(boolean now) throws InterruptedException {
        lock.lock();
        try {
            if (now && stopped) {
                throw new InterruptedException("stopped");
            }
            connecting = now;
        } finally {
            lock.unlock();
        }
    }

    private void pause(String reason) {
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            failures++;
            Duration delay = backoff.before(failures);
            LOG.warn("Server {} is tried again in {} ms: {}", settings.name(), delay.toMillis(), reason);
            standing.enter(new State.BackingOff(time.now(), reason, time.now().plus(delay), failures), null);
            long left = delay.toNanos();
            while (left > 0 && !stopped) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private static String said(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    /** One connection's time, as its threads see it. */
    private final class Life implements Connector.Feed {
        // Guarded by the supervisor's lock.
        private @Nullable String end;
        private boolean open;

        void open(Connection connection, State.Ready ready) {
            lock.lock();
            try {
                if (end != null || stopped) {
                    return;
                }
                open = true;
                standing.enter(ready, connection);
            } finally {
                lock.unlock();
            }
            listener.connected(connection);
        }

        String awaitEnd() throws InterruptedException {
            lock.lock();
            try {
                while (end == null && !stopped) {
                    changed.await();
                }
                return end == null ? "the hub is stopping" : end;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void lost(String reason) {
            lock.lock();
            try {
                if (end != null) {
                    return;
                }
                end = reason;
                if (open && !stopped) {
                    // At once, so that no further call goes where nobody is.
                    standing.enter(new State.Starting(time.now()), null);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void listChanged(ListKind kind) {
            listener.listChanged(kind);
        }

        @Override
        public void resourceUpdated(String uri, Json params) {
            listener.resourceUpdated(uri, params);
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
}
