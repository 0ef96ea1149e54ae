package dev.nave.edge.replica;

import dev.nave.edge.upstream.UpstreamConnector;
import dev.nave.hub.Caller;
import dev.nave.hub.Chain;
import dev.nave.hub.Connector;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.ToolRule;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.schema.JsonSchema;
import dev.nave.hub.seal.Rounds;
import dev.nave.hub.seal.Seals;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.supervision.State;
import dev.nave.hub.supervision.Upstream;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpCall;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Two nodes of one hub in front of one legacy server, and whatever may befall them. */
final class World implements AutoCloseable {
    static final TestCallers CALLERS = new TestCallers();
    static final SecureRandom CHANCE = new SecureRandom();
    static final JsonSchema SCHEMAS = new JsonSchema();

    /** Longer than any answer is waited for; nothing else ends by time. */
    static final Duration JUMP = Duration.ofMinutes(6);

    /** More than there are sessions of one principal. */
    private static final int PROBES = 5;

    private static final Waits WAITS = Waits.defaults()
            .with(Wait.ANSWER, Duration.ofMinutes(5))
            .with(Wait.ROUND, Duration.ofDays(30))
            .with(Wait.MAXIMUM, Duration.ofDays(30))
            .with(Wait.CALL, Duration.ofDays(30))
            .with(Wait.TURN, Duration.ofDays(30))
            .with(Wait.SESSION, Duration.ofDays(30))
            .with(Wait.START, Duration.ofDays(1))
            .with(Wait.SEAL, Duration.ofDays(1))
            .with(Wait.IDLE, Duration.ofMillis(100))
            .with(Wait.RESTART, Duration.ofMillis(1))
            .with(Wait.RESTART_MAXIMUM, Duration.ofMillis(2));
    private static final Bounds BOUNDS =
            Bounds.defaults().with(Bound.ROUNDS, 100).with(Bound.CHILDREN, 8).with(Bound.CHILDREN_PER_PRINCIPAL, 3);

    final Ledger ledger;
    final FlowingTime time = new FlowingTime();
    final MemoryNetwork network = new MemoryNetwork();
    final Seals seals = new Seals(List.of(), CHANCE, time);
    private final List<Member> members = new ArrayList<>();
    private final Set<MemoryExchange> resumed = ConcurrentHashMap.newKeySet();
    /** What befell the world, in order, from where it began. */
    private final Queue<String> fates = new ConcurrentLinkedQueue<>();
    /** How much of it is over: who begins later is not struck by it. */
    private final AtomicInteger over = new AtomicInteger();

    World(Ledger ledger) {
        this.ledger = ledger;
        members.add(new Member("one:1"));
        members.add(new Member("two:1"));
    }

    // What befalls it.

    /** How often anything befell it that may end calls. */
    int fates() {
        return fates.size();
    }

    /** How often it did, and is over. */
    int pastFates() {
        return over.get();
    }

    List<String> befell() {
        return List.copyOf(fates);
    }

    /** Time passes in which parked calls are given up. */
    void jump(Duration span) {
        fates.add("a jump of " + span);
        time.pass(span);
        members.forEach(member -> member.node.conversations().wake());
        over.incrementAndGet();
    }

    /** A child of the server dies. */
    void killServer(Random random) {
        int node = random.nextInt(2);
        fates.add("a dead child of " + node);
        members.get(node).server.killOne(random);
        over.incrementAndGet();
    }

    /** A node dies, unless one has. */
    void killNode(Random random) {
        int chosen = random.nextInt(2);
        synchronized (this) {
            if (members.stream().anyMatch(member -> member.dead)) {
                return;
            }
            fates.add("the death of node " + chosen);
            members.get(chosen).dead = true;
        }
        members.get(chosen).die();
        resumed.forEach(MemoryExchange::tear);
        over.incrementAndGet();
    }

    /** Calls that wait for answers, on nodes that live. */
    int parked() {
        return members.stream()
                .filter(member -> !member.dead)
                .mapToInt(member -> member.node.conversations().parked())
                .sum();
    }

    // What clients and others do.

    /** A node that is alive, as far as anybody can tell. */
    int someNode(Random random) {
        int chosen = random.nextInt(2);
        return members.get(chosen).dead ? 1 - chosen : chosen;
    }

    /** Sends a request to a node; it breaks when the node is dead or dies. */
    MemoryExchange send(int node, String principal, MemoryExchange http) {
        return members.get(node).take(CALLERS.of(principal, http));
    }

    /**
     * A client that waits for what it missed gives up when a node dies: if that was the one where its session lived, the
     * rest of the stream died with it, and no answer will ever come.
     *
     * @param disturbed whether anything befell the world since its call began: who died before is not where it lives
     */
    MemoryExchange untilANodeDies(MemoryExchange http, BooleanSupplier disturbed) {
        resumed.add(http);
        if (disturbed.getAsBoolean() && members.stream().anyMatch(member -> member.dead)) {
            http.tear();
        }
        return http;
    }

