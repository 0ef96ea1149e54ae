package dev.nave.edge.downstream;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Exchange;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An endpoint whose answers a test decides. */
public final class FakeEndpoint implements Endpoint {
    public static final Json INFO = Json.parse("{\"name\":\"fake\",\"version\":\"1\"}");

    private final Server server;
    private final Map<String, Json> tools = new ConcurrentHashMap<>();
    private final Set<String> repeatable = ConcurrentHashMap.newKeySet();
    private final List<Request> served = new CopyOnWriteArrayList<>();
    private final List<Consumer<Event>> sinks = new CopyOnWriteArrayList<>();
    private volatile Interest supported = new Interest(Set.of(ListKind.values()), Set.of());

    public FakeEndpoint(Server server) {
        this.server = server;
    }

    /** One that answers every request with this result. */
    public static FakeEndpoint answering(String result) {
        return new FakeEndpoint((request, exchange) -> new Reply.Complete(Json.parse(result)));
    }

    public FakeEndpoint withTool(String name, String schema) {
        tools.put(
                name,
                Json.object()
                        .put("name", name)
                        .put("inputSchema", Json.parse(schema))
                        .build());
        return this;
    }

    /** A tool that may be called again when nobody knows what became of a call. */
    public void repeatable(String name) {
        repeatable.add(name);
    }

    @Override
    public boolean mayRepeat(Request request) {
        return repeatable.contains(request.params().string("name").orElse(""));
    }

    /** Lists it can tell changes of; any resource can be watched. */
    public FakeEndpoint telling(Set<ListKind> lists) {
        supported = new Interest(lists, Set.of());
        return this;
    }

    public List<Request> served() {
        return List.copyOf(served);
    }

    /** Waits until nobody listens any more: a door lets go only after the exchange has ended. */
    public void awaitNoListeners() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        synchronized (sinks) {
            while (!sinks.isEmpty()) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new AssertionError("still listening: " + sinks.size());
                }
                sinks.wait(left);
            }
        }
    }

    public void tell(Event event) {
        sinks.forEach(sink -> sink.accept(event));
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        served.add(request);
        return server.serve(request, exchange);
    }

    @Override
    public Description describe(Caller caller) {
        return new Description(
                INFO,
                Json.parse("{\"tools\":{\"listChanged\":true}}"),
                Optional.of("Use it."),
                Duration.ofSeconds(7),
                true);
    }

    @Override
    public Optional<Json> tool(Caller caller, String name) {
        return Optional.ofNullable(tools.get(name));
    }

    @Override
    public Subscription subscribe(Caller caller, Interest interest, Consumer<Event> sink) {
        sinks.add(sink);
        return new Subscription() {
            @Override
            public Interest honoured() {
                Set<ListKind> lists = new java.util.HashSet<>(interest.lists());
                lists.retainAll(supported.lists());
                return new Interest(lists, interest.resources(), interest.tasks());
            }

            @Override
            public Interest change(Interest changed) {
                return honoured();
            }

            @Override
            public void close() {
                sinks.remove(sink);
                synchronized (sinks) {
                    sinks.notifyAll();
                }
            }
        };
    }
}
