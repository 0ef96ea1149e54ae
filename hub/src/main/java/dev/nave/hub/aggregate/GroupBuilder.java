package dev.nave.hub.aggregate;

import dev.nave.hub.Deadline;
import dev.nave.hub.Quota;
import dev.nave.hub.Server;
import dev.nave.hub.Time;
import dev.nave.hub.catalog.Offer;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.feed.ServerFeed;
import dev.nave.hub.naming.Names;
import dev.nave.hub.seal.Seals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Puts endpoints together from servers. */
final class GroupBuilder {
    private final Configuration configuration;
    private final Seals seals;
    private final Identity identity;
    private final Deadline start;
    private final Time time;
    private final Quota calls;
    private final Reads reads;
    private final AtomicLong numbers;

    /**
     * @param reads kept of every configuration there was
     * @param start until when servers that never listed are waited for
     * @param calls counts those in flight, of every configuration there was
     * @param numbers counts those there ever were
     */
    GroupBuilder(
            Configuration configuration,
            Seals seals,
            Identity identity,
            Reads reads,
            Deadline start,
            Time time,
            Quota calls,
            AtomicLong numbers) {
        this.configuration = configuration;
        this.seals = seals;
        this.identity = identity;
        this.reads = reads;
        this.start = start;
        this.time = time;
        this.calls = calls;
        this.numbers = numbers;
    }

    /** All servers, and the hub's own if it has one and names are not exact. */
    Group all(List<ServerFeed> feeds, Names names, Optional<OwnServer.Affairs> affairs) {
        Map<String, Server> paths = paths(feeds);
        if (names.isExact() || affairs.isEmpty()) {
            return group(names, feeds, paths, live(names, feeds, List.of()));
        }
        LiveCatalog live = live(names, feeds, List.of(OwnServer.offer()));
        paths.put(ServerSettings.RESERVED, new OwnServer(live::catalog, affairs.get()));
        return group(names, feeds, paths, live);
    }

    /** One server alone, in its own names. */
    Group alone(ServerFeed feed) {
        List<ServerFeed> only = List.of(feed);
        Names names = Names.exact(settings(feed));
        return group(names, only, paths(only), live(names, only, List.of()));
    }

    private Group group(Names names, List<ServerFeed> feeds, Map<String, Server> paths, LiveCatalog live) {
        Bounds bounds = configuration.node().bounds();
        Introduction introduction = new Introduction(
                names,
                feeds,
                identity.serverInfo(),
                configuration.instructions(),
                bounds.get(Bound.INSTRUCTIONS_BYTES),
                start,
                time);
        Router router = new Router(names, feeds, live, start);
        Tasks tasks =
                new Tasks(paths, names, seals, configuration.node().waits().get(Wait.TASK));
        Lists lists = new Lists(names, feeds, live, identity.id(), start, time);
        Calls calls = new Calls(names, router, paths, feeds, tasks);
        return new Group(names, feeds, paths, live, introduction, lists, calls, tasks, router);
    }

    private Map<String, Server> paths(List<ServerFeed> feeds) {
        Map<String, Server> paths = new LinkedHashMap<>();
        for (ServerFeed feed : feeds) {
            paths.put(
                    feed.name(),
                    ServerPath.around(
                            feed.upstream(),
                            settings(feed),
                            configuration.node().bounds(),
                            calls,
                            reads,
                            seals,
                            identity.id(),
                            new CallLog(feed.name(), identity.id(), numbers, time)));
        }
        return paths;
    }

    /** As they are in this configuration, which a server may have been started before. */
    private ServerSettings settings(ServerFeed feed) {
        return configuration.server(feed.name()).orElseGet(feed::settings);
    }

    private LiveCatalog live(Names names, List<ServerFeed> feeds, List<Offer> own) {
        return new LiveCatalog(
                names, feeds, this::settings, own, configuration.node().bounds(), seals, time);
    }
}
