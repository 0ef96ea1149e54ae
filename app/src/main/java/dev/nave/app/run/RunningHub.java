package dev.nave.app.run;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.Version;
import dev.nave.app.configuration.ConfigurationSource;
import dev.nave.app.configuration.SecretKeeping;
import dev.nave.app.configuration.StateDirectory;
import dev.nave.app.log.ServerLog;
import dev.nave.edge.conversation.Conversations;
import dev.nave.edge.conversation.OtherNodes;
import dev.nave.edge.downstream.Doors;
import dev.nave.edge.downstream.Relay;
import dev.nave.edge.downstream.legacy.LegacyDoor;
import dev.nave.edge.downstream.modern.ModernDoor;
import dev.nave.edge.manifest.ManifestConnector;
import dev.nave.edge.manifest.ManifestDoor;
import dev.nave.edge.manifest.Shelf;
import dev.nave.edge.replica.ReplicaDoor;
import dev.nave.edge.replica.Replicas;
import dev.nave.edge.upstream.UpstreamConnector;
import dev.nave.guard.oauth.OAuth;
import dev.nave.guard.secret.Rotation;
import dev.nave.guard.secret.SecretFinder;
import dev.nave.hub.Caller;
import dev.nave.hub.Connector;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Time;
import dev.nave.hub.aggregate.Hub;
import dev.nave.hub.aggregate.Identity;
import dev.nave.hub.aggregate.ServerStatus;
import dev.nave.hub.aggregate.Surroundings;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NodeSettings;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.feed.Memory;
import dev.nave.hub.manifest.ManifestWriter;
import dev.nave.hub.naming.Names;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Values;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonLimits;
import dev.nave.transport.child.CannotStart;
import dev.nave.transport.child.Restraint;
import dev.nave.transport.http.HttpHandler;
import dev.nave.transport.pipe.StandardStreams;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The composition root: one configuration put to work. Wires the ports of the rooms below to what fills them. */
public final class RunningHub implements AutoCloseable {
    private static final String SERVERS = "/servers/";
    private static final String ENDPOINT = "/mcp";
    /** The path of all revisions, then those of older and other wires: HTTP+SSE of 2024-11-05, WebSocket. */
    private static final Set<String> WIRES = Set.of(ENDPOINT, "/sse", "/messages", "/ws");

    private final NodeSettings node;
    private final SecretFinder secrets;
    private final OAuth oauth;
    private final TransportWires wires;
    private final Hub hub;
    private final Rotation rotation;
    private final Doors doors;
    private final Optional<ReplicaDoor> replicaDoor;
    private final Listeners listeners;

    private RunningHub(
            Configuration configuration, ConfigurationSource source, Supplier<String> ids, SecureRandom random) {
        this.node = configuration.node();
        this.listeners = new Listeners(node);
        // What comes in may be for any server, and takes as long as that server's calls may.
        Waits waits = node.waits().with(Wait.MAXIMUM, configuration.longestCall());
        Bounds bounds = node.bounds();
        String id = ids.get();
        this.secrets = SecretKeeping.finder(node.secrets(), System.getenv(), random);
        Optional<Path> state = StateDirectory.of(configuration, source.files(), System.getenv());
        Seals seals = SealKeys.of(configuration, secrets, state, random);
        this.oauth = new OAuth(
                SecretKeeping.store(node.secrets(), System.getenv(), random),
                node.signIn(),
                waits,
                random,
                Time.SYSTEM);
        this.wires = new TransportWires(
                waits, bounds, random, HiddenFiles.of(configuration, source.files(), state, System.getenv()));
        this.hub = new Hub(
                configuration,
                new Surroundings(
                        connector(state, seals, bounds, ids, random),
                        memory(state, source),
                        source,
                        seals,
                        new Identity(id, info()),
                        Time.SYSTEM,
                        random));
        this.rotation = new Rotation(secrets, () -> hub.configuration().servers(), hub::restart);
        Optional<Replicas> others = node.replicas()
                .map(own -> new Replicas(own.address(), seals, waits, bounds, ids, Time.SYSTEM, wires::open));
        Conversations conversations = new Conversations(
                Conversations.Settings.of(others.flatMap(Relay::self).orElse(id), waits, bounds),
                seals,
                new JsonSchema(),
                ids,
                Time.SYSTEM,
                others.map(OtherNodes.class::cast).orElse(OtherNodes.NONE));
        this.doors = new Doors(
                this::endpoint,
                hub::callers,
                new ModernDoor(conversations, bounds),
                new LegacyDoor(
                        waits,
                        bounds,
                        seals,
                        Time.SYSTEM,
                        ids,
                        others.map(Relay.class::cast).orElse(Relay.NONE)),
                limits(bounds));
        this.replicaDoor = others.map(replicas -> new ReplicaDoor(replicas, conversations, doors));
    }

