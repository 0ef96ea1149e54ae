package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector;
import dev.nave.hub.Deadline;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.catalog.Note;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All configured servers behind one endpoint. Construct, {@link #start()}, open doors on it, {@link #close()}. Safe for
 * use by many threads.
 */
public final class Hub implements Endpoint, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    /** Between two looks whether lists of servers that are away have become too old to be shown. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Time time;
    private final List<ServerFeed> feeds;
    private final Reads reads;
    private final Group all;
    private final Map<String, Group> each = new LinkedHashMap<>();
    private final Thread looking = Thread.ofVirtual().name("look").unstarted(this::look);
    private final List<Consumer<ServerStatus>> observers = new CopyOnWriteArrayList<>();

    /**
     * @param connector opens the way to servers
     * @param random for pauses that should not fall together
     */
    public Hub(
            Configuration configuration,
            Connector connector,
            Seals seals,
            Identity identity,
            Time time,
            RandomGenerator random) {
        this.time = time;
        Duration debounce = configuration.waits().get(Wait.DEBOUNCE).dividedBy(2);
        List<ServerFeed> made = new ArrayList<>();
        for (ServerSettings settings : configuration.servers()) {
            if (settings.enabled()) {
                made.add(new ServerFeed(
                        settings,
                        configuration.bounds(),
                        debounce,
                        connector,
                        identity.id(),
                        new Ear(made.size()),
                        time,
                        random));
            }
        }
        this.feeds = List.copyOf(made);
        Deadline start = Deadline.in(configuration.waits().get(Wait.START_BUDGET), time);
        this.reads = new Reads(
                configuration.bounds().get(Bound.READ_ENTRIES),
                configuration.bounds().get(Bound.READ_BYTES),
                time);
        GroupBuilder groups = new GroupBuilder(configuration, seals, identity, reads, start, time);
        this.all = groups.all(feeds, this::servers);
        for (ServerFeed feed : feeds) {
            each.put(feed.name(), groups.alone(feed));
        }
        LOG.debug("Paths: {}", all);
    }

    /** Starts every enabled server at once and returns without waiting for any. */
    public void start() {
        feeds.forEach(ServerFeed::start);
        looking.start();
    }

    /** Tells of every change of any server's state or lists from now on, on a thread of the hub; must return soon. */
    public void observe(Consumer<ServerStatus> observer) {
        observers.add(observer);
    }

    /** Every enabled server, in configured order. */
    public List<ServerStatus> servers() {
        return feeds.stream().map(Hub::status).toList();
    }

    /** What was done to names of tools and prompts, and which are likely to be rejected: for {@code check}. */
    public List<Note> notes() {
        return all.live().catalog().notes();
    }

    /** The one server of this name alone, in its own names; nothing when there is no such enabled server. */
    public Optional<Endpoint> server(String name) {
        return Optional.ofNullable(each.get(name));
    }

    /** Waits until every server is ready or has failed once, no longer than this; says whether it came to that. */
    public boolean awaitSettled(Duration patience) {
        Deadline deadline = Deadline.in(patience, time);
        feeds.forEach(feed -> feed.upstream().awaitSettled(deadline));
        return feeds.stream().noneMatch(feed -> feed.upstream().state() instanceof State.Starting);
    }

    /** As {@link #awaitSettled}, and until every list of the servers that are ready has come, or has failed to. */
    public void awaitListed(Duration patience) {
        Deadline deadline = Deadline.in(patience, time);
        for (ServerFeed feed : feeds) {
            feed.upstream().awaitSettled(deadline);
            for (ListKind kind : ListKind.values()) {
                feed.list(kind, deadline);
            }
        }
    }

    @Override
    public Description describe(Caller caller) {
        return all.describe(caller);
    }

    @Override
    public Json serverInfo(Caller caller) {
        return all.serverInfo(caller);
    }

    @Override
    public Optional<Json> tool(Caller caller, String name) {
        return all.tool(caller, name);
    }

    @Override
    public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
        return all.subscribe(caller, interest, sink);
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        return all.serve(request, exchange);
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        all.rootsChanged(caller, session);
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        all.sessionEnded(caller, session);
    }

    /** Ends every server, all at once, and waits until they have ended. Idempotent. */
    @Override
    public void close() {
        looking.interrupt();
        List<Thread> closing = feeds.stream()
                .map(feed -> Thread.ofVirtual().name("close-" + feed.name()).start(feed::close))
                .toList();
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The path of a call to each server, filters first. */
    @Override
    public String toString() {
        return all.toString();
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                all.outdate();
                each.values().forEach(Group::outdate);
            }
        } catch (InterruptedException e) {
            LOG.debug("The hub is closed"); // Nobody else interrupts this thread.
        }
    }

    private static ServerStatus status(ServerFeed feed) {
        Map<ListKind, Integer> counts = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            feed.known(kind)
                    .ifPresent(listing -> counts.put(kind, listing.entries().size()));
        }
        return new ServerStatus(feed.settings(), feed.upstream().state(), feed.opening(), counts);
    }

    /** Hears one server; nothing comes before the hub is started. */
    private final class Ear implements ServerFeed.Listener {
        private final int index;

        Ear(int index) {
            this.index = index;
        }

        private ServerFeed feed() {
            return feeds.get(index);
        }

        private List<Group> groups() {
            Group alone = each.get(feed().name());
            return alone == null ? List.of(all) : List.of(all, alone);
        }

        @Override
        public void stateChanged(State state) {
            groups().forEach(Group::outdate);
            tell();
        }

        @Override
        public void listChanged(ListKind kind) {
            groups().forEach(Group::outdate);
            tell();
        }

        private void tell() {
            ServerStatus status = status(feed());
            observers.forEach(observer -> observer.accept(status));
        }

        @Override
        public void resourcesOutdated() {
            reads.outdate(feed().name());
        }

        @Override
        public void resourceUpdated(String uri, Json params) {
            reads.outdate(feed().name(), uri);
            groups().forEach(group -> group.subscribers().updated(feed().name(), uri, params));
        }

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
            groups().forEach(group -> group.subscribers().said(principal, session, method, params));
        }
    }
}