    /** Somebody who listens between the nodes says something once more; true when it was taken. */
    boolean replaySomething(Random random) {
        List<HttpCall> calls = network.calls();
        if (calls.isEmpty()) {
            return false;
        }
        HttpCall call = calls.get(random.nextInt(calls.size()));
        try (var reply = network.replay(call).reply()) {
            return reply.status() != 403 && reply.status() != Replicas.SEEN;
        } catch (java.io.IOException gone) {
            return false;
        }
    }

    // How it ends.

    /** Everybody has gone: what must be left of it now. */
    void checkCalm() {
        jump(JUMP);
        for (Member member : members) {
            if (member.dead) {
                continue;
            }
            probe(member);
            check(() -> member.node.conversations().parked() == 0, "places of parked calls leaked");
            check(() -> member.node.conversations().held() == 0, "calls are never forgotten");
            check(() -> member.node.legacy().openSessions() == 0, "sessions are left");
            check(() -> member.server.open() <= 1, "sessions with the server leaked");
        }
    }

    /** Whoever comes next is served: no turn and no place is taken by who has gone. */
    private void probe(Member member) {
        for (int i = 0; i < PROBES; i++) {
            Json arguments = Json.object().put("call", 100).put("questions", 0).build();
            Json params = Json.object()
                    .put("name", "book")
                    .put("arguments", arguments)
                    .build();
            MemoryExchange http =
                    member.take(CALLERS.of(TestCallers.ALICE, Posts.modern("p" + i, "tools/call", params)));
            check(http::isOver, "who comes next is not served");
            http.leave();
        }
    }

    private void check(BooleanSupplier law, String broken) {
        if (!ledger.eventually(law)) {
            ledger.violate(broken);
        }
    }

    /** Ends it, and looks whether children are left. */
    @Override
    public void close() {
        members.forEach(Member::close);
        check(() -> members.stream().allMatch(member -> member.server.open() == 0), "children are left");
    }

    /** One node and its children. */
    private final class Member {
        private final ToyServer server;
        private final Upstream upstream;
        private final TestNode node;
        private final Set<MemoryExchange> open = ConcurrentHashMap.newKeySet();
        private volatile boolean dead;

        Member(String authority) {
            this.server = new ToyServer(authority, ledger);
            ServerSettings settings = new ServerSettings(
                    "toy",
                    Target.Command.of("toy"),
                    true,
                    false,
                    Optional.empty(),
                    ServerSettings.Interactive.AUTO,
                    List.of(new ToolRule("look", Set.of(), Optional.of(ServerSettings.Trust.READ_ONLY))),
                    WAITS,
                    ServerSettings.Era.LEGACY);
            Json self = Json.object().put("name", "hub").put("version", "1").build();
            this.upstream = new Upstream(
                    settings,
                    Optional.empty(),
                    false,
                    new UpstreamConnector(server, Secrets.NONE, Credentials.NONE, self, BOUNDS, time),
                    new Deaf(),
                    name -> Optional.empty(),
                    time,
                    new Random(1));
            upstream.start();
            Chain chain = Chain.of(upstream, new Rounds("toy", seals, Duration.ofMinutes(10), 1 << 16));
            this.node = new TestNode(
                    authority,
                    network,
                    new OneServer(chain),
                    CALLERS,
                    seals,
                    WAITS,
                    BOUNDS,
                    Duration.ZERO,
                    Duration.ZERO,
                    SCHEMAS,
                    time);
        }

        MemoryExchange take(MemoryExchange http) {
            open.add(http);
            if (dead) {
                http.tear();
                return http;
            }
            node.take(http);
            if (dead) {
                http.tear();
            }
            return http;
        }

        void die() {
            node.kill();
            open.forEach(MemoryExchange::tear);
            server.die();
        }

        void close() {
            node.close();
            upstream.close();
        }
    }

    /** An endpoint with nothing but one server. */
    private record OneServer(Chain chain) implements Endpoint {
        @Override
        public Reply serve(Request request, Exchange exchange) {
            return chain.serve(request, exchange);
        }

        @Override
        public boolean mayRepeat(Request request) {
            return chain.mayRepeat(request);
        }

        @Override
        public Description describe(Caller caller) {
            return new Description(
                    Json.parse("{\"name\":\"hub\",\"version\":\"1\"}"),
                    Json.parse("{\"tools\":{},\"logging\":{}}"),
                    Optional.empty(),
                    Duration.ZERO,
                    true);
        }

        @Override
        public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
            return new Subscription() {
                @Override
                public Interest honoured() {
                    return Interest.NONE;
                }

                @Override
                public Interest change(Interest changed) {
                    return Interest.NONE;
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Nobody listens to what a server says outside calls. */
    private static final class Deaf implements Upstream.Listener {
        @Override
        public void stateChanged(State state) {}

        @Override
        public void connected(Connector.Connection connection, Upstream.Lists lists) {
            lists.listed();
        }

        @Override
        public void listChanged(ListKind kind) {}

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {}

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {}
    }
}