    private Connector connector(
            Optional<Path> state, Seals seals, Bounds bounds, Supplier<String> ids, SecureRandom random) {
        return new ManifestConnector(
                new UpstreamConnector(wires, secrets, oauth, info(), bounds, Time.SYSTEM),
                wires,
                secrets,
                state.<Shelf>map(directory -> new ManifestFiles(directory.resolve("manifests")))
                        .orElse(Shelf.NONE),
                new ManifestConnector.Within(info(), ids, seals, bounds, this::isExact, Time.SYSTEM, random));
    }

    /** Whether everything passes as it is. Asked once the hub is started. */
    private boolean isExact() {
        return Names.of(hub.configuration()).isExact();
    }

    /** A configuration that is in no file has no place to remember in, nor has a hub of one command a use for it. */
    private static Memory memory(Optional<Path> state, ConfigurationSource source) {
        return source.files().isEmpty()
                ? Memory.NONE
                : state.<Memory>map(directory -> new CatalogueFiles(directory.resolve("catalogue")))
                        .orElse(Memory.NONE);
    }

    /**
     * Starts all servers of a configuration and returns without waiting for any.
     *
     * @param observer told of every change of a server's state
     */
    public static RunningHub start(Configuration configuration, Consumer<ServerStatus> observer) {
        RunningHub running = of(configuration, ConfigurationSource.of(configuration), observer);
        running.start();
        return running;
    }

    /**
     * Puts a configuration that may be read anew together; nothing runs yet.
     *
     * @param source where the configuration came from
     * @param observer told of every change of a server's state
     */
    static RunningHub of(Configuration configuration, ConfigurationSource source, Consumer<ServerStatus> observer) {
        SecureRandom random = new SecureRandom();
        RunningHub running = new RunningHub(configuration, source, () -> id(random), random);
        running.hub.observe(observer);
        running.hub.observe(new ServerLog()::changed);
        running.hub.afterReload(running::lookAtSecrets);
        running.oauth.desk().open(running.hub::callers, running::signedIn);
        return running;
    }

    /** Starts all servers and returns without waiting for any. */
    void start() {
        hub.start();
        rotation.start(node.secrets().refresh());
    }

    /** Somebody signed in to a server the hub could not get into. One that does well is left alone. */
    private void signedIn(String server) {
        boolean waits = hub.servers().stream()
                .filter(status -> status.name().equals(server))
                .anyMatch(status -> switch (status.state()) {
                    case State.Failed failed -> true;
                    case State.BackingOff backing -> true;
                    case State.Degraded degraded -> true;
                    case State.Ready ready -> false;
                    case State.Starting starting -> false;
                    case State.Idle idle -> false;
                    case State.Stopping stopping -> false;
                    case State.Stopped stopped -> false;
                    case State.Disabled disabled -> false;
                });
        if (waits) {
            hub.restart(server);
        }
    }

