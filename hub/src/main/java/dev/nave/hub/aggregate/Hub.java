package dev.nave.hub.aggregate;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Deadline;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Quota;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Time;
import dev.nave.hub.caller.Callers;
import dev.nave.hub.catalog.Entry;
import dev.nave.hub.catalog.Note;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Change;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.Problem;
import dev.nave.hub.configuration.Reading;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.feed.Remembered;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All configured servers behind one endpoint. Construct, {@link #start()}, open doors on it, {@link #close()}. Safe for
 * use by many threads.
 *
 * <p>Everything that follows from the configuration is one {@link Fleet}, which a reload swaps as a whole. A call sees one
 * fleet from its beginning to its end; what outlives a call (sessions, subscriptions) is kept by the {@link View}s.
 */
public final class Hub implements Endpoint, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    /** Between two looks whether lists of servers that are away have become too old to be shown. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Surroundings surroundings;
    private final Time time;
    private final Deadline start;
    private final Quota calls;
    private final AtomicLong numbers = new AtomicLong();
    private final Reads reads;
    private final Views views;
    private final Thread looking = Thread.ofVirtual().name("look").unstarted(this::look);
    private final List<Consumer<ServerStatus>> observers = new CopyOnWriteArrayList<>();
    private final List<Runnable> reloaded = new CopyOnWriteArrayList<>();
    private final List<Connector.Feed> overhearing = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    // Servers of earlier fleets whose last calls end.
    private final Set<ServerFeed> leaving = ConcurrentHashMap.newKeySet();
    // Written by whoever holds the lock, read by anybody.
    private volatile Fleet fleet;
    private volatile boolean closed;
    private volatile Supplier<Json> remark = () -> Json.EMPTY_OBJECT;

    /**
     * @param configuration to begin with; its waits and bounds of the hub as a whole, its seals and its address hold for
     *     as long as the hub runs
     */
    public Hub(Configuration configuration, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.time = surroundings.time();
        this.start = Deadline.in(configuration.node().waits().get(Wait.START_BUDGET), time);
        this.calls = new Quota(
                configuration.node().bounds().get(Bound.CALLS),
                configuration.node().bounds().get(Bound.CALLS_PER_PRINCIPAL));
        this.reads = new Reads(
                configuration.node().bounds().get(Bound.READ_ENTRIES),
                configuration.node().bounds().get(Bound.READ_BYTES),
                time);
        List<ServerFeed> feeds = configuration.servers().stream()
                .filter(ServerSettings::enabled)
                .map(settings -> feed(settings, configuration, Optional.empty()))
                .toList();
        this.fleet = fleet(configuration, feeds);
        this.views = new Views(configuration.node(), surroundings.identity().serverInfo(), () -> fleet);
        LOG.debug("Paths: {}", this);
    }

    /** Starts every enabled server at once and returns without waiting for any. */
    public void start() {
        fleet.feeds().forEach(ServerFeed::start);
        looking.start();
    }

    /** Tells of every change of any server's state or lists from now on, on a thread of the hub; must return soon. */
    public void observe(Consumer<ServerStatus> observer) {
        observers.add(observer);
    }

    /** Runs this after every reload that put a configuration in force, on its thread; must return soon. */
    public void afterReload(Runnable listener) {
        reloaded.add(listener);
    }

    /** The configuration in force. */
    public Configuration configuration() {
        return fleet.configuration();
    }

    /** Who may call, as the configuration in force has it. */
    public Callers callers() {
        return fleet.callers();
    }

    /** Every configured server, in configured order, those that are not enabled included. */
    public List<ServerStatus> servers() {
        return fleet.servers();
    }

    /** What a caller is offered; waits for servers that are starting as a list does. */
    public Offered offered(Caller caller) {
        Fleet now = fleet;
        Map<ListKind, List<Entry>> entries = now.all().offered(caller);
        return new Offered(now.servers().stream().filter(ServerStatus::isUsed).toList(), entries);
    }

    /** How all servers are doing, as the hub's tool {@code status} says it. Does not wait. */
    public Json status() {
        return StatusReport.json(servers(), remark.get());
    }

    /** What {@link #status} says beside the servers from now on: an object, whose {@code trouble} people are told of. */
    public void remark(Supplier<Json> about) {
        remark = about;
    }

    /** Tells another hub, of which this one is a server, what its servers say outside any call. */
    public void overhear(Connector.Feed outer) {
        overhearing.add(outer);
    }

    /** What was done to names of tools and prompts, and which are likely to be rejected: for {@code check}. */
    public List<Note> notes() {
        return fleet.all().live().catalog().notes();
    }

    /** The one server of this name alone, in its own names; nothing when there is no such enabled server. */
    public Optional<Endpoint> server(String name) {
        return fleet.each().containsKey(name) ? Optional.of(views.alone(name)) : Optional.empty();
    }

    /** Waits until every server has introduced itself or failed once, no longer than this; says whether it came to that. */
    public boolean awaitSettled(Duration patience) {
        Deadline deadline = Deadline.in(patience, time);
        List<ServerFeed> feeds = fleet.feeds();
        feeds.forEach(feed -> feed.upstream().awaitSettled(deadline));
        return feeds.stream()
                .noneMatch(feed -> feed.opening().isEmpty() && feed.upstream().state() instanceof State.Starting);
    }

    /** As {@link #awaitSettled}, and until every list of the servers that are ready has come, or has failed to. */
    public void awaitListed(Duration patience) {
        Deadline deadline = Deadline.in(patience, time);
        for (ServerFeed feed : fleet.feeds()) {
            feed.upstream().awaitSettled(deadline);
            feed.upstream().connection().ifPresent(connection -> connection.awaitListed(deadline.remaining()));
            for (ListKind kind : ListKind.values()) {
                feed.list(kind, deadline);
            }
            feed.upstream().awaitDecided(deadline);
        }
    }

    /**
     * Reads the configuration anew and puts it in force: only servers that changed are started anew, calls in flight on
     * others go on, and clients hear of lists that changed. Returns once it is in force, without waiting for servers.
     */
    public Reload reload() {
        if (!changing.tryLock()) {
            return new Reload.Busy();
        }
        try {
            return switch (surroundings.source().get()) {
                case Reading.Refused refused -> {
                    Reload reload = new Reload.Refused(refused.problems());
                    LOG.info("The configuration was not reloaded:\n{}", reload);
                    yield reload;
                }
                case Reading.Read(Configuration next, List<Problem> warnings) -> {
                    Change change = swap(next);
                    LOG.atLevel(change.isEmpty() ? Level.DEBUG : Level.INFO)
                            .log("The configuration was reloaded: {}", change);
                    fleet.feeds().forEach(feed -> feed.upstream().connection().ifPresent(Connection::refresh));
                    reloaded.forEach(Runnable::run);
                    yield new Reload.Done(change, warnings);
                }
            };
        } finally {
            changing.unlock();
        }
    }

    /** Starts a server anew, whatever it is doing; answers whether there is one of this name that is enabled. */
    public boolean restart(String server) {
        Optional<ServerFeed> feed = fleet.feed(server);
        feed.ifPresent(found -> found.upstream().restart());
        return feed.isPresent();
    }

    @Override
    public Description describe(Caller caller) {
        return views.all().describe(caller);
    }

    @Override
    public Json serverInfo(Caller caller) {
        return views.all().serverInfo(caller);
    }

    @Override
    public Optional<Json> tool(Caller caller, String name) {
        return views.all().tool(caller, name);
    }

    @Override
    public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
        return views.all().subscribe(caller, interest, sink);
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        return views.all().serve(request, exchange);
    }

    @Override
    public boolean mayRepeat(Request request) {
        return views.all().mayRepeat(request);
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        views.all().rootsChanged(caller, session);
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        views.all().sessionEnded(caller, session);
    }

    /** Ends every server, all at once, and waits until they have ended. Idempotent. */
    @Override
    public void close() {
        looking.interrupt();
        changing.lock();
        try {
            closed = true;
        } finally {
            changing.unlock();
        }
        List<ServerFeed> feeds = new ArrayList<>(fleet.feeds());
        feeds.addAll(leaving);
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
        return views.all().toString();
    }

    private Change swap(Configuration next) {
        Fleet before = fleet;
        Change change = Change.between(before.configuration(), next);
        if (closed) {
            return change;
        }
        Configuration now = next.withNode(before.configuration().node());
        List<ServerFeed> feeds = new ArrayList<>();
        List<ServerFeed> fresh = new ArrayList<>();
        List<String> retried = new ArrayList<>();
        for (ServerSettings settings : now.servers()) {
            if (!settings.enabled()) {
                continue;
            }
            Optional<ServerFeed> old = before.feed(settings.name());
            if (old.isPresent() && !old.get().settings().needsRestartFor(settings)) {
                feeds.add(old.get());
                if (old.get().upstream().retry()) {
                    retried.add(settings.name());
                }
            } else {
                ServerFeed made = feed(settings, now, old.flatMap(ServerFeed::remembered));
                feeds.add(made);
                fresh.add(made);
            }
        }
        fleet = fleet(now, feeds);
        for (ServerFeed gone : before.feeds()) {
            if (!feeds.contains(gone)) {
                reads.outdate(gone.name());
                retire(gone, now.node().waits().get(Wait.DRAIN), fresh);
            }
        }
        fresh.forEach(feed -> startAfter(before.feed(feed.name()), feed));
        views.swapped();
        return change.withRetried(retried);
    }

    private void retire(ServerFeed gone, Duration drain, List<ServerFeed> fresh) {
        leaving.add(gone);
        Thread.ofVirtual().name("retire-" + gone.name()).start(() -> {
            try {
                gone.close(drain);
            } finally {
                leaving.remove(gone);
                // For one that has its place, and that could not begin while it was there.
                fresh.stream()
                        .filter(feed -> feed.name().equals(gone.name()))
                        .filter(feed -> !closed)
                        .forEach(ServerFeed::start);
            }
        });
    }

    /** What is reached at a URL once it was started would find the old one still answering there. */
    private static void startAfter(Optional<ServerFeed> old, ServerFeed feed) {
        if (old.isEmpty() || !(feed.settings().target() instanceof Target.CommandWithUrl)) {
            feed.start();
        }
    }

    private ServerFeed feed(ServerSettings settings, Configuration of, Optional<Remembered> before) {
        Ear ear = new Ear();
        ServerFeed feed = new ServerFeed(
                settings,
                of.node().bounds(),
                of.node().waits().get(Wait.DEBOUNCE).dividedBy(2),
                surroundings.connector(),
                surroundings.identity().id(),
                surroundings.memory(),
                before,
                ear,
                time,
                surroundings.random());
        ear.feed = feed;
        return feed;
    }

    private Fleet fleet(Configuration configuration, List<ServerFeed> feeds) {
        GroupBuilder groups = new GroupBuilder(
                configuration, surroundings.seals(), surroundings.identity(), reads, start, time, calls, numbers);
        Map<String, Group> alone = new LinkedHashMap<>();
        feeds.forEach(feed -> alone.put(feed.name(), groups.alone(feed)));
        Callers callers = new Callers(new ApiKeys(configuration.keys()));
        return new Fleet(
                configuration, time.now(), callers, feeds, groups.all(feeds, names(configuration), affairs()), alone);
    }

    private Optional<OwnServer.Affairs> affairs() {
        return surroundings.stance() == Surroundings.Stance.WITHIN ? Optional.empty() : Optional.of(new Affairs());
    }

    private Names names(Configuration configuration) {
        return surroundings.stance() == Surroundings.Stance.ALONE
                ? Names.of(configuration)
                : Names.ofMany(configuration);
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                views.outdate();
            }
        } catch (InterruptedException e) {
            LOG.debug("The hub is closed"); // Nobody else interrupts this thread.
        }
    }

    /** What the hub's own server may have done. */
    private final class Affairs implements OwnServer.Affairs {
        @Override
        public List<ServerStatus> servers() {
            return Hub.this.servers();
        }

        @Override
        public Json status() {
            return Hub.this.status();
        }

        @Override
        public Reload reload() {
            return Hub.this.reload();
        }

        @Override
        public boolean restart(String server) {
            return Hub.this.restart(server);
        }
    }

    /** Hears one server; nothing comes before it is started. What one of an earlier fleet says concerns nobody. */
    private final class Ear implements ServerFeed.Listener {
        private volatile @Nullable ServerFeed feed;

        /** The views of this server, unless it is no longer one of the hub's. */
        private List<View> views() {
            ServerFeed own = feed;
            return own == null || !fleet.has(own) ? List.of() : views.of(own.name());
        }

        private String name() {
            ServerFeed own = feed;
            return own == null ? "" : own.name();
        }

        @Override
        public void stateChanged(State state) {
            changed();
        }

        @Override
        public void listChanged(ListKind kind) {
            changed();
        }

        private void changed() {
            List<View> concerned = views();
            concerned.forEach(View::outdate);
            ServerFeed own = feed;
            if (own != null && !concerned.isEmpty()) {
                ServerSettings settings =
                        fleet.configuration().server(own.name()).orElseGet(own::settings);
                ServerStatus status = ServerStatus.of(settings, own);
                observers.forEach(observer -> observer.accept(status));
            }
        }

        @Override
        public void resourcesOutdated() {
            reads.outdate(name());
        }

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {
            reads.outdate(name(), uri);
            views().forEach(view -> view.subscribers().updated(name(), uri, params, principal));
        }

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {
            List<View> concerned = views();
            concerned.forEach(view -> view.subscribers().said(principal, session, method, params));
            if (!concerned.isEmpty()) {
                overhearing.forEach(outer -> outer.said(principal, session, method, params));
            }
        }
    }
}
