package dev.nave.edge.manifest;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Feed;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.aggregate.Hub;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub as a server of another hub in the same process, which reads its configuration anew from time to time. Safe for many
 * threads.
 */
final class InnerHub implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(InnerHub.class);
    private static final Set<ListKind> LISTS = EnumSet.allOf(ListKind.class);

    private final String name;
    private final Hub hub;
    private final Feed feed;
    private final Opening opening;
    private final Endpoint.Subscription changes;
    private final Thread refreshing;

    private InnerHub(String name, Hub hub, Feed feed, Duration refresh, RandomGenerator random) {
        this.name = name;
        this.hub = hub;
        this.feed = feed;
        Endpoint.Description self = hub.describe(Caller.LOCAL);
        this.opening = new Opening(Revision.NEWEST, self.serverInfo(), self.capabilities(), self.instructions());
        this.changes = hub.subscribe(Caller.LOCAL, new Endpoint.Interest(LISTS, Set.of()), this::tell);
        this.refreshing = Thread.ofVirtual().name("refresh-" + name).start(() -> refresh(refresh, random));
    }

    /** Starts the hub; waits for its servers to introduce themselves, within its start's budget. */
    static Connection open(String name, Hub hub, Feed feed, Duration refresh, RandomGenerator random) {
        hub.overhear(feed);
        hub.observe(new Told(name)::changed);
        hub.start();
        return new InnerHub(name, hub, feed, refresh, random);
    }

    @Override
    public Opening opening() {
        return opening;
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        return hub.serve(request, exchange);
    }

    @Override
    public boolean mayRepeat(Request request) {
        return hub.mayRepeat(request);
    }

    @Override
    public Set<String> watch(Set<String> uris) {
        return changes.change(new Endpoint.Interest(LISTS, uris)).resources();
    }

    @Override
    public Optional<Json> status() {
        return Optional.of(hub.status());
    }

    @Override
    public void awaitListed(Duration patience) {
        hub.awaitListed(patience);
    }

    @Override
    public void refresh() {
        Thread.ofVirtual().name("refresh-" + name).start(hub::reload);
    }

    @Override
    public void rootsChanged(Caller caller, Optional<String> session) {
        hub.rootsChanged(caller, session);
    }

    @Override
    public void sessionEnded(Caller caller, String session) {
        hub.sessionEnded(caller, session);
    }

    @Override
    public void close() {
        refreshing.interrupt();
        changes.close();
        hub.close();
    }

    /** Not all at once where many were started together. */
    private void refresh(Duration pause, RandomGenerator random) {
        try {
            while (true) {
                long millis = Math.max(1, pause.toMillis());
                Thread.sleep(millis - random.nextLong(millis / 10 + 1));
                hub.reload();
            }
        } catch (InterruptedException e) {
            LOG.debug("The manifest of {} is no longer asked for", name);
        }
    }

    /** Writes down what becomes of each server, the same thing only once in a row. */
    private record Told(String name, Map<String, String> last) {
        Told(String name) {
            this(name, new ConcurrentHashMap<>());
        }

        void changed(ServerStatus server) {
            String word = server.state().word();
            if (!word.equals(last.put(server.name(), word))) {
                LOG.info(
                        "Server {} of {} is {}{}",
                        server.name(),
                        name,
                        word,
                        server.state().why().map(why -> ": " + why).orElse(""));
            }
        }
    }

    private void tell(Endpoint.Event event) {
        switch (event) {
            case Endpoint.Event.ListChanged(ListKind kind) -> feed.listChanged(kind);
            case Endpoint.Event.ResourceUpdated(String uri, Json params) ->
                feed.resourceUpdated(Optional.empty(), uri, params);
            case Endpoint.Event.TaskChanged(String id, Json params) -> feed.taskChanged(id, Optional.of(params));
            case Endpoint.Event.Said ignored -> {} // Overheard, for all principals.
        }
    }
}
