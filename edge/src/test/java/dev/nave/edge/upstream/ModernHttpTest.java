package dev.nave.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Connector.ConnectFailure;
import dev.nave.hub.Connector.Connection;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.protocol.LogLevel;
import dev.nave.protocol.Method;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door to modern servers, over HTTP (2026-07-28, basic/transports, basic/patterns). */
class ModernHttpTest {
    private static final String TOOLS = """
        {"resultType":"complete","tools":[
          {"name":"book","inputSchema":{"type":"object","properties":{
            "city":{"type":"string","x-mcp-header":"City"},
            "seats":{"type":"integer","x-mcp-header":"Seats"},
            "near":{"type":"object","properties":{"gate":{"type":"boolean","x-mcp-header":"Gate"}}}}}},
          {"name":"bad","inputSchema":{"type":"object","properties":{
            "weight":{"type":"number","x-mcp-header":"Weight"}}}},
          {"name":"twice","inputSchema":{"type":"object","properties":{
            "a":{"type":"string","x-mcp-header":"Same"},"b":{"type":"string","x-mcp-header":"same"}}}},
          {"name":"deep","inputSchema":{"type":"object","properties":{
            "list":{"type":"array","items":{"type":"string","x-mcp-header":"Deep"}}}}}]}\
        """;

    private final TestWires wires = new TestWires();
    private final FakeSite site = new FakeSite();
    private final HeardFeed feed = new HeardFeed();

    @AfterEach
    void stop() {
        wires.close();
        site.close();
    }

    @Test
    void aCallCarriesWhatTheSpecificationAsksFor() throws Exception {
        site.script = modern(visit -> visit.answer("{\"resultType\":\"complete\",\"content\":[]}"));
        Request request = call("{\"name\":\"héllo\",\"arguments\":{\"n\":1.50},\"_meta\":{\"vendor/x\":1}}");
        Asker asker = Asker.plain()
                .able("{\"elicitation\":{},\"tasks\":{},\"roots\":{\"listChanged\":true}}")
                .logging(LogLevel.WARNING)
                .watching()
                .through("a", "b");
        try (Connection connection = connect()) {
            assertThat(connection.serve(request, asker)).isEqualTo(complete("{\"content\":[]}"));
        }
        FakeSite.Visit visit = site.next(Method.TOOLS_CALL);
        assertThat(visit.http().header("MCP-Protocol-Version")).contains("2026-07-28");
        assertThat(visit.http().header("Mcp-Method")).contains("tools/call");
        assertThat(visit.http().header("Mcp-Name")).contains("=?base64?aMOpbGxv?=");
        Json params = visit.request().params();
        assertThat(params.at("arguments", "n").map(Json::raw)).contains("1.50");
        Json meta = params.member("_meta").orElseThrow();
        assertThat(meta.find("vendor/x")).isEqualTo(Json.of(1));
        assertThat(meta.find("io.modelcontextprotocol/protocolVersion")).isEqualTo(Json.of("2026-07-28"));
        assertThat(meta.at("io.modelcontextprotocol/clientInfo", "name")).contains(Json.of("tester"));
        assertThat(meta.find("io.modelcontextprotocol/logLevel")).isEqualTo(Json.of("warning"));
        assertThat(meta.find("progressToken")).isNotNull();
        assertThat(meta.find("dev.nave/hops")).isEqualTo(Json.parse("[\"a\",\"b\"]"));
        assertThat(meta.find("io.modelcontextprotocol/clientCapabilities"))
                .isEqualTo(Json.parse("{\"elicitation\":{\"form\":{}},\"roots\":{}}"));
    }

    @Test
    void progressAndLogsReachTheClientBeforeTheAnswer() throws Exception {
        site.script = modern(visit -> {
            FakeSite.Stream stream = visit.stream();
            stream.tell(Method.PROGRESS, "{\"progressToken\":" + token(visit) + ",\"progress\":1}");
            stream.tell(Method.PROGRESS, "{\"progressToken\":" + token(visit) + ",\"progress\":0.5}");
            stream.tell(Method.MESSAGE, "{\"level\":\"info\",\"data\":\"hello\"}");
            stream.answer("{\"resultType\":\"complete\"}");
        });
        Asker asker = Asker.plain().watching().logging(LogLevel.INFO);
        try (Connection connection = connect()) {
            assertThat(connection.serve(call("{\"name\":\"t\"}"), asker)).isEqualTo(complete("{}"));
        }
        assertThat(asker.progress).hasSizeLessThanOrEqualTo(1);
        assertThat(asker.logs).extracting(log -> log.string("data").orElse("")).containsExactly("hello");
    }

