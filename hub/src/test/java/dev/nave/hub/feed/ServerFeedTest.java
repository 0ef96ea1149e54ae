package dev.nave.hub.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Opening;
import dev.nave.hub.Deadline;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Health;
import dev.nave.hub.configuration.Isolation;
import dev.nave.hub.configuration.Lifecycle;
import dev.nave.hub.configuration.Restart;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class ServerFeedTest {
    private final FakeServer server = new FakeServer("files");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, Remembered> kept = new ConcurrentHashMap<>();
    private Bounds bounds = Bounds.defaults();
    private Lifecycle life = Lifecycle.defaults();
    private Optional<Remembered> before = Optional.empty();

    @Test
    void everyPageOfAListIsFetched() {
        server.has(ListKind.TOOLS, "a", "b", "c", "d", "e").pageSize = 2;
        try (ServerFeed feed = started()) {
            assertThat(names(feed)).containsExactly("a", "b", "c", "d", "e");
        }
    }

    @Test
    void aListThatIsTooLongIsCut() {
        bounds = bounds.with(Bound.LIST_ENTRIES, 3);
        server.has(ListKind.TOOLS, "a", "b", "c", "d", "e").pageSize = 2;
        try (ServerFeed feed = started()) {
            assertThat(names(feed)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aListOfTooManyPagesIsCut() {
        bounds = bounds.with(Bound.LIST_PAGES, 2);
        server.has(ListKind.TOOLS, "a", "b", "c", "d", "e").pageSize = 2;
        try (ServerFeed feed = started()) {
            assertThat(names(feed)).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void aCursorThatComesAgainEndsTheList() {
        server.has(ListKind.TOOLS, "a").hints = Json.parse("{\"nextCursor\":\"0\"}");
        try (ServerFeed feed = started()) {
            assertThat(names(feed)).containsExactly("a", "a");
        }
    }

    @Test
    void aFreshListIsNotFetchedAgain() {
        server.has(ListKind.TOOLS, "a").hints = Json.parse("{\"ttlMs\":3600000}");
        try (ServerFeed feed = started()) {
            names(feed);
            settle();
            int fetched = server.listed.get();
            names(feed);
            names(feed);
            assertThat(server.listed).hasValue(fetched);
        }
    }

    @Test
    void aListWithoutAnyLifeIsFetchedEachTime() {
        server.has(ListKind.TOOLS, "a").hints = Json.parse("{\"ttlMs\":0}");
        try (ServerFeed feed = started()) {
            names(feed);
            settle();
            int fetched = server.listed.get();
            names(feed);
            names(feed);
            assertThat(server.listed).hasValue(fetched + 2);
        }
    }

    @Test
    void manyWhoAskAtOnceShareOneFetch() throws Exception {
        server.has(ListKind.TOOLS, "a").hints = Json.parse("{\"ttlMs\":3600000}");
        server.capabilities = Json.parse("{\"tools\":{}}");
        server.lists = new CountDownLatch(1);
        try (ServerFeed feed = started()) {
            Eventually.await("the first fetch", () -> server.listed.get() == 1);
            List<FutureTask<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                FutureTask<List<String>> asking = new FutureTask<>(() -> names(feed));
                Thread.ofVirtual().start(asking);
                all.add(asking);
            }
            server.lists.countDown();
            for (FutureTask<List<String>> asking : all) {
                assertThat(asking.get()).containsExactly("a");
            }
            assertThat(server.listed).hasValue(1);
        }
    }

    @Test
    void whileTheServerIsAwayItsLastGoodCopyIsServed() {
        server.has(ListKind.TOOLS, "a");
        try (ServerFeed feed = started()) {
            assertThat(names(feed)).containsExactly("a");
            server.open = new CountDownLatch(1);
            server.die("killed");
            Eventually.await("the loss", () -> feed.upstream().connection().isEmpty());
            assertThat(names(feed)).containsExactly("a");
            assertThat(feed.isShown()).isTrue();
        }
    }

    @Test
    void whenTheServerIsBackItsListsAreFetchedAgain() {
        server.has(ListKind.TOOLS, "a").hints = Json.parse("{\"ttlMs\":3600000}");
        try (ServerFeed feed = started()) {
            settle();
            server.has(ListKind.TOOLS, "b");
            heard.clear();
            server.die("killed");
            Eventually.await("another list", () -> heard.contains("TOOLS"));
            assertThat(names(feed)).containsExactly("b");
        }
    }

    @Test
    void aChangeThatChangesNothingIsNotTold() {
        server.has(ListKind.TOOLS, "a");
        try (ServerFeed feed = started()) {
            names(feed);
            settle();
            heard.clear();
            int fetched = server.listed.get();
            server.change(ListKind.TOOLS);
            Eventually.await("a fetch", () -> server.listed.get() > fetched);
            server.has(ListKind.TOOLS, "b");
            server.change(ListKind.TOOLS);
            Eventually.await("the change", () -> !heard.isEmpty());
            assertThat(heard).containsExactly("TOOLS");
        }
    }

    @Test
    void resourcesAreWatchedOnceForAllAndAgainWhenTheServerIsBack() {
        try (ServerFeed feed = started()) {
            settle();
            assertThat(feed.watch(List.of("file:///a"))).containsExactly("file:///a");
            feed.watch(List.of("file:///a", "file:///b"));
            feed.unwatch(List.of("file:///b"));
            assertThat(server.watched)
                    .containsExactly(Set.of("file:///a"), Set.of("file:///a", "file:///b"), Set.of("file:///a"));
            server.die("killed");
            Eventually.await("the synthetic update", () -> heard.contains("file:///a"));
            assertThat(server.watched.getLast()).containsExactly("file:///a");
        }
    }

    @Test
    void aServerThatReportsNoUpdatesWatchesNothing() {
        server.capabilities = Json.parse("{\"resources\":{}}");
        try (ServerFeed feed = started()) {
            settle();
            assertThat(feed.watch(List.of("file:///a"))).isEmpty();
            assertThat(server.watched).isEmpty();
        }
    }

    @Test
    void aLazyServerIsListedFromMemoryAndNotStarted() {
        server.has(ListKind.TOOLS, "a");
        life = new Lifecycle(true, Optional.empty(), Restart.defaults(), Health.defaults(), Isolation.defaults());
        try (var _ = started()) {
            settle();
            Eventually.await("what is kept", () -> kept.containsKey("files"));
        }
        heard.clear();
        try (ServerFeed feed = started()) {
            Eventually.await("the idleness", () -> feed.upstream().state() instanceof State.Idle);
            assertThat(names(feed)).containsExactly("a");
            assertThat(feed.isShown()).isTrue();
            assertThat(server.connected).hasValue(1);
            assertThat(feed.watch(List.of("file:///a"))).containsExactly("file:///a");
            Eventually.await("the start for who watches", () -> server.connected.get() == 2);
        }
    }

    @Test
    void whatAServerOfferedThatWasReachedOtherwiseIsShownUntilThisOneFails() {
        before = Optional.of(new Remembered(
                new Opening(Revision.NEWEST, Json.EMPTY_OBJECT, Json.EMPTY_OBJECT, Optional.empty()),
                Map.of(
                        ListKind.TOOLS,
                        new Listing(
                                List.of(Json.parse("{\"name\":\"old\"}")),
                                Json.EMPTY_OBJECT,
                                0,
                                Duration.ZERO,
                                true))));
        server.open = new CountDownLatch(1);
        try (ServerFeed feed = started()) {
            assertThat(feed.known(ListKind.TOOLS)).isPresent();
            server.refusal = new ConnectFailure("refused", true);
            server.open.countDown();
            Eventually.await("the failure", () -> feed.known(ListKind.TOOLS).isEmpty());
            server.has(ListKind.TOOLS, "new").refusal = null;
            Eventually.await("the list", () -> feed.known(ListKind.TOOLS).isPresent());
            assertThat(names(feed)).containsExactly("new");
        }
    }

    /** Until every list came for the first time and was told of. */
    private void settle() {
        for (ListKind kind : ListKind.values()) {
            Eventually.await("the list of " + kind, () -> heard.contains(kind.name()));
        }
    }

    private static List<String> names(ServerFeed feed) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), Time.SYSTEM);
        feed.upstream().awaitSettled(deadline);
        return feed.list(ListKind.TOOLS, deadline).orElseThrow().entries().stream()
                .map(entry -> entry.string("name").orElseThrow())
                .toList();
    }

    private ServerFeed started() {
        Waits waits = Waits.defaults().with(Wait.RESTART, Duration.ofMillis(1));
        ServerSettings settings = server.settings().withWaits(waits).withLife(life);
        ServerFeed feed = new ServerFeed(
                settings,
                bounds,
                Duration.ofMillis(10),
                FakeServer.connector(List.of(server)),
                "this-hub",
                new Shelf(),
                before,
                new Ear(),
                Time.SYSTEM,
                new Random(1));
        feed.start();
        return feed;
    }

    private final class Shelf implements Memory {
        @Override
        public Optional<Remembered> recall(ServerSettings settings) {
            return Optional.ofNullable(kept.get(settings.name()));
        }

        @Override
        public void keep(ServerSettings settings, Remembered known) {
            kept.put(settings.name(), known);
        }
    }

    private final class Ear implements ServerFeed.Listener {
        @Override
        public void stateChanged(State state) {}

        @Override
        public void listChanged(ListKind kind) {
            heard.add(kind.name());
        }

        @Override
        public void resourceUpdated(Optional<String> principal, String uri, Json params) {
            heard.add(uri);
        }

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {}
    }
}
