package dev.nave.hub.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Deadline;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.supervision.State;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class ServerFeedTest {
    private final FakeServer server = new FakeServer("files");
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Bounds bounds = Bounds.defaults();

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
        ServerSettings all = server.settings();
        Waits waits = Waits.defaults().with(Wait.RESTART, Duration.ofMillis(1));
        ServerSettings settings = new ServerSettings(
                all.name(), all.target(), true, false, all.names(), all.interactive(), all.tools(), waits, all.era());
        ServerFeed feed = new ServerFeed(
                settings,
                bounds,
                Duration.ofMillis(10),
                FakeServer.connector(List.of(server)),
                "this-hub",
                Memory.NONE,
                Optional.empty(),
                new Ear(),
                Time.SYSTEM,
                new Random(1));
        feed.start();
        return feed;
    }

    private final class Ear implements ServerFeed.Listener {
        @Override
        public void stateChanged(State state) {}

        @Override
        public void listChanged(ListKind kind) {
            heard.add(kind.name());
        }

        @Override
        public void resourceUpdated(String uri, Json params) {
            heard.add(uri);
        }

        @Override
        public void said(Optional<String> principal, Optional<String> session, String method, Json params) {}
    }
}
