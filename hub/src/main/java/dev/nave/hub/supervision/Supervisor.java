package dev.nave.hub.supervision;

import dev.nave.hub.Connector;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Restart;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to one server, waits until that ends, and connects again as its policy says: the whole life of the server is
 * one loop on one virtual thread. The thread is interrupted only while it connects; closing a connection is never cut
 * short.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final ServerSettings settings;
    private final Connector connector;
    private final Upstream.Listener listener;
    private final Standing standing;
    private final Backoff backoff;
    private final Time time;
    private final boolean asleep;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private boolean started;
    private boolean dismissed;
    private Duration patience = Duration.ZERO;
    private boolean connecting;
    private boolean renewed;
    private boolean called;
    // Used by the thread alone.
    private int failures;
    // Written by the thread, read by anybody.
    private final AtomicInteger retried = new AtomicInteger();

    /**
     * @param asleep whether it is started by the first call
     */
    Supervisor(
            ServerSettings settings,
            Connector connector,
            Upstream.Listener listener,
            Standing standing,
            Backoff backoff,
            boolean asleep,
            Time time) {
        this.settings = settings;
        this.connector = connector;
        this.listener = listener;
        this.standing = standing;
        this.backoff = backoff;
        this.asleep = asleep;
        this.time = time;
        this.thread = Thread.ofVirtual().name("supervise-" + settings.name()).unstarted(this::run);
        standing.wakeWith(this::wake);
    }

    void start() {
        lock.lock();
        try {
            if (started || dismissed) {
                return;
            }
            started = true;
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    /** Starts it anew, whatever it is doing, and forgets that it failed. */
    void renew() {
        lock.lock();
        try {
            renewed = true;
            if (connecting) {
                thread.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often it was tried anew by itself after it had failed, since the beginning. */
    int retried() {
        return retried.get();
    }

    /** Somebody needs it: ends its idleness. */
    void wake() {
        lock.lock();
        try {
            called = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it for good and waits until it has ended. Idempotent; may be hurried by another with a shorter drain.
     *
     * @param drain how long calls in flight may take to end; no further one is taken
     */
    void close(Duration drain) {
        boolean running;
        lock.lock();
        try {
            patience = dismissed && patience.compareTo(drain) < 0 ? patience : drain;
            dismissed = true;
            running = started;
            if (connecting) {
                thread.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        standing.leave();
        if (drain.isZero()) {
            standing.end(new State.Stopped(time.now(), "this hub is stopping it"));
        }
        try {
            if (running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        standing.end(new State.Stopped(time.now(), "this hub no longer uses it"));
    }

    private void run() {
        if (asleep) {
            rest(new State.Idle(time.now(), "it is started by the first call"), Optional.empty());
        }
        while (!isDismissed()) {
            standing.enter(new State.Starting(time.now()), null);
            if (failures > 0) {
                retried.incrementAndGet();
            }
            switch (attempt()) {
                case End.Over(String reason, boolean inOrder) -> afterwards(reason, inOrder);
                case End.Hopeless(String reason) -> {
                    LOG.atWarn()
                            .addKeyValue("server", settings.name())
                            .log("Server {} failed for good: {}", settings.name(), reason);
                    rest(new State.Failed(time.now(), reason, Optional.empty()), Optional.empty());
                }
                case End.Unused ignored -> {
                    LOG.atInfo()
                            .addKeyValue("server", settings.name())
                            .log("Server {} is stopped until somebody calls it", settings.name());
                    rest(new State.Idle(time.now(), "nobody called it for a while"), Optional.empty());
                }
                case End.Renewed ignored -> forget();
                case End.Dismissed ignored -> {}
            }
        }
    }

    /** One attempt from its beginning to its end. */
    private End attempt() {
        long began = time.nanos();
        Life life = new Life(settings, listener, standing, lock, changed, time);
        try {
            Connection connection = connect(life);
            try {
                Duration took = Duration.ofNanos(time.nanos() - began);
                End end = life.live(new Traffic(connection, this::signal, time), took, this::demand);
                if (backoff.forgives(Duration.ofNanos(time.nanos() - began))) {
                    failures = 0;
                }
                return end;
            } finally {
                connection.close();
            }
        } catch (ConnectFailure e) {
            // One that was interrupted may call that a failure.
            return demand().orElseGet(
                            () -> e.isWorthRetrying() ? new End.Over(said(e), false) : new End.Hopeless(said(e)));
        } catch (InterruptedException e) {
            return demand().orElseGet(End.Renewed::new); // Only close() and renew() interrupt.
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("server", settings.name())
                    .setCause(e)
                    .log("Server {} could not be connected because of a defect", settings.name());
            return new End.Over("a defect of the hub: " + e, false);
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
            if (now && (dismissed || renewed)) {
                throw new InterruptedException("no longer wanted");
            }
            connecting = now;
        } finally {
            lock.unlock();
        }
    }

    /** What somebody wants of a server that is connected or being so; nothing when it may go on. */
    private Optional<End> demand() {
        lock.lock();
        try {
            if (dismissed) {
                return Optional.of(new End.Dismissed(patience));
            }
            return renewed ? Optional.of(new End.Renewed()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void afterwards(String reason, boolean inOrder) {
        Restart restart = settings.life().restart();
        if (restart.policy() == Restart.Policy.ON_FAILURE && inOrder) {
            LOG.atInfo()
                    .addKeyValue("server", settings.name())
                    .log("Server {} ended by itself: {}", settings.name(), reason);
            rest(new State.Stopped(time.now(), "it ended by itself: " + reason), Optional.empty());
            return;
        }
        failures++;
        if (restart.policy() == Restart.Policy.NEVER) {
            LOG.atWarn()
                    .addKeyValue("server", settings.name())
                    .log("Server {} is not started again, as its policy says: {}", settings.name(), reason);
            rest(new State.Failed(time.now(), reason, Optional.empty()), Optional.empty());
            return;
        }
        if (isProcess() && failures >= restart.crashes()) {
            String loop = "it failed " + Words.times(failures) + " in a row, at last with: " + Words.sentence(reason);
            LOG.atWarn()
                    .addKeyValue("server", settings.name())
                    .log("Server {} is left alone for {}: {}", settings.name(), Words.span(restart.pause()), loop);
            Instant next = time.now().plus(restart.pause());
            rest(new State.Failed(time.now(), loop, Optional.of(next)), Optional.of(restart.pause()));
            return;
        }
        Duration delay = backoff.before(failures);
        LOG.atWarn()
                .addKeyValue("server", settings.name())
                .log("Server {} is tried again in {} ms: {}", settings.name(), delay.toMillis(), reason);
        Instant next = time.now().plus(delay);
        rest(new State.BackingOff(time.now(), reason, next, failures), Optional.of(delay));
    }

    /** A remote server that is away costs nobody anything: it is looked for as often as the pauses say. */
    private boolean isProcess() {
        return !(settings.target() instanceof Target.Remote) && !(settings.target() instanceof Target.Manifest);
    }

    /** Stays in a state: for this long, until it is called if it is idle, or until somebody wants something else. */
    private void rest(State state, Optional<Duration> most) {
        lock.lock();
        try {
            if (dismissed) {
                return;
            }
            called = false;
            standing.enter(state, null);
            long left = most.map(Duration::toNanos).orElse(Long.MAX_VALUE);
            while (left > 0 && !dismissed && !renewed && !(called && state instanceof State.Idle)) {
                left = changed.awaitNanos(left);
            }
            if (renewed) {
                forget();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        lock.lock();
        try {
            renewed = false;
            failures = 0;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDismissed() {
        lock.lock();
        try {
            return dismissed;
        } finally {
            lock.unlock();
        }
    }

    private static String said(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
