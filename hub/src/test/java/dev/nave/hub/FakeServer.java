package dev.nave.hub;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Connector.Feed;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonObject;
import dev.nave.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server in this very process, which misbehaves on cue. Safe for use by many threads. */
public final class FakeServer {
    public final String name;
    public final List<Request> calls = new CopyOnWriteArrayList<>();
    public final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    /** The exchanges of lists. */
    public final List<Exchange> listers = new CopyOnWriteArrayList<>();

    public final List<Set<String>> watched = new CopyOnWriteArrayList<>();
    /** What happens while it is asked to watch. */
    public volatile Runnable onWatch = () -> {};

    public final List<Set<String>> watchedTasks = new CopyOnWriteArrayList<>();
    public final AtomicInteger listed = new AtomicInteger();
    public final AtomicInteger connected = new AtomicInteger();
    /** What answers everything but lists. */
    public volatile Server answers = (request, exchange) ->
            new Reply.Complete(Json.object().put("echo", request.params()).build());

    public volatile Json capabilities = Json.parse(
            "{\"tools\":{\"listChanged\":true},\"prompts\":{},\"resources\":{\"subscribe\":true},\"completions\":{}}");
    public volatile Optional<String> instructions = Optional.empty();
    public volatile Revision revision = Revision.NEWEST;
    public volatile int pageSize = Integer.MAX_VALUE;
    /** Members of every list's result beside the entries. */
    public volatile Json hints = Json.EMPTY_OBJECT;
    /** Connecting waits for this. */
    public volatile CountDownLatch open = new CountDownLatch(0);
    /** Listing waits for this. */
    public volatile CountDownLatch lists = new CountDownLatch(0);

    /** Whether it reports changes of tasks by itself. */
    public volatile boolean reportsTasks = true;

    public volatile @Nullable ConnectFailure refusal;
    /** What is wrong when it is probed; nothing while it is well. */
    public volatile Optional<String> probe = Optional.empty();

    public final AtomicInteger probed = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    private final Map<ListKind, List<Json>> entries = new EnumMap<>(ListKind.class);
    private volatile @Nullable Feed feed;

    public FakeServer(String name) {
        this.name = name;
    }

    public ServerSettings settings() {
        return ServerSettings.of(name, Target.Command.of("fake"));
    }

    /** Connects to these servers by their names. */
    public static Connector connector(List<FakeServer> servers) {
        return (settings, feed) -> servers.stream()
                .filter(server -> server.name.equals(settings.name()))
                .findFirst()
                .orElseThrow()
                .connect(feed);
    }

    public synchronized FakeServer has(ListKind kind, String... names) {
        List<Json> all = new ArrayList<>();
        for (String own : names) {
            all.add(Json.object()
                    .put(kind.key(), own)
                    .put("description", "of " + name)
                    .build());
        }
        entries.put(kind, List.copyOf(all));
        return this;
    }

    public synchronized FakeServer hasEntry(ListKind kind, String entry) {
        List<Json> all = new ArrayList<>(entries.getOrDefault(kind, List.of()));
        all.add(Json.parse(entry));
        entries.put(kind, List.copyOf(all));
        return this;
    }

    /** Says that a list changed. */
    public void change(ListKind kind) {
        Feed told = feed;
        if (told != null) {
            told.listChanged(kind);
        }
    }

    public void update(String uri) {
        Feed told = feed;
        if (told != null) {
            told.resourceUpdated(
                    Optional.empty(), uri, Json.object().put("uri", uri).build());
        }
    }

    public void changeTask(String id, String state) {
        Feed told = feed;
        if (told != null) {
            told.taskChanged(id, Optional.of(Json.parse(state)));
        }
    }

    public void say(Optional<String> principal, Json params) {
        Feed told = feed;
        if (told != null) {
            told.said(principal, Optional.empty(), "notifications/message", params);
        }
    }

    /** The connection is lost. */
    public void die(String reason) {
        Feed told = feed;
        if (told != null) {
            told.lost(reason);
        }
    }

    /** Its process ends by itself, with exit code 0. */
    public void end(String reason) {
        Feed told = feed;
        if (told != null) {
            told.ended(reason);
        }
    }

    private Connection connect(Feed told) throws ConnectFailure, InterruptedException {
        connected.incrementAndGet();
        try {
            open.await();
        } catch (InterruptedException e) {
            closed.incrementAndGet();
            throw e;
        }
        ConnectFailure refused = refusal;
        if (refused != null) {
            throw refused;
        }
        feed = told;
        Opening opening = new Opening(revision, Json.object().put("name", name).build(), capabilities, instructions);
        return new FakeConnection(opening);
    }

    private synchronized List<Json> entries(ListKind kind) {
        return entries.getOrDefault(kind, List.of());
    }

    private Reply list(ListKind kind, Request request) {
        listed.incrementAndGet();
        try {
            lists.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Json> all = entries(kind);
        int from = request.params().string("cursor").map(Integer::parseInt).orElse(0);
        int to = (int) Math.min(all.size(), (long) from + pageSize);
        JsonObject result = hints.edit().put(kind.member(), Json.array(all.subList(from, to)));
        if (to < all.size()) {
            result.put("nextCursor", Integer.toString(to));
        }
        return new Reply.Complete(result.build());
    }

    private final class FakeConnection implements Connection {
        private final Opening opening;

        FakeConnection(Opening opening) {
            this.opening = opening;
        }

        @Override
        public Opening opening() {
            return opening;
        }

        @Override
        public Reply serve(Request request, Exchange exchange) {
            Optional<ListKind> kind = ListKind.ofMethod(request.method());
            if (kind.isPresent()) {
                listers.add(exchange);
                return opening.has(kind.get().capability())
                        ? list(kind.get(), request)
                        : Reply.failed(ErrorCode.METHOD_NOT_FOUND, "no such list");
            }
            calls.add(request);
            exchanges.add(exchange);
            return answers.serve(request, exchange);
        }

        @Override
        public Set<String> watch(Set<String> uris) {
            watched.add(uris);
            onWatch.run();
            return uris;
        }

        @Override
        public Set<String> watchTasks(Set<String> ids) {
            watchedTasks.add(ids);
            return reportsTasks ? ids : Set.of();
        }

        @Override
        public Optional<String> probe(Duration timeout) {
            probed.incrementAndGet();
            return probe;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
