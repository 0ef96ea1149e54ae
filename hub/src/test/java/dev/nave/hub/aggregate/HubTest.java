package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Endpoint;
import dev.nave.hub.Eventually;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HubTest {
    private final FakeServer files = new FakeServer("files")
            .has(ListKind.TOOLS, "write", "read")
            .has(ListKind.PROMPTS, "ask")
            .has(ListKind.RESOURCES, "file:///a", "ui://panel/x");
    private final FakeServer git = new FakeServer("git").has(ListKind.TOOLS, "log", "read");

    @Test
    void listsOfAllServersAreOneListInConfiguredOrderThenByteOrder() {
        try (TestHub hub = TestHub.of(files, git)) {
            assertThat(hub.names(ListKind.TOOLS))
                    .containsExactly(
                            "files__read", "files__write", "git__log", "git__read", "hub__list_tools", "hub__status");
            assertThat(hub.names(ListKind.RESOURCES)).containsExactly("files+file:///a", "ui://files/panel/x");
        }
    }

    @Test
    void aCallReachesItsServerUnderTheServersOwnNameWithEverythingElseAsSpelled() {
        try (TestHub hub = TestHub.of(files, git)) {
            Json params = Json.parse("{ \"arguments\" : {\"n\":1.0e2}, \"name\":\"git__read\", \"x\":null }");
            Reply reply = hub.serve(Method.TOOLS_CALL, params);
            Json sent = Json.parse("{\"arguments\":{\"n\":1.0e2},\"name\":\"read\",\"x\":null}");
            assertThat(git.calls).extracting(Request::params).containsExactly(sent);
            assertThat(reply)
                    .isEqualTo(
                            new Reply.Complete(Json.object().put("echo", sent).build()));
        }
    }

    @Test
    void anUnknownToolIsAWrongParameterAndSaysWhatToDo() {
        try (TestHub hub = TestHub.of(files, git)) {
            Reply reply = hub.call("files__nothing");
            assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(-32602);
                assertThat(failed.failure().message()).contains("files__nothing", "List the tools");
            });
        }
    }

    @Test
    void subscribersHearOfAListOnlyWhenItReallyChanged() throws Exception {
        try (TestHub hub = TestHub.of(files, git)) {
            hub.names(ListKind.TOOLS);
            List<Endpoint.Event> heard = hub.hear("alice", ListKind.TOOLS, ListKind.PROMPTS);
            int before = git.listed.get();
            git.change(ListKind.TOOLS);
            Eventually.await("the list to be fetched again", () -> git.listed.get() > before);
            git.has(ListKind.TOOLS, "log", "blame");
            git.change(ListKind.TOOLS);
            Eventually.await("the change", () -> !heard.isEmpty());
            assertThat(heard).containsExactly(new Endpoint.Event.ListChanged(ListKind.TOOLS));
            assertThat(hub.names(ListKind.TOOLS)).contains("git__blame").doesNotContain("git__read");
        }
    }

    @Test
    void oneServerAloneKeepsItsNames() {
        try (TestHub hub = TestHub.of(files, git)) {
            Endpoint alone = hub.hub().server("git").orElseThrow();
            Reply reply = alone.serve(new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), TestExchange.of("alice"));
            assertThat(TestHub.names(ListKind.TOOLS, reply)).containsExactly("log", "read");
        }
    }
}