    @Test
    void inputRequiredIsHandedOnAndItsStateComesBackAsItWas() throws Exception {
        site.script = modern(visit -> {
            if (visit.request().params().find("requestState") == null) {
                visit.answer("{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}},"
                        + "\"requestState\":\"\\u0061b\"}");
            } else {
                visit.answer("{\"content\":[]}");
            }
        });
        try (Connection connection = connect()) {
            Request first = call("{\"name\":\"t\"}");
            Reply.InputRequired round = (Reply.InputRequired) connection.serve(first, Asker.plain());
            assertThat(round.requests().names()).containsExactly("k");
            Request.Retry retry = new Request.Retry(Json.parse("{\"k\":{\"roots\":[]}}"), round.state());
            assertThat(connection.serve(first.withRetry(retry), Asker.plain())).isEqualTo(complete("{\"content\":[]}"));
        }
        site.next(Method.TOOLS_CALL);
        Json params = site.next(Method.TOOLS_CALL).request().params();
        assertThat(params.find("requestState")).hasToString("\"\\u0061b\"");
        assertThat(params.find("inputResponses")).hasToString("{\"k\":{\"roots\":[]}}");
    }

    @Test
    void aRetryWithoutStateBringsNone() throws Exception {
        site.script = modern(visit -> visit.answer("{}"));
        Request.Retry retry = new Request.Retry(Json.parse("{\"k\":{}}"), null);
        try (Connection connection = connect()) {
            connection.serve(call("{\"name\":\"t\"}").withRetry(retry), Asker.plain());
        }
        assertThat(site.next(Method.TOOLS_CALL).request().params().names())
                .contains("inputResponses")
                .doesNotContain("requestState");
    }

    @Test
    void aClientThatNamedItselfWithoutAVersionIsIntroducedAsTheHub() throws Exception {
        site.script = modern(visit -> visit.answer("{}"));
        try (Connection connection = connect()) {
            connection.serve(call("{\"name\":\"t\"}"), Asker.plain().named("{\"name\":\"half\"}"));
        }
        Json params = site.next(Method.TOOLS_CALL).request().params();
        assertThat(params.at("_meta", "io.modelcontextprotocol/clientInfo", "name"))
                .contains(Json.of("hub"));
    }

    @Test
    void tasksAreHandedOnAndUnknownResultsAreFailures() throws Exception {
        AtomicReference<String> result = new AtomicReference<>("{\"resultType\":\"task\",\"taskId\":\"7\"}");
        site.script = modern(visit -> visit.answer(result.get()));
        try (Connection connection = connect()) {
            assertThat(connection.serve(call("{\"name\":\"t\"}"), Asker.plain()))
                    .isEqualTo(new Reply.Task(Json.parse(result.get())));
            result.set("{\"resultType\":\"surprise\"}");
            assertThat(failure(connection.serve(call("{\"name\":\"t\"}"), Asker.plain())))
                    .contains("surprise");
        }
    }

    @Test
    void argumentsTravelInHeadersWhereTheToolSaysSo() throws Exception {
        site.script = ModernSite.listing(visit -> visit.answer(isList(visit) ? TOOLS : "{}"));
        try (Connection connection = connect()) {
            connection.serve(
                    call(
                            "{\"name\":\"book\",\"arguments\":{\"city\":\"Zürich\",\"seats\":2,\"near\":{\"gate\":true}}}"),
                    Asker.plain());
            connection.serve(call("{\"name\":\"book\",\"arguments\":{\"city\":null}}"), Asker.plain());
        }
        FakeSite.Visit first = site.next(Method.TOOLS_CALL);
        assertThat(first.http().header("Mcp-Param-City")).contains("=?base64?WsO8cmljaA==?=");
        assertThat(first.http().header("Mcp-Param-Seats")).contains("2");
        assertThat(first.http().header("Mcp-Param-Gate")).contains("true");
        FakeSite.Visit second = site.next(Method.TOOLS_CALL);
        assertThat(second.http().headerNames()).noneMatch(name -> name.startsWith("Mcp-Param"));
    }

