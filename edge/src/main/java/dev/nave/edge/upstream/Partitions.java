package dev.nave.edge.upstream;

import dev.nave.edge.upstream.IsolatedConnection.Party;
import dev.nave.hub.Connector;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.ListKind;
import dev.nave.hub.Quota;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a server that keeps its callers apart, one for each, up to a bound. One that nobody called for long
 * enough is ended; one that is in use, or was lately, never is for the sake of another, since it may hold what its caller
 * did there. Safe for many threads; a virtual thread of its own ends what is idle.
 */
final class Partitions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(20);

    private final String server;
    private final int most;
    private final int mostOfOne;
    private final Duration idle;
    private final Opener opener;
    private final Connector.Feed feed;
    private final Time time;
    private final Quota places;
    private final Map<Party, Partition> all = new HashMap<>(); // guarded by this
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param most processes at once, {@code mostOfOne} of one principal
     * @param idle after how long without a call one is ended
     * @param feed of the server, told what the processes say to their callers
     */
    Partitions(String server, int most, int mostOfOne, Duration idle, Opener opener, Connector.Feed feed, Time time) {
        this.server = server;
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.idle = idle;
        this.opener = opener;
        this.feed = feed;
        this.time = time;
        this.places = new Quota(most, mostOfOne);
    }

    /** Starts one more process and shakes hands; may take as long as a start. */
    @FunctionalInterface
    interface Opener {
        Connection open(Connector.Feed feed) throws ConnectFailure, InterruptedException;
    }

    void start() {
        Thread.ofVirtual().name("partitions-" + server).start(this::sweepOften);
    }

    /** The process of a party, started if there is none; leave it when the call has ended. */
    Entered enter(Party party) throws ConnectFailure, InterruptedException {
        Partition partition;
        synchronized (this) {
            partition = all.get(party);
            if (partition == null || partition.ending) {
                Quota.Outcome place = take(party);
                if (place != Quota.Outcome.TAKEN) {
                    return new Entered.Full(full(place));
                }
                partition = new Partition(party);
                all.put(party, partition);
            }
            partition.users++;
        }
        boolean entered = false;
        partition.opening.lockInterruptibly();
        try {
            Connection connection = partition.connection;
            if (connection == null) {
                connection = opener.open(new Ear(partition));
                partition.connection = connection;
            }
            entered = true;
            Partition used = partition;
            return new Entered.Here(connection, () -> leave(used));
        } finally {
            partition.opening.unlock();
            if (!entered) {
                synchronized (this) {
                    partition.ending = true;
                }
                leave(partition);
            }
        }
    }

    private Quota.Outcome take(Party party) {
        if (closed.getCount() == 0) {
            return Quota.Outcome.FULL;
        }
        Quota.Outcome place = places.take(party.principal());
        if (place == Quota.Outcome.TAKEN) {
            return place;
        }
        sweep();
        return places.take(party.principal());
    }

    private String full(Quota.Outcome place) {
        String span = idle.toSeconds() < 120 ? idle.toSeconds() + " s" : idle.toMinutes() + " min";
        return switch (place) {
            case PRINCIPAL_FULL ->
                "Server '" + server + "' keeps " + mostOfOne
                        + " of your sessions apart, as many as one caller may have:"
                        + " end some, or try again when one of them was idle for " + span + ".";
            case FULL, TAKEN ->
                "Server '" + server + "' keeps " + most
                        + " callers apart, as many as it may: try again when one of them" + " was idle for " + span
                        + ", or raise isolation.most.";
        };
    }

    /** The process of a party, if there is one. */
    Optional<Connection> of(Party party) {
        synchronized (this) {
            return Optional.ofNullable(all.get(party)).map(partition -> partition.connection);
        }
    }

    /** Ends the process of a party: at once when no call is in flight, else after the last one. */
    void end(Party party) {
        List<Partition> over = new ArrayList<>();
        synchronized (this) {
            Partition partition = all.get(party);
            if (partition != null) {
                partition.ending = true;
                remove(each -> each == partition && each.users == 0, over);
            }
        }
        over.forEach(Partitions::end);
    }

    private void leave(Partition partition) {
        List<Partition> over = new ArrayList<>();
        synchronized (this) {
            partition.users--;
            partition.idleSince = time.nanos();
            remove(each -> each == partition && each.users == 0 && each.ending, over);
            if (partition.users == 0 && partition.ending && !over.contains(partition)) {
                over.add(partition); // Another took its place meanwhile.
                places.give(partition.party.principal());
            }
        }
        over.forEach(Partitions::end);
    }

    private void sweep() {
        List<Partition> over = new ArrayList<>();
        synchronized (this) {
            remove(each -> each.users == 0 && time.nanos() - each.idleSince >= idle.toNanos(), over);
        }
        over.forEach(Partitions::end);
    }

    /** Called with the lock held. */
    private void remove(Predicate<Partition> which, List<Partition> removed) {
        all.values().removeIf(partition -> {
            if (!which.test(partition)) {
                return false;
            }
            partition.ending = true;
            removed.add(partition);
            places.give(partition.party.principal());
            return true;
        });
    }

    /** Its process is gone: the next call starts another. */
    private void lost(Partition partition, String reason) {
        LOG.atInfo()
                .addKeyValue("server", server)
                .log("Server {}: a process of {} is gone: {}", server, partition.party.principal(), reason);
        List<Partition> over = new ArrayList<>();
        synchronized (this) {
            partition.ending = true;
            remove(each -> each == partition && each.users == 0, over);
        }
        over.forEach(Partitions::end);
    }

    private static void end(Partition partition) {
        Connection connection = partition.connection;
        if (connection != null) {
            Thread.ofVirtual().name("end of a partition").start(connection::close);
        }
    }

    private void sweepOften() {
        long often = Math.max(SHORTEST_SWEEP.toMillis(), idle.toMillis() / 4);
        try {
            while (!closed.await(often, TimeUnit.MILLISECONDS)) {
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        List<Partition> over;
        synchronized (this) {
            over = List.copyOf(all.values());
            all.clear();
        }
        over.forEach(Partitions::end);
    }

    /** Whether a party has its process. */
    sealed interface Entered {
        record Here(Connection connection, Runnable left) implements Entered, AutoCloseable {
            @Override
            public void close() {
                left.run();
            }
        }

        /** No further one is started; {@code text} is for people. */
        record Full(String text) implements Entered {}
    }

    /** One process. Fields are guarded by the pool, but for the connection, which its opener writes. */
    private static final class Partition {
        private final Party party;
        private final ReentrantLock opening = new ReentrantLock();
        private volatile @Nullable Connection connection;
        private int users;
        private long idleSince;
        private boolean ending;

        Partition(Party party) {
            this.party = party;
        }
    }

    /** Hears one process: what it says to people is for its party alone. */
    private final class Ear implements Connector.Feed {
        private final Partition partition;

        Ear(Partition partition) {
            this.partition = partition;
        }

        @Override
        public void listChanged(ListKind kind) {
            // Some servers tell only the session whose call changed a list.
            feed.listChanged(kind);
        }

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {}

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
            Party party = partition.party;
            feed.said(Optional.of(party.principal()), party.session().or(() -> session), method, params);
        }

        @Override
        public void lost(String reason) {
            Partitions.this.lost(partition, reason);
        }
    }
}
