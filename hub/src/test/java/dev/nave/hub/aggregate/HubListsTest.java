package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.Endpoint;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.Wait;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HubListsTest {
    private final FakeServer files = new FakeServer("files").has(ListKind.TOOLS, "read", "write");
    private final FakeServer git = new FakeServer("git").has(ListKind.TOOLS, "read", "log");

    @Test
    void inPlainStyleABareNameBelongsToTheFirstConfiguredServer() {
        try (TestHub hub = TestHub.started(TestHub.named(NameStyle.PLAIN), files, git)) {
            assertThat(hub.names(ListKind.TOOLS))
                    .containsExactly("read", "write", "git__read", "log", "hub__list_tools", "hub__status");
            hub.call("log");
            hub.call("git__log");
            hub.call("git__read");
            assertThat(git.calls)
                    .extracting(call -> call.params().string("name").orElseThrow())
                    .containsExactly("log", "log", "read");
        }
    }

    @Test
    void theFirstListDoesNotWaitForeverForAServerThatDoesNotStart() {
        git.open = new CountDownLatch(1);
        try (TestHub hub = TestHub.started(budget(Duration.ofMillis(50)), files, git)) {
            List<Endpoint.Event> heard = hub.hear("alice", ListKind.TOOLS);
            Eventually.await("the first server", () -> hub.tools().contains("files__read"));
            assertThat(hub.tools()).doesNotContain("git__read");
            Json result = hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT);
            assertThat(result.member("ttlMs").orElseThrow().asLong().orElseThrow())
                    .isLessThanOrEqualTo(5_000);
            Json status = ((Reply.Complete) hub.call("hub__status")).result();
            assertThat(status.at("structuredContent", "servers").orElseThrow().elements())
                    .extracting(server -> server.string("name").orElseThrow() + " "
                            + server.string("state").orElseThrow())
                    .containsExactly("files ready", "git starting");
            heard.clear();
            git.open.countDown();
            Eventually.await("the change", () -> !heard.isEmpty());
            Eventually.await("the second server", () -> hub.tools().contains("git__read"));
        }
    }

    @Test
    void changesInShortSuccessionAreToldOnce() {
        Duration wait = Duration.ofMillis(500);
        try (TestHub hub = TestHub.started(
                all -> all.withNode(all.node()
                        .withLimits(
                                all.node().waits().with(Wait.DEBOUNCE, wait),
                                all.node().bounds())),
                files,
                git)) {
            hub.hub().awaitListed(Duration.ofSeconds(30));
            assertThat(hub.tools()).contains("git__log");
            List<Endpoint.Event> heard = hub.hear("alice", ListKind.TOOLS);
            for (int i = 1; i <= 5; i++) {
                git.has(ListKind.TOOLS, "change" + i);
                git.change(ListKind.TOOLS);
            }
            Eventually.await(
                    "the last change", () -> !heard.isEmpty() && hub.tools().contains("git__change5"));
            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void theFirstListWaitsForServersThatStartInTime() {
        try (TestHub hub = TestHub.started(budget(Duration.ofSeconds(30)), files, git)) {
            assertThat(hub.tools()).contains("files__read", "git__log");
        }
    }

    @Test
    void aListMayBeKeptAsLongAsItsShortestPart() {
        files.hints = Json.parse("{\"ttlMs\":60000,\"cacheScope\":\"public\"}");
        git.hints = Json.parse("{\"ttlMs\":30000,\"cacheScope\":\"public\"}");
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.TOOLS);
            Json result = hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT);
            assertThat(result.member("ttlMs").orElseThrow().asLong().orElseThrow())
                    .isBetween(1L, 30_000L);
            assertThat(result.string("cacheScope")).contains("public");
        }
    }

    @Test
    void aListIsPrivateWhenOnePartOfItIs() {
        files.hints = Json.parse("{\"ttlMs\":60000,\"cacheScope\":\"public\"}");
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.TOOLS);
            assertThat(hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT).string("cacheScope"))
                    .contains("private");
        }
    }

    @Test
    void longListsComeInPages() {
        files.has(ListKind.TOOLS, IntStream.range(0, 25).mapToObj(i -> "t" + i).toArray(String[]::new));
        try (TestHub hub = TestHub.started(pages(10), files, git)) {
            hub.hub().awaitListed(Duration.ofSeconds(30));
            List<String> all = new ArrayList<>();
            Json page = hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT);
            int pages = 1;
            while (page.find("nextCursor") != null) {
                all.addAll(TestHub.names(ListKind.TOOLS, new Reply.Complete(page)));
                page = hub.list(ListKind.TOOLS, cursor(page));
                pages++;
            }
            all.addAll(TestHub.names(ListKind.TOOLS, new Reply.Complete(page)));
            assertThat(pages).isEqualTo(3);
            assertThat(all).hasSize(29).doesNotHaveDuplicates().contains("files__t0", "git__log", "hub__status");
        }
    }

    @Test
    void aCursorIsOfUseToItsOwnerForItsListWhileItStaysTheSame() {
        files.has(ListKind.TOOLS, IntStream.range(0, 25).mapToObj(i -> "t" + i).toArray(String[]::new));
        files.has(
                ListKind.PROMPTS, IntStream.range(0, 25).mapToObj(i -> "p" + i).toArray(String[]::new));
        try (TestHub hub = TestHub.started(pages(10), files, git)) {
            hub.hub().awaitListed(Duration.ofSeconds(30));
            Json params = cursor(hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT));
            assertStale(hub.hub().serve(new Request(Method.TOOLS_LIST, params), TestExchange.of("bob")));
            assertStale(hub.serve(Method.PROMPTS_LIST, params));
            assertStale(hub.serve(Method.TOOLS_LIST, Json.parse("{\"cursor\":\"10\"}")));
            assertStale(hub.serve(Method.TOOLS_LIST, Json.parse("{\"cursor\":\"\"}")));
            git.has(ListKind.TOOLS, "blame");
            git.change(ListKind.TOOLS);
            Eventually.await("the change", () -> hub.serve(Method.TOOLS_LIST, params) instanceof Reply.Failed);
            assertStale(hub.serve(Method.TOOLS_LIST, params));
        }
    }

    @Test
    void capabilitiesDoNotDependOnWhoIsUp() {
        Json before;
        try (TestHub hub = TestHub.of(files, git)) {
            before = hub.hub().describe(Caller.ANONYMOUS).capabilities();
        }
        git.open = new CountDownLatch(1);
        try (TestHub hub = TestHub.started(budget(Duration.ofMillis(1)), files, git)) {
            assertThat(hub.hub().describe(Caller.ANONYMOUS).capabilities()).isEqualTo(before);
        }
    }

    @Test
    void instructionsAreThoseOfAllServersUnderTheirNames() {
        files.instructions = Optional.of("Read first.");
        git.instructions = Optional.of("Commit often.");
        try (TestHub hub = TestHub.of(files, git)) {
            assertThat(hub.hub().describe(Caller.ANONYMOUS).instructions())
                    .contains("## files\n\nRead first.\n\n## git\n\nCommit often.");
        }
    }

    @Test
    void hubsThatAreServersOfEachOtherDoNotListWithoutEnd() {
        FakeServer one = new FakeServer("one").has(ListKind.TOOLS, "a");
        FakeServer back = new FakeServer("back").has(ListKind.TOOLS, "b");
        // What another hub gives that has this one as its server: an entry that came through here.
        back.hasEntry(
                ListKind.TOOLS, "{\"name\":\"x__one__a\",\"_meta\":{\"dev.nave/path\":[\"this-hub\",\"other-hub\"]}}");
        try (TestHub hub = TestHub.of(one, back)) {
            assertThat(hub.names(ListKind.TOOLS)).contains("one__a", "back__b").doesNotContain("back__x__one__a");
            Reply told = hub.hub()
                    .serve(
                            new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT),
                            TestExchange.of("hub").withHops("other-hub"));
            assertThat(told.toString()).contains("dev.nave/path");
            assertThat(hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT).raw()).doesNotContain("dev.nave/path");
        }
    }

    private static Json cursor(Json page) {
        return Json.object()
                .put("cursor", page.member("nextCursor").orElseThrow())
                .build();
    }

    private static void assertStale(Reply reply) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> assertThat(
                        failed.failure().code())
                .isEqualTo(-32602));
    }

    private static UnaryOperator<Configuration> budget(Duration budget) {
        return all -> all.withNode(all.node()
                .withLimits(
                        all.node().waits().with(Wait.START_BUDGET, budget).with(Wait.DEBOUNCE, Duration.ofMillis(10)),
                        all.node().bounds()));
    }

    private static UnaryOperator<Configuration> pages(int size) {
        return all -> all.withNode(
                all.node().withLimits(all.node().waits(), all.node().bounds().with(Bound.PAGE_ENTRIES, size)));
    }
}