    @Test
    void toolsWithInvalidAnnotationsAreLeftOutOfLists() throws Exception {
        site.script = ModernSite.listing(visit -> visit.answer(TOOLS));
        try (Connection connection = connect()) {
            Reply.Complete page =
                    (Reply.Complete) connection.serve(new Request(Method.TOOLS_LIST, Json.EMPTY_OBJECT), Asker.plain());
            assertThat(page.result().member("tools").orElseThrow().elements())
                    .extracting(tool -> tool.string("name").orElse(""))
                    .containsExactly("book");
        }
    }

    @Test
    void aHeaderMismatchIsMendedByListingAgain() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        site.script = ModernSite.listing(visit -> {
            if (isList(visit)) {
                boolean first = lists.incrementAndGet() == 1;
                visit.answer(first ? TOOLS : TOOLS.replace("\"City\"", "\"Town\""));
            } else if (visit.http().header("Mcp-Param-Town").isEmpty()) {
                visit.fail(400, -32020, "expected Mcp-Param-Town", null);
            } else {
                visit.answer("{}");
            }
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call("{\"name\":\"book\",\"arguments\":{\"city\":\"X\"}}"), Asker.plain()))
                    .isEqualTo(complete("{}"));
        }
        assertThat(lists).hasValue(2);
    }

    @Test
    void aHeaderMismatchThatStaysIsOurFailure() throws Exception {
        site.script = ModernSite.listing(visit -> {
            if (isList(visit)) {
                visit.answer(TOOLS);
            } else {
                visit.fail(400, -32020, "no", null);
            }
        });
        try (Connection connection = connect()) {
            Reply reply = connection.serve(call("{\"name\":\"book\"}"), Asker.plain());
            assertThat(((Reply.Failed) reply).failure().code()).isEqualTo(-32603);
        }
    }

    @Test
    void aClientThatGivesUpClosesThePost() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        site.script = modern(visit -> {
            visit.http().onGone(gone::countDown);
            there.countDown();
            assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
        });
        Asker asker = Asker.plain();
        try (Connection connection = connect()) {
            Thread caller = Thread.ofVirtual().start(() -> connection.serve(call("{\"name\":\"t\"}"), asker));
            assertThat(there.await(30, TimeUnit.SECONDS)).isTrue();
            asker.cancellation().cancel("the client went away");
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aStreamThatEndsWithoutAnAnswerMayHaveRun() throws Exception {
        site.script = modern(visit -> visit.stream().end());
        try (Connection connection = connect()) {
            Reply.Failed reply = (Reply.Failed) connection.serve(call("{\"name\":\"t\"}"), Asker.plain());
            assertThat(reply.ran()).isEqualTo(Reply.Ran.PERHAPS);
        }
    }

    @Test
    void aServerThatIsGoneSurelyDidNotRunTheCall() throws Exception {
        site.script = modern(visit -> visit.answer("{}"));
        try (Connection connection = connect()) {
            site.close();
            // A connection kept from before may break under this one, and then nobody knows.
            connection.serve(read("x:y"), Asker.plain());
            Reply.Failed reply = (Reply.Failed) connection.serve(read("x:y"), Asker.plain());
            assertThat(reply.ran()).isEqualTo(Reply.Ran.SURELY_NOT);
            assertThat(feed.next("lost")).isNotEmpty();
        }
    }

    @Test
    void messagesOnePerLineUnderTheTypeOfJsonAreRead() throws Exception {
        site.script = modern(visit -> {
            String lines = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"a\"}}\n"
                    + "{\"jsonrpc\":\"2.0\",\"id\":" + visit.request().id() + ",\"result\":{\"content\":[]}}\n";
            visit.http().respond(200, Map.of("Content-Type", "application/json"), FakeSite.utf8(lines));
        });
        try (Connection connection = connect()) {
            assertThat(connection.serve(call("{\"name\":\"t\"}"), Asker.plain()))
                    .isEqualTo(complete("{\"content\":[]}"));
        }
    }

    @Test
    void whatIsNoMessageIsAFailureThatQuotesNothing() throws Exception {
        site.script = modern(visit ->
                visit.http().respond(500, Map.of("Content-Type", "text/html"), FakeSite.utf8("<h1>secret</h1>")));
        try (Connection connection = connect()) {
            assertThat(failure(connection.serve(call("{\"name\":\"t\"}"), Asker.plain())))
                    .contains("HTTP 500")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aMissingCapabilityIsToldOnlyIfTheClientLacksIt() throws Exception {
        site.script = modern(
                visit -> visit.fail(400, -32021, "needs sampling", "{\"requiredCapabilities\":{\"sampling\":{}}}"));
        try (Connection connection = connect()) {
            Reply lacks = connection.serve(call("{\"name\":\"t\"}"), Asker.plain());
            assertThat(((Reply.Failed) lacks).failure().code()).isEqualTo(-32021);
            Reply has = connection.serve(call("{\"name\":\"t\"}"), Asker.plain().able("{\"sampling\":{}}"));
            assertThat(((Reply.Failed) has).failure().code()).isEqualTo(-32603);
        }
    }

    @Test
    void oneListenWatchesListsAndResourcesAndIsReplacedWhenTheyChange() throws Exception {
        BlockingQueue<FakeSite.Stream> listens = new LinkedBlockingQueue<>();
        site.script = ModernSite.listening(visit -> {
            Json filter = visit.request().params().member("notifications").orElseThrow();
            FakeSite.Stream stream = visit.stream();
            stream.tell(Method.ACKNOWLEDGED, "{\"notifications\":" + filter + "}");
            listens.add(stream);
        });
        try (Connection connection = connect()) {
            FakeSite.Stream first = listens.poll(30, TimeUnit.SECONDS);
            first.tell(Method.TOOLS_CHANGED, "{}");
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
            CountDownLatch dropped = new CountDownLatch(1);
            first.visit().http().onGone(dropped::countDown);

            assertThat(connection.watch(Set.of("x:1"))).containsExactly("x:1");
            FakeSite.Stream second = listens.poll(30, TimeUnit.SECONDS);
            assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
            second.tell(Method.RESOURCE_UPDATED, "{\"uri\":\"x:1\"}");
            assertThat(feed.next("updated")).isEqualTo("updated x:1");

            second.end();
            assertThat(listens.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(feed.next("changed")).isEqualTo("changed TOOLS");
            assertThat(feed.next("updated")).isEqualTo("updated x:1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedKeyIsNoEvidenceOfAnEra(int status) {
        site.script = visit -> visit.status(status);
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isFalse())
                .hasMessageContaining(Integer.toString(status))
                .hasMessageContaining("Authorization");
        assertThat(site.visits).hasSize(1);
    }

    @Test
    void aBrokenServerIsNoEvidenceOfAnEra() {
        site.script = visit -> visit.status(503);
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(ConnectFailure.class, e -> assertThat(e.isWorthRetrying())
                        .isTrue())
                .hasMessageContaining("503");
        assertThat(site.visits).hasSize(1);
    }

    @Test
    void aServerThatNamesOurRevisionWhileItRefusesIsAskedOnceMore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeSite.Script modern = modern(visit -> visit.answer("{}"));
        site.script = visit -> {
            if (asked.incrementAndGet() == 1) {
                visit.fail(400, -32022, "Unsupported", "{\"supported\":[\"2026-07-28\"]}");
            } else {
                modern.take(visit);
            }
        };
        try (Connection connection = connect()) {
            assertThat(connection.opening().revision().isModern()).isTrue();
        }
    }

    private Connection connect() throws Exception {
        return wires.connect(TestWires.remote(site.url()), feed);
    }

    /** Introduces itself, takes listens and lists no tools; the rest is the test's. */
    private static FakeSite.Script modern(FakeSite.Script rest) {
        return new ModernSite(rest);
    }

    private static boolean isList(FakeSite.Visit visit) {
        return visit.name().equals(Method.TOOLS_LIST);
    }

    private static Json token(FakeSite.Visit visit) {
        return visit.request().params().at("_meta", "progressToken").orElseThrow();
    }

    private static Request call(String params) {
        return new Request(Method.TOOLS_CALL, Json.parse(params));
    }

    private static Request read(String uri) {
        return new Request(Method.RESOURCES_READ, Json.object().put("uri", uri).build());
    }

    private static Reply complete(String result) {
        return new Reply.Complete(Json.parse(result));
    }

    private static String failure(Reply reply) {
        return ((Reply.Failed) reply).failure().message();
    }
}
