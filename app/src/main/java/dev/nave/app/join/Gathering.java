package dev.nave.app.join;

import dev.nave.app.join.Greeting.Answer;
import dev.nave.hub.configuration.Configuration;
import dev.nave.transport.local.OwnSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets other clients of the same user join a hub that runs, each on a pipe of its own. Safe for many threads. */
public final class Gathering implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);
    private static final int MOST = 256;

    private final Rendezvous place;
    private final Turn turn;
    private final ReentrantLock counting = new ReentrantLock();
    private final Condition changed = counting.newCondition();
    // Guarded by the lock.
    private int there;
    private boolean closed;
    private @Nullable OwnSocket socket;

    private Gathering(Rendezvous place, Turn turn) {
        this.place = place;
        this.turn = turn;
    }

    /** A hub that others can join. */
    public interface Host {
        /**
         * Serves one client. Returns at once.
         *
         * @param out closed once the client is gone and what there was for it is written
         * @param ended run once the client is gone
         */
        void serve(InputStream in, OutputStream out, Runnable ended);

        /** What is in force now. */
        Configuration configuration();

        /** Where it logs, for people. */
        String log();
    }

    /**
     * Takes the place where clients of this configuration come, before anybody is let in.
     *
     * @param patience how long one that is leaving is waited for
     * @return nothing where another hub has it, or where there can be none
     */
    public static Optional<Gathering> claim(Rendezvous place, Duration patience) throws InterruptedException {
        try {
            place.prepare();
            Turn turn = Turn.await(place.lock(), patience);
            if (turn.isTaken()) {
                return Optional.of(new Gathering(place, turn));
            }
            turn.close();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("Nobody can join", e);
        }
        return Optional.empty();
    }

    /** Begins to let others in. */
    public boolean open(Host host) {
        try {
            OwnSocket listening = OwnSocket.listen(place.socket(), channel -> admit(channel, host));
            counting.lock();
            try {
                socket = listening;
            } finally {
                counting.unlock();
            }
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("Nobody can join this hub: {}", e.toString());
            return false;
        }
    }

    private void admit(SocketChannel channel, Host host) {
        try {
            Optional<Standing> standing = heard(channel);
            Answer answer = standing.isEmpty()
                    ? new Answer.No("is of another version of Nave")
                    : Standing.here(place, System.getenv())
                            .differenceTo(standing.get(), host.configuration())
                            .<Answer>map(Answer.No::new)
                            .orElseGet(() -> enter(host));
            if (answer instanceof Answer.Welcome) {
                begin(channel, host, answer);
                return;
            }
            Channels.newOutputStream(channel).write(Greeting.answer(answer));
        } catch (IOException | RuntimeException gone) {
            LOG.debug("Somebody came and left: {}", gone.toString());
        }
        closeQuietly(channel);
    }

    private static Optional<Standing> heard(SocketChannel channel) throws IOException {
        try (var _ = new Greeting.Deadline(channel)) {
            return Greeting.heard(Channels.newInputStream(channel));
        }
    }

    private void begin(SocketChannel channel, Host host, Answer answer) throws IOException {
        AtomicBoolean here = new AtomicBoolean(true);
        Runnable ended = () -> {
            if (here.compareAndSet(true, false)) {
                leave();
            }
        };
        try {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(Greeting.answer(answer));
            host.serve(Channels.newInputStream(channel), out, ended);
        } catch (IOException | RuntimeException gone) {
            ended.run();
            throw gone;
        }
    }

    private Answer enter(Host host) {
        counting.lock();
        try {
            if (closed) {
                return new Answer.Leaving();
            }
            if (there >= MOST) {
                return new Answer.No("has " + MOST + " clients, which is the most");
            }
            there++;
            changed.signalAll();
            return new Answer.Welcome(ProcessHandle.current().pid(), host.log());
        } finally {
            counting.unlock();
        }
    }

    private void leave() {
        counting.lock();
        try {
            there--;
            changed.signalAll();
        } finally {
            counting.unlock();
        }
    }

    /**
     * Waits until nobody is there any more; from then on nobody is let in.
     *
     * @param first how long the first one is waited for
     */
    public void awaitEmpty(Duration first) throws InterruptedException {
        counting.lock();
        try {
            long left = first.toNanos();
            while (there == 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            while (there > 0) {
                changed.await();
            }
            closed = true;
        } finally {
            counting.unlock();
        }
        close();
    }

    /** Lets nobody in any more and leaves the place to others; who is there stays until the hub ends. Idempotent. */
    @Override
    public void close() {
        @Nullable OwnSocket listening;
        counting.lock();
        try {
            closed = true;
            listening = socket;
            socket = null;
        } finally {
            counting.unlock();
        }
        if (listening != null) {
            listening.close();
        }
        try {
            turn.close();
        } catch (IOException e) {
            LOG.debug("The lock could not be let go", e);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A connection could not be closed", e);
        }
    }
}
