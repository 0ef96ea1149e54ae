package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Exchange;
import dev.nave.hub.Failure;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.Server;
import dev.nave.hub.TestExchange;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.ServerSettings.Requirement;
import dev.nave.hub.configuration.ToolRule;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class HubCallsTest {
    private final FakeServer files = new FakeServer("files")
            .has(ListKind.TOOLS, "read")
            .has(ListKind.PROMPTS, "ask")
            .has(ListKind.RESOURCES, "file:///a")
            .has(ListKind.TEMPLATES, "file:///{path}");
    private final FakeServer git = new FakeServer("git").has(ListKind.TOOLS, "read");

    @Test
    void linksInAnswersAreThoseThatClientsCanFollow() {
        String content = "[{\"type\":\"resource_link\",\"uri\":\"file:///b\",\"n\":1.0},"
                + "{\"type\":\"resource\",\"resource\":{\"uri\":\"ui://p/q\",\"text\":\"file:///b\"}},"
                + "{\"type\":\"text\",\"text\":\"file:///b\"}]";
        files.answers = answering("{\"content\":" + content + ",\"structuredContent\":{\"uri\":\"file:///b\"}}");
        try (TestHub hub = TestHub.of(files, git)) {
            assertThat(result(hub.call("files__read")).raw())
                    .isEqualTo("{\"content\":[{\"type\":\"resource_link\",\"uri\":\"files+file:///b\",\"n\":1.0},"
                                   + "{\"type\":\"resource\",\"resource\":{\"uri\":\"ui://files/p/q\",\"text\":\"file:///b\"}},"
                                   + "{\"type\":\"text\",\"text\":\"file:///b\"}],"
                                   + "\"structuredContent\":{\"uri\":\"file:///b\"}}");
        }
    }

    @Test
    void linksInPromptsAreThoseThatClientsCanFollow() {
        files.answers = answering("{\"messages\":[{\"role\":\"user\",\"content\":"
                + "{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///b\"}}}]}");
        try (TestHub hub = TestHub.of(files, git)) {
            Json result = result(hub.serve(Method.PROMPTS_GET, Json.parse("{\"name\":\"files__ask\"}")));
            assertThat(result.raw()).contains("\"uri\":\"files+file:///b\"");
            assertThat(files.calls.getLast().params().string("name")).contains("ask");
        }
    }

    @Test
    void aReadFindsItsServerByTheUriAndMayNotBeKeptUnlessTheServerSaysSo() {
        files.answers = answering("{\"contents\":[{\"uri\":\"file:///a/1\"},{\"uri\":\"file:///a/2\"}]}");
        try (TestHub hub = TestHub.of(files, git)) {
            Json result = result(read(hub, "files+file:///a"));
            assertThat(result.raw())
                    .isEqualTo("{\"contents\":[{\"uri\":\"files+file:///a/1\"},{\"uri\":\"files+file:///a/2\"}],"
                            + "\"ttlMs\":0,\"cacheScope\":\"private\"}");
            assertThat(files.calls.getLast().params().string("uri")).contains("file:///a");
        }
    }

    @Test
    void aBareUriThatIsListedFindsItsServerToo() {
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.RESOURCES);
            assertThat(read(hub, "file:///a")).isInstanceOf(Reply.Complete.class);
            assertThat(read(hub, "file:///nobody")).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(-32002);
                assertThat(failed.failure().data()).isEqualTo(Json.parse("{\"uri\":\"file:///nobody\"}"));
            });
        }
    }

    @Test
    void theUriInAFailureIsTheOneTheClientKnows() {
        Json data = Json.parse("{\"uri\":\"file:///a\",\"x\":1}");
        files.answers = (request, exchange) -> new Reply.Failed(new Failure(-32002, "gone", data));
        try (TestHub hub = TestHub.of(files, git)) {
            assertThat(read(hub, "files+file:///a"))
                    .isEqualTo(new Reply.Failed(
                            new Failure(-32002, "gone", Json.parse("{\"uri\":\"files+file:///a\",\"x\":1}"))));
        }
    }

    @Test
    void completionsFindTheirServerByPromptOrTemplate() {
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.PROMPTS);
            complete(hub, "{\"type\":\"ref/prompt\",\"name\":\"files__ask\"}");
            assertThat(files.calls.getLast().params().at("ref", "name")).contains(Json.of("ask"));
            complete(hub, "{\"type\":\"ref/resource\",\"uri\":\"files+file:///{path}\"}");
            assertThat(files.calls.getLast().params().at("ref", "uri")).contains(Json.of("file:///{path}"));
        }
    }

    @Test
    void aServerThatCompletesNothingHasNoSuggestions() {
        files.capabilities = Json.parse("{\"prompts\":{}}");
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.PROMPTS);
            Reply reply = complete(hub, "{\"type\":\"ref/prompt\",\"name\":\"files__ask\"}");
            assertThat(result(reply).at("completion", "values")).contains(Json.EMPTY_ARRAY);
            assertThat(files.calls).isEmpty();
        }
    }

    @Test
    void aCallForAServerThatNeverListedWaitsForItsList() throws Exception {
        git.lists = new CountDownLatch(1);
        try (TestHub hub = TestHub.of(files, git)) {
            FutureTask<Reply> call = new FutureTask<>(() -> hub.call("git__read"));
            Thread.ofVirtual().start(call);
            assertThat(hub.call("files__read")).isInstanceOf(Reply.Complete.class);
            git.lists.countDown();
            assertThat(call.get()).isInstanceOf(Reply.Complete.class);
        }
    }

    @Test
    void aMethodNobodyDeclaredIsNotFound() {
        try (TestHub hub = TestHub.of(files, git)) {
            assertThat(code(hub.serve("skills/list", Json.EMPTY_OBJECT))).isEqualTo(-32601);
        }
    }

    @Test
    void aCallThatHasBeenHereBeforeIsRefused() {
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.TOOLS);
            Request call = new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"files__read\"}"));
            assertThat(code(hub.hub().serve(call, TestExchange.of("alice").withHops("other", "this-hub"))))
                    .isEqualTo(-32603);
            hub.hub().serve(call, TestExchange.of("alice").withHops("other"));
            assertThat(files.exchanges).extracting(Exchange::hops).containsExactly(List.of("other", "this-hub"));
        }
    }

    @Test
    void aToolThatNeedsWhatTheClientCannotDoIsNotCalled() {
        try (TestHub hub = TestHub.started(HubCallsTest::requiringSampling, files, git)) {
            hub.names(ListKind.TOOLS);
            assertThat(hub.call("files__read")).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(-32021);
                assertThat(failed.failure().data())
                        .isEqualTo(Json.parse("{\"requiredCapabilities\":{\"sampling\":{}}}"));
            });
            assertThat(files.calls).isEmpty();
            Request call = new Request(Method.TOOLS_CALL, Json.parse("{\"name\":\"files__read\"}"));
            assertThat(hub.hub().serve(call, TestExchange.of("alice").withCapabilities("{\"sampling\":{}}")))
                    .isInstanceOf(Reply.Complete.class);
        }
    }

    @Test
    void tasksAreFoundAgainByWhoMadeThemAlone() {
        files.answers = (request, exchange) -> request.method().equals(Method.TOOLS_CALL)
                ? new Reply.Task(Json.parse("{\"taskId\":\"t1\",\"status\":\"working\",\"ttlMs\":60000}"))
                : new Reply.Complete(
                        request.params().edit().put("status", "working").build());
        try (TestHub hub = TestHub.of(files, git)) {
            Reply made = hub.call("files__read");
            assertThat(made).isInstanceOf(Reply.Task.class);
            String id = ((Reply.Task) made).result().string("taskId").orElseThrow();
            assertThat(id).startsWith("h1.");
            Request get = new Request(
                    Method.TASKS_GET, Json.object().put("taskId", id).build());
            String able = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
            Reply mine = hub.hub().serve(get, TestExchange.of("alice").withCapabilities(able));
            assertThat(result(mine).string("taskId")).contains(id);
            assertThat(files.calls.getLast().params().string("taskId")).contains("t1");
            assertThat(code(hub.hub().serve(get, TestExchange.of("bob").withCapabilities(able))))
                    .isEqualTo(-32602);
            assertThat(code(hub.hub().serve(get, TestExchange.of("alice")))).isEqualTo(-32021);
        }
    }

    @Test
    void oneServerInPlainStyleIsPassedThroughExactly() {
        files.answers = answering("{\"content\":[{\"type\":\"resource_link\",\"uri\":\"file:///b\"}]}");
        files.hints = Json.parse("{\"unknown\":1e2,\"ttlMs\":7000,\"cacheScope\":\"public\"}");
        try (TestHub hub = TestHub.started(TestHub.named(NameStyle.PLAIN), files)) {
            assertThat(hub.names(ListKind.TOOLS)).containsExactly("read");
            assertThat(hub.names(ListKind.RESOURCES)).containsExactly("file:///a");
            assertThat(result(hub.serve(Method.TOOLS_LIST, Json.EMPTY_OBJECT)).raw())
                    .startsWith("{\"unknown\":1e2,");
            assertThat(result(hub.call("hidden")).raw()).contains("\"uri\":\"file:///b\"");
            assertThat(hub.serve("skills/list", Json.EMPTY_OBJECT)).isInstanceOf(Reply.Complete.class);
        }
    }

    @Test
    void oneServerAloneHasItsOwnCapabilitiesAndNoOthers() {
        files.capabilities = Json.parse("{\"tools\":{},\"extensions\":{\"x/y\":{}}}");
        try (TestHub hub = TestHub.started(TestHub.named(NameStyle.PLAIN), files)) {
            assertThat(hub.hub().describe(TestExchange.of("alice").caller()).capabilities())
                    .isEqualTo(Json.parse("{\"tools\":{\"listChanged\":true},\"extensions\":{\"x/y\":{}}}"));
            assertThat(code(hub.serve(Method.PROMPTS_LIST, Json.EMPTY_OBJECT))).isEqualTo(-32601);
        }
    }

    @Test
    void theHubTellsOfItsToolsAndServers() {
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.TOOLS);
            Json listed = result(hub.serve(
                    Method.TOOLS_CALL,
                    Json.parse(
                            "{\"name\":\"hub__list_tools\",\"arguments\":{\"server\":\"git\",\"text\":\"OF read\"}}")));
            assertThat(listed.at("structuredContent", "tools").orElseThrow().elements())
                    .extracting(tool -> tool.string("name").orElseThrow())
                    .containsExactly("git__read");
            Json named = result(hub.serve(
                    Method.TOOLS_CALL,
                    Json.parse("{\"name\":\"hub__list_tools\",\"arguments\":{\"name\":\"files__READ\"}}")));
            assertThat(named.at("structuredContent", "tools").orElseThrow().elements())
                    .extracting(tool -> tool.string("name").orElseThrow())
                    .containsExactly("files__read");
            Json status = result(hub.call("hub__status"));
            assertThat(status.at("structuredContent", "servers").orElseThrow().elements())
                    .extracting(server -> server.string("state").orElseThrow())
                    .containsExactly("ready", "ready");
        }
    }

    private static Configuration requiringSampling(Configuration all) {
        ServerSettings files = all.servers().getFirst();
        ToolRule rule = new ToolRule("re*", Set.of(Requirement.SAMPLING), Optional.empty());
        ServerSettings ruled = new ServerSettings(
                files.name(),
                files.target(),
                true,
                false,
                files.names(),
                files.interactive(),
                List.of(rule),
                files.waits(),
                files.era());
        return Configuration.of(List.of(ruled, all.servers().getLast()));
    }

    private static Reply read(TestHub hub, String uri) {
        return hub.serve(Method.RESOURCES_READ, Json.object().put("uri", uri).build());
    }

    private static Reply complete(TestHub hub, String reference) {
        return hub.serve(
                Method.COMPLETE,
                Json.object()
                        .put("ref", Json.parse(reference))
                        .put("argument", Json.parse("{\"name\":\"x\",\"value\":\"\"}"))
                        .build());
    }

    private static Server answering(String result) {
        Json json = Json.parse(result);
        return (request, exchange) -> new Reply.Complete(json);
    }

    private static Json result(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Complete.class);
        return ((Reply.Complete) reply).result();
    }

    private static int code(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return ((Reply.Failed) reply).failure().code();
    }
}
