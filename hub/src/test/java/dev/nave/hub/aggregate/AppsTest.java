package dev.nave.hub.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Caller;
import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.Reply;
import dev.nave.hub.Request;
import dev.nave.hub.TestExchange;
import dev.nave.protocol.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** MCP Apps (extension {@code io.modelcontextprotocol/ui}) of servers beside each other. */
final class AppsTest {
    private static final String UI = "\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[\"text/html;profile=mcp-app\"]}";
    private static final String PAGE = "<html>ui://clock/view \\u003cb\\u003e</html>";

    private final FakeServer clock = new FakeServer("clock")
            .hasEntry(
                    ListKind.TOOLS,
                    "{\"name\":\"show\",\"_meta\":{\"ui\":{\"resourceUri\":\"ui://clock/view\",\"visibility\":[\"model\",\"app\"]},"
                        + "\"ui/resourceUri\":\"ui://clock/view\",\"vendor/x\":1.0}}")
            .hasEntry(
                    ListKind.RESOURCES,
                    "{\"uri\":\"ui://clock/view\",\"name\":\"view\",\"mimeType\":\"text/html;profile=mcp-app\","
                            + "\"_meta\":{\"ui\":{\"csp\":{\"connectDomains\":[\"https://a\"]}}}}")
            .hasEntry(ListKind.TEMPLATES, "{\"uriTemplate\":\"ui://clock/{zone}\",\"name\":\"zones\"}");
    private final FakeServer other = new FakeServer("other").has(ListKind.TOOLS, "show");

    AppsTest() {
        clock.capabilities = Json.parse(
                "{\"tools\":{},\"resources\":{},\"extensions\":{" + UI + ",\"vendor/unheard-of\":{\"n\":1.0}}}");
        clock.answers = (request, exchange) -> new Reply.Complete(Json.parse(
                "{\"contents\":[{\"uri\":\"ui://clock/view\",\"mimeType\":\"text/html;profile=mcp-app\",\"text\":\""
                        + PAGE + "\",\"_meta\":{\"ui\":{\"prefersBorder\":true,\"domain\":\"ui://clock\"}}}]}"));
    }

    @Test
    void aToolNamesItsAppByTheUriUnderWhichTheHubHasItInBothSpellings() {
        try (TestHub hub = settled()) {
            Json tool = hub.list(ListKind.TOOLS, Json.EMPTY_OBJECT).member("tools").orElseThrow().elements().stream()
                    .filter(each -> each.string("name").orElseThrow().equals("clock__show"))
                    .findFirst()
                    .orElseThrow();
            assertThat(tool.find("_meta"))
                    .isEqualTo(Json.parse(
                            "{\"ui\":{\"resourceUri\":\"ui://clock/clock/view\",\"visibility\":[\"model\",\"app\"]},"
                                    + "\"ui/resourceUri\":\"ui://clock/clock/view\",\"vendor/x\":1.0}"));
        }
    }

    @Test
    void anAppIsListedAndReadUnderThatUriWithItsPageUntouched() {
        try (TestHub hub = settled()) {
            assertThat(hub.list(ListKind.RESOURCES, Json.EMPTY_OBJECT).raw())
                    .contains(
                            "{\"uri\":\"ui://clock/clock/view\",\"name\":\"view\",\"mimeType\":\"text/html;profile=mcp-app\","
                                + "\"_meta\":{\"ui\":{\"csp\":{\"connectDomains\":[\"https://a\"]}}}}");
            assertThat(hub.list(ListKind.TEMPLATES, Json.EMPTY_OBJECT).raw()).contains("\"ui://clock/clock/{zone}\"");
            Reply reply = hub.serve("resources/read", Json.parse("{\"uri\":\"ui://clock/clock/view\"}"));
            assertThat(clock.calls.getLast().params().raw()).isEqualTo("{\"uri\":\"ui://clock/view\"}");
            assertThat(((Reply.Complete) reply).result().raw())
                    .contains("\"uri\":\"ui://clock/clock/view\"")
                    .contains("\"text\":\"" + PAGE + "\"")
                    .contains("\"_meta\":{\"ui\":{\"prefersBorder\":true,\"domain\":\"ui://clock\"}}");
        }
    }

    @Test
    void extensionsOfServersAreOfferedKnownOrNotAndThoseOfClientsReachTheServer() {
        try (TestHub hub = settled()) {
            assertThat(hub.hub().describe(Caller.LOCAL).capabilities().find("extensions"))
                    .isEqualTo(Json.parse("{" + UI + ",\"vendor/unheard-of\":{\"n\":1.0}}"));
            String able = "{\"extensions\":{" + UI + ",\"vendor/unheard-of\":{\"m\":2e0}}}";
            hub.hub()
                    .serve(
                            new Request("tools/call", Json.parse("{\"name\":\"clock__show\"}")),
                            TestExchange.of("alice").withCapabilities(able));
            assertThat(clock.exchanges.getLast().client().capabilities().raw()).isEqualTo(able);
        }
    }

    @Test
    void listsAreFetchedAsAClientThatShowsApps() {
        try (TestHub hub = settled()) {
            assertThat(hub.names(ListKind.TOOLS)).contains("clock__show");
            assertThat(clock.listers).isNotEmpty().allSatisfy(lister -> assertThat(
                            lister.client().hasExtension("io.modelcontextprotocol/ui"))
                    .isTrue());
        }
    }

    @Test
    void aServerAloneKeepsTheNamesItsAppsCallToolsBy() {
        try (TestHub hub = settled()) {
            var alone = hub.hub().server("clock").orElseThrow();
            alone.serve(new Request("tools/call", Json.parse("{\"name\":\"show\"}")), TestExchange.of("alice"));
            assertThat(clock.calls.getLast().params().raw()).isEqualTo("{\"name\":\"show\"}");
            assertThat(alone.tool(Caller.LOCAL, "show").orElseThrow().raw()).contains("\"ui://clock/view\"");
        }
    }

    private TestHub settled() {
        TestHub hub = TestHub.of(clock, other);
        hub.hub().awaitListed(Duration.ofSeconds(30));
        return hub;
    }
}
