package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Caller;
import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.secret.Template;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.Message;
import dev.nave.transport.http.SentEvent;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The door to legacy servers, over HTTP (2025-11-25, basic/transports; 2024-11-05 for HTTP+SSE). */
class LegacyHttpTest extends LegacySite {
    @Test
    void aServerThatKnowsNoDiscoveryIsInitialised() throws Exception {
        site.script = legacy(visit -> visit.fail(400, -32000, "Bad Request: Server not initialized", null));
        try (Connection connection = wires.connect(TestWires.remote(site.url()), feed)) {
            assertThat(connection.opening().revision().wireName()).isEqualTo("2025-06-18");
        }
        assertThat(site.next(Method.DISCOVER)).isNotNull();
        assertThat(site.next(Method.INITIALIZED).http().header("Mcp-Session-Id"))
                .contains("s1");
    }

    @Test
    void everyRequestNamesSessionAndRevisionAndTheSessionIsEnded() throws Exception {
        site.script = legacy(visit -> visit.answer("{\"content\":[]}"));
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain())).isInstanceOf(Reply.Complete.class);
        }
        FakeSite.Visit call = site.next(Method.TOOLS_CALL);
        assertThat(call.http().header("Mcp-Session-Id")).contains("s2");
        assertThat(call.http().header("MCP-Protocol-Version")).contains("2025-06-18");
        assertThat(call.http().header("Accept")).contains("application/json, text/event-stream");
        assertThat(site.next("DELETE")).isNotNull();
        assertThat(site.next("DELETE")).isNotNull();
    }

    @Test
    void eachPrincipalAndEachOfItsSessionsHasASessionOfItsOwn() throws Exception {
        site.script = legacy(visit -> visit.answer(Json.object()
                .put("in", visit.http().header("Mcp-Session-Id").orElse(""))
                .build()
                .raw()));
        try (Connection connection = connect()) {
            Set<String> seen = new HashSet<>();
            seen.add(connection.serve(call(), Asker.plain().in("a")).toString());
            seen.add(connection.serve(call(), Asker.plain().in("b")).toString());
            seen.add(connection.serve(call(), Asker.plain().as("bob").in("a")).toString());
            seen.add(connection.serve(call(), Asker.plain().in("a").able(FORMS)).toString());
            assertThat(seen).hasSize(4);
            assertThat(seen)
                    .contains(connection.serve(call(), Asker.plain().in("a")).toString());
        }
    }

    @Test
    void whatAClientCannotDoIsNotDeclaredForIt() throws Exception {
        site.script = legacy(visit -> visit.answer("{}"));
        try (Connection connection = connect()) {
            site.next(Method.INITIALIZE);
            connection.serve(
                    call(),
                    Asker.plain().able("{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{\"tools\":{}}}"));
            Json capabilities = site.next(Method.INITIALIZE)
                    .request()
                    .params()
                    .member("capabilities")
                    .orElseThrow();
            // 2025-06-18 knows no sub-capabilities, and strict readers refuse them.
            assertThat(capabilities).isEqualTo(Json.parse("{\"sampling\":{},\"elicitation\":{}}"));
        }
    }

    @Test
    void aSessionThatEndedIsOpenedAgainOnceAndTheCallResent() throws Exception {
        site.script = legacy(visit -> {
            if (visit.http().header("Mcp-Session-Id").orElse("").equals("s2")) {
                visit.fail(404, -32001, "Session not found", null);
            } else {
                visit.answer("{\"content\":[]}");
            }
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call(), Asker.plain())).isInstanceOf(Reply.Complete.class);
        }
        assertThat(sessions).hasValue(3);
    }

    @Test
    void theHubsOwnSessionIsOpenedAgainAndWatchesAgain() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        site.script = legacy(visit -> {
            if (visit.name().equals(Method.RESOURCES_SUBSCRIBE)) {
                visit.answer("{}");
            } else if (lists.incrementAndGet() == 1) {
                visit.status(404);
            } else {
                visit.answer("{\"tools\":[]}");
            }
        });
        try (Connection connection = connect()) {
            assertThat(connection.watch(Set.of("x:1"))).containsExactly("x:1");
            Request list = new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            assertThat(connection.serve(list, Asker.plain())).isInstanceOf(Reply.Complete.class);
            assertThat(feed.next("updated")).isEqualTo("updated x:1");
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
        }
        assertThat(feed.has("lost")).isFalse();
    }

    @Test
    void whenAClientEndsItsSessionSoDoesItsSessionHere() throws Exception {
        site.script = legacy(visit -> visit.answer("{}"));
        try (Connection connection = connect()) {
            connection.serve(call(), Asker.plain().in("mine"));
            connection.sessionEnded(new Caller("alice", Set.of()), "mine");
            assertThat(site.next("DELETE").http().header("Mcp-Session-Id")).contains("s2");
        }
    }

    @Test
    void aServerOf2024IsReachedOverItsStreamOfEvents() throws Exception {
        Older older = new Older("/messages");
        site.script = older;
        try (Connection connection = wires.connect(TestWires.remote(site.url()), feed)) {
            assertThat(connection.serve(call(), Asker.plain()))
                    .isEqualTo(new Reply.Complete(Json.parse("{\"old\":true}")));
        }
    }

    @Test
    void anEndpointOnAnotherOriginIsRefused() {
        site.script = new Older("http://127.0.0.2:1/messages");
        ServerSettings settings = ServerSettings.of(
                "files", new Target.Remote(Template.of(site.url().toString()), Map.of(), Target.Wire.SSE));
        assertThatThrownBy(() -> wires.connect(settings, feed))
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isFalse())
                .hasMessageContaining("another origin");
    }

    @Test
    void aServerNobodyReachesIsWorthTryingAgain() {
        ServerSettings nowhere = TestWires.remote(URI.create("http://127.0.0.1:1/mcp"));
        assertThatThrownBy(() -> wires.connect(nowhere, feed))
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isTrue())
                .hasMessageContaining("127.0.0.1:1");
    }

    /** A server of HTTP+SSE: answers come on the stream that a GET opened. */
    private static final class Older implements FakeSite.Script {
        private final String endpoint;
        private final List<FakeSite.Stream> streams = new CopyOnWriteArrayList<>();

        Older(String endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void take(FakeSite.Visit visit) {
            if (visit.name().equals("GET")) {
                FakeSite.Stream opened = visit.stream();
                streams.add(opened);
                opened.send(new SentEvent(
                        null, "endpoint", null, FakeSite.utf8(endpoint + "?session=" + (streams.size() - 1))));
                return;
            }
            if (!visit.http().path().equals("/messages")) {
                visit.status(405);
                return;
            }
            visit.status(202);
            if (visit.message() instanceof Message.Request request) {
                String result = request.method().equals(Method.INITIALIZE)
                        ? Scripts.INITIALIZED.replace("2025-06-18", "2024-11-05")
                        : "{\"old\":true}";
                int session = Integer.parseInt(visit.http().query("session").orElseThrow());
                streams.get(session).say(new Message.Result(request.id(), Json.parse(result)));
            }
        }
    }
}