    /** On a thread of its own, for a backend may take its time. */
    private void lookAtSecrets() {
        Thread.ofVirtual().name("rotate").start(() -> {
            try {
                rotation.look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public Hub hub() {
        return hub;
    }

    /**
     * Opens the doors on the Unix socket if one is configured. To be done before the servers are started: from one that is
     * confined only what is there already can be hidden.
     *
     * @throws CommandFailure when it is taken
     */
    void listenOnSocket() {
        listeners.onSocket(site());
    }

    /**
     * Opens the doors over HTTP, and to the other nodes if there are any.
     *
     * @return the URL of the endpoint
     * @throws CommandFailure when the address is taken
     */
    public String listen() {
        URI own = listeners.overHttp(site());
        replicaDoor.ifPresent(listeners::forNodes);
        oauth.desk().servedAt(own);
        return own + ENDPOINT;
    }

    /**
     * Opens the doors to the commands of the user this process runs as, if nobody else has the place.
     *
     * @param socket in a directory of this user alone
     */
    void listenForOwner(Path socket) {
        listeners.forOwner(socket, site());
    }

    /**
     * Serves the local user on a pair of streams.
     *
     * @param ended run once the client has closed its end
     */
    void serve(InputStream in, OutputStream out, Runnable ended) {
        StandardStreams.Bounds most = new StandardStreams.Bounds(
                node.bounds().get(Bound.MESSAGE_BYTES),
                node.bounds().get(Bound.OUTBOX_BYTES),
                node.waits().get(Wait.WRITE),
                node.waits().get(Wait.DRAIN));
        LocalUser user = new LocalUser(ended);
        user.sit(StandardStreams.open(in, out, most, user), pipe -> doors.serve(pipe, Caller.LOCAL, hub));
    }

    private HttpHandler site() {
        return new Site(hub, manifest(), oauth.desk(), doors);
    }

    private HttpHandler manifest() {
        return new ManifestDoor(
                doors,
                hub::offered,
                new ManifestWriter(info(), node.bounds().get(Bound.MANIFEST_BYTES)),
                node.listen().url(),
                Time.SYSTEM);
    }

    /** The whole hub at its paths, each server below its own. */
    private Optional<Endpoint> endpoint(String path) {
        String wire = path.substring(path.lastIndexOf('/'));
        if (!WIRES.contains(wire)) {
            return Optional.empty();
        }
        String place = path.substring(0, path.length() - wire.length());
        if (place.isEmpty()) {
            return Optional.of(hub);
        }
        return place.startsWith(SERVERS) ? hub.server(place.substring(SERVERS.length())) : Optional.empty();
    }

    /**
     * What holds for a server that is confined; empty for one that may do whatever this process may. Asks the system, and
     * blocks until then.
     *
     * @throws CannotStart when it cannot be confined here
     * @throws SecretUnavailable when something it refers to cannot be had
     */
    public List<Restraint> restraints(ServerSettings server)
            throws CannotStart, SecretUnavailable, InterruptedException {
        Target target = server.target();
        return wires.restraints(target, Values.find(secrets, server.name(), target.secrets(), target.plain()));
    }

    /** Stops in order: takes nothing new, lets calls in flight end up to the drain wait, then ends every server. */
    @Override
    public void close() {
        doors.close();
        listeners.close();
        rotation.close();
        hub.close();
        wires.close();
        oauth.close();
        secrets.close();
    }

    private static JsonLimits limits(Bounds bounds) {
        return new JsonLimits(
                bounds.get(Bound.MESSAGE_BYTES),
                bounds.get(Bound.DEPTH),
                bounds.get(Bound.STRING_BYTES),
                bounds.get(Bound.NUMBER_LENGTH));
    }

    /** What the hub calls itself, to clients and to servers. */
    public static Json info() {
        return Json.object()
                .put("name", "nave")
                .put("title", "Nave")
                .put("version", Version.TEXT)
                .build();
    }

    /** 128 bits nobody can guess. */
    private static String id(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
