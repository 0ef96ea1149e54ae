package dev.nave.edge.downstream.modern;

import static dev.nave.edge.downstream.modern.ModernFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.edge.downstream.FakeEndpoint;
import dev.nave.edge.downstream.FakeExchange;
import dev.nave.hub.Reply;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeRulesTest {
    private final ModernFixture fixture =
            new ModernFixture(FakeEndpoint.answering("{\"tools\":[]}").withTool("look", """
                {"type":"object","properties":{
                  "region":{"type":"string","x-mcp-header":"Region"},
                  "depth":{"type":"integer","x-mcp-header":"Depth"},
                  "deep":{"type":"object","properties":{"flag":{"type":"boolean","x-mcp-header":"Flag"}}}}}\
                """));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_meta\":{}}",
                "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7,\"io.modelcontextprotocol/clientCapabilities\":{}}}",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":[]}}"
            })
    void aRequestThatLeavesOutWhatItMustSayIsRefused(String params) {
        assertRefused(request("tools/list", params), 400, -32602);
    }

    @Test
    void anUnknownLogLevelIsRefused() {
        assertRefused(
                request("tools/list", "{}", "{}", "{\"io.modelcontextprotocol/logLevel\":\"loud\"}"), 400, -32602);
    }

    @Test
    void aProgressTokenThatIsNeitherStringNorNumberIsRefused() {
        assertRefused(request("tools/list", "{}", "{}", "{\"progressToken\":{}}"), 400, -32602);
    }

    @Test
    void clientInfoMayBeAbsent() {
        assertThat(fixture.send(request("tools/list", "{}")).status()).isEqualTo(200);
    }

    @Test
    void anUnknownRevisionIsAnsweredWithThoseServedAsDiscoverListsThem() {
        FakeExchange http = request("server/discover", """
            {"_meta":{"io.modelcontextprotocol/protocolVersion":"v999",
            "io.modelcontextprotocol/clientCapabilities":{}}}\
            """).with("MCP-Protocol-Version", "v999");
        Json error = assertRefused(http, 400, -32022);
        Json discovered = fixture.send(request("server/discover", "{}")).answer();
        assertThat(error.at("data", "requested")).contains(Json.of("v999"));
        assertThat(error.at("data", "supported")).isEqualTo(discovered.at("result", "supportedVersions"));
    }

    @Test
    void aRevisionWithAHandshakeIsNotServedInAnEnvelope() {
        FakeExchange http = request("tools/list", """
            {"_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25",
            "io.modelcontextprotocol/clientCapabilities":{}}}\
            """).with("MCP-Protocol-Version", "2025-11-25");
        assertRefused(http, 400, -32022);
    }

    @Test
    void aVersionHeaderThatDiffersFromTheBodyIsAMismatchEvenIfTheVersionIsUnknown() {
        assertRefused(request("tools/list", "{}").with("MCP-Protocol-Version", "2025-11-25"), 400, -32020);
        assertRefused(request("tools/list", "{}").with("MCP-Protocol-Version"), 400, -32020);
        assertRefused(request("tools/list", """
            {"_meta":{"io.modelcontextprotocol/protocolVersion":"v999",
            "io.modelcontextprotocol/clientCapabilities":{}}}\
            """), 400, -32020);
    }

    @Test
    void theMethodHeaderMustSayTheMethod() {
        assertRefused(request("tools/list", "{}").with("Mcp-Method"), 400, -32020);
        assertRefused(request("tools/list", "{}").with("Mcp-Method", "tools/call"), 400, -32020);
    }

    @Test
    void theNameHeaderMustSayTheNameDecoded() {
        String params = "{\"name\":\"größe\"}";
        assertRefused(request("prompts/get", params).with("Mcp-Name"), 400, -32020);
        assertRefused(request("prompts/get", params).with("Mcp-Name", "grosse"), 400, -32020);
        assertRefused(request("prompts/get", params).with("Mcp-Name", "=?base64?***?="), 400, -32020);
        assertThat(fixture.send(request("prompts/get", params).with("Mcp-Name", "=?base64?Z3LDtsOfZQ==?="))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void mirroredArgumentsMustSayWhatTheArgumentsSay() {
        String params = "{\"name\":\"look\",\"arguments\":{\"region\":\"eu\",\"depth\":3,\"deep\":{\"flag\":true}}}";
        assertThat(fixture.send(mirrored(params, "eu", "3", "true")).status()).isEqualTo(200);
        assertThat(fixture.send(mirrored(params, "eu", "3.0", "true")).status()).isEqualTo(200);
        assertThat(fixture.send(mirrored(params, "=?base64?ZXU=?=", "3", "true"))
                        .status())
                .isEqualTo(200);
        assertRefused(mirrored(params, "us", "3", "true"), 400, -32020);
        assertRefused(mirrored(params, "eu", "4", "true"), 400, -32020);
        assertRefused(mirrored(params, "eu", "three", "true"), 400, -32020);
        assertRefused(mirrored(params, "eu", "3", "false"), 400, -32020);
        assertRefused(mirrored(params, "eu", "3", "true").with("Mcp-Param-Region"), 400, -32020);
    }

    @Test
    void anArgumentThatIsAbsentOrNullHasNoHeader() {
        String params = "{\"name\":\"look\",\"arguments\":{\"region\":null}}";
        assertThat(fixture.send(request("tools/call", params)).status()).isEqualTo(200);
        assertRefused(request("tools/call", params).with("Mcp-Param-Region", "eu"), 400, -32020);
    }

    @Test
    void headersThatNoSchemaAsksForAreIgnored() {
        FakeExchange http = request("tools/call", "{\"name\":\"look\"}").with("Mcp-Param-Other", "x");
        assertThat(fixture.send(http).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "tasks/list"
            })
    void methodsThatWereRemovedAreNotFound(String method) {
        assertRefused(request(method, "{}"), 404, -32601);
    }

    @Test
    void aMethodTheHubDoesNotKnowIsNotFound() {
        ModernFixture strict =
                new ModernFixture(new FakeEndpoint((request, exchange) -> Reply.failed(-32601, "No such method")));
        FakeExchange http = strict.send(request("unknown/method", "{}"));
        assertThat(http.status()).isEqualTo(404);
        assertThat(http.answer().at("error", "code")).contains(Json.of(-32601));
    }

    @Test
    void aCallThatNamesNothingIsInvalid() {
        assertRefused(request("tools/call", "{}"), 400, -32602);
        assertRefused(request("resources/read", "{\"uri\":5}"), 400, -32602);
    }

    @Test
    void answersAndStateHaveTheirTypes() {
        assertRefused(request("tools/call", "{\"name\":\"look\",\"inputResponses\":[]}"), 400, -32602);
        assertRefused(request("tools/call", "{\"name\":\"look\",\"requestState\":5}"), 400, -32602);
    }

    @Test
    void tasksNeedTheExtension() {
        FakeExchange http = request("tasks/get", "{\"taskId\":\"t\"}").with("Mcp-Name", "t");
        Json error = assertRefused(http, 400, -32021);
        assertThat(error.at("data", "requiredCapabilities", "extensions", "io.modelcontextprotocol/tasks"))
                .isPresent();
    }

    @Test
    void aClientMustTakeBothKindsOfAnswer() {
        assertThat(fixture.send(request("tools/list", "{}").with("Accept", "application/json"))
                        .status())
                .isEqualTo(406);
        assertThat(fixture.send(request("tools/list", "{}").with("Accept", "*/*"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void otherVerbsAreRefusedWithTheOneThatIsNot() {
        FakeExchange http = new FakeExchange("GET", "");
        fixture.door.other(http, ModernFixture.ALICE, fixture.endpoint);
        assertThat(http.status()).isEqualTo(405);
        assertThat(http.answerHeaders()).containsEntry("Allow", "POST");
    }

    @Test
    void notificationsAreTakenWithoutAnyHeader() {
        FakeExchange http = new FakeExchange("POST", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
        assertThat(fixture.send(http).status()).isEqualTo(202);
    }

    private static FakeExchange mirrored(String params, String region, String depth, String flag) {
        return request("tools/call", params)
                .with("Mcp-Param-Region", region)
                .with("Mcp-Param-Depth", depth)
                .with("mcp-param-flag", flag);
    }

    private Json assertRefused(FakeExchange http, int status, int code) {
        fixture.send(http);
        Json error = http.answer().member("error").orElseThrow();
        assertThat(http.status()).isEqualTo(status);
        assertThat(error.member("code")).contains(Json.of(code));
        assertThat(http.answer().member("id")).contains(Json.of(7));
        assertThat(fixture.endpoint.served())
                .allSatisfy(request -> assertThat(request.retry()).isNull());
        return error;
    }
}
