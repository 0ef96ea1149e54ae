package dev.nave.edge.downstream.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Reply;
import dev.nave.hub.configuration.Bound;
import dev.nave.hub.configuration.Bounds;
import dev.nave.hub.configuration.Waits;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRulesTest {
    private LegacyFixture fixture = new LegacyFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05,2024-11-05",
        "2025-03-26,2025-03-26",
        "2025-06-18,2025-06-18",
        "2025-11-25,2025-11-25",
        "2026-07-28,2025-11-25",
        "1999-01-01,2025-11-25"
    })
    void theRevisionAskedForIsTakenWhenItHasAHandshakeElseTheNewestThatHasOne(String asked, String taken) {
        Json result = fixture.initialize(LegacyFixture.ALICE, asked, "{}")
                .answer()
                .member("result")
                .orElseThrow();

        assertThat(result.string("protocolVersion")).contains(taken);
    }

    @Test
    void theEndpointIntroducesItselfAsTheRevisionKnowsIt() {
        assertThat(fixture.initialize(LegacyFixture.ALICE, "2024-11-05", "{}")
                        .answer()
                        .raw())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2024-11-05\",\"capabilities\":"
                                + "{\"tools\":{\"listChanged\":true},\"logging\":{}},\"serverInfo\":{\"name\":\"hub\","
                                + "\"version\":\"1\"},\"instructions\":\"Be kind.\"}}");
    }

    @Test
    void initializeWithoutARevisionIsAnsweredInBand() {
        FakeHttp http = fixture.post(
                LegacyFixture.ALICE,
                new FakeHttp("POST", "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\"}"));

        assertThat(http.status()).isEqualTo(200);
        assertThat(http.answer().raw()).contains("\"id\":\"a\"", "-32602", "protocolVersion");
    }

    @Test
    void sessionIdsAreVisibleAsciiAndSaidByNobodyElse() {
        String one = fixture.session(Revision.V2025_11_25, "{}");
        String other = fixture.session(Revision.V2025_11_25, "{}");

        assertThat(one).matches("[\\x21-\\x7e]{40,}").isNotEqualTo(other);
    }

    @Test
    void aRequestWithoutASessionIsRefusedWith400() {
        FakeHttp http = fixture.post(
                LegacyFixture.ALICE,
                new FakeHttp("POST", "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"));

        assertThat(http.status()).isEqualTo(400);
        assertThat(http.answer().raw()).contains("\"id\":1", "Mcp-Session-Id");
    }

    @Test
    void anIdNobodySealedIsDead() {
        assertThat(fixture.request("h1.nonsense", "1", "ping", "{}").status()).isEqualTo(404);
    }

    @Test
    void aSessionIsDeadForEveryOtherPrincipalAndPath() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        assertThat(fixture.request(session, "1", "ping", "{}").status()).isEqualTo(200);
        assertThat(fixture.post(
                                LegacyFixture.BOB,
                                new FakeHttp("POST", "/mcp", ping).with(StreamableHttp.SESSION_HEADER, session))
                        .status())
                .isEqualTo(404);
        assertThat(fixture.post(
                                LegacyFixture.ALICE,
                                new FakeHttp("POST", "/servers/a/mcp", ping)
                                        .with(StreamableHttp.SESSION_HEADER, session))
                        .status())
                .isEqualTo(404);
        assertThat(fixture.other(
                                LegacyFixture.BOB,
                                new FakeHttp("DELETE", "/mcp", "").with(StreamableHttp.SESSION_HEADER, session))
                        .status())
                .isEqualTo(404);
        assertThat(fixture.request(session, "1", "ping", "{}").status()).isEqualTo(200);
    }

    @Test
    void aSessionSurvivesARestartOfTheHubWithWhatTheClientIs() {
        String session = fixture.session(Revision.V2025_06_18, "{\"sampling\":{}}");
        fixture.restart();
        fixture.endpoint.answer((request, exchange) -> new Reply.Complete(Json.object()
                .put("revision", exchange.client().revision().wireName())
                .put("name", exchange.client().info().string("name").orElse(""))
                .put("sampling", exchange.client().hasSampling())
                .build()));

        assertThat(fixture.request(session, "1", "tools/list", "{}").answer().raw())
                .contains("\"revision\":\"2025-06-18\",\"name\":\"c\",\"sampling\":true");
    }

    @Test
    void aSessionStaysTheSameForTheHubAfterARestart() {
        fixture.endpoint.answer((request, exchange) -> new Reply.Complete(
                Json.object().put("key", exchange.session().orElse("none")).build()));
        String session = fixture.session(Revision.V2025_11_25, "{}");
        String before =
                fixture.request(session, "1", "tools/list", "{}").answer().raw();
        fixture.restart();

        assertThat(fixture.request(session, "1", "tools/list", "{}").answer().raw())
                .isEqualTo(before)
                .doesNotContain("none", session);
    }

    @Test
    void aDeletedSessionIsDeadThoughItsSealWouldOpen() {
        String session = fixture.session(Revision.V2025_11_25, "{}");

        FakeHttp deleted = fixture.other(
                LegacyFixture.ALICE, new FakeHttp("DELETE", "/mcp", "").with(StreamableHttp.SESSION_HEADER, session));

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(fixture.endpoint.nextNote()).isEqualTo("session ended of key:alice");
        assertThat(fixture.request(session, "1", "ping", "{}").status()).isEqualTo(404);
        assertThat(fixture.get(session).status()).isEqualTo(404);
    }

    @Test
    void aVersionHeaderMustNameARevisionAndMayBeAbsent() {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        FakeHttp bad = fixture.post(
                LegacyFixture.ALICE,
                new FakeHttp("POST", "/mcp", ping)
                        .with(StreamableHttp.SESSION_HEADER, session)
                        .with("MCP-Protocol-Version", "newest"));

        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.answer().raw()).contains("newest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "text/html"})
    void aRequestMustAcceptBothJsonAndStreams(String accepted) {
        String session = fixture.session(Revision.V2025_11_25, "{}");
        FakeHttp http = new FakeHttp("POST", "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                .with(StreamableHttp.SESSION_HEADER, session)
                .with("Accept", accepted);

        assertThat(fixture.post(LegacyFixture.ALICE, http).status()).isEqualTo(406);
    }

    @Test
    void notificationsAndResponsesAreAccepted() {
        String session = fixture.session(Revision.V2025_11_25, "{}");

        FakeHttp told = fixture.notification(session, "notifications/roots/list_changed", "{}");
        FakeHttp late = fixture.post(session, "{\"jsonrpc\":\"2.0\",\"id\":\"long ago\",\"result\":{}}");

        assertThat(told.status()).isEqualTo(202);
        assertThat(late.status()).isEqualTo(202);
        assertThat(fixture.endpoint.nextNote()).isEqualTo("roots changed for key:alice in a session");
    }

    @Test
    void otherVerbsAreNotAllowed() {
        FakeHttp put = fixture.other(LegacyFixture.ALICE, new FakeHttp("PUT", "/mcp", ""));

        assertThat(put.status()).isEqualTo(405);
        assertThat(put.answerHeader("Allow")).isEqualTo("GET, POST, DELETE");
    }

    @Test
    void onePrincipalCannotTakeAllSessionsAndAllTogetherNoMoreThanThereAre() {
        fixture.close();
        fixture = new LegacyFixture(
                Waits.defaults(), Bounds.defaults().with(Bound.SESSIONS, 3).with(Bound.SESSIONS_PER_PRINCIPAL, 2));
        fixture.session(Revision.V2025_11_25, "{}");
        String second = fixture.session(Revision.V2025_11_25, "{}");

        assertThat(fixture.initialize(LegacyFixture.ALICE, "2025-11-25", "{}").status())
                .isEqualTo(429);
        assertThat(fixture.initialize(LegacyFixture.BOB, "2025-11-25", "{}").status())
                .isEqualTo(200);
        assertThat(fixture.initialize(LegacyFixture.BOB, "2025-11-25", "{}").status())
                .isEqualTo(503);
        fixture.other(
                        LegacyFixture.ALICE,
                        new FakeHttp("DELETE", "/mcp", "").with(StreamableHttp.SESSION_HEADER, second))
                .status();
        assertThat(fixture.initialize(LegacyFixture.BOB, "2025-11-25", "{}").status())
                .isEqualTo(200);
    }

    @Test
    void aClientWithMuchToSayOfItselfStillGetsAShortId() {
        String capabilities = "{\"sampling\":{\"tools\":{}},\"elicitation\":{\"url\":{}},\"experimental\":{\"x\":\""
                + "x".repeat(50_000) + "\"}}";
        String session = fixture.session(Revision.V2025_11_25, capabilities);
        fixture.restart();
        fixture.endpoint.answer(
                (request, exchange) -> new Reply.Complete(exchange.client().capabilities()));

        assertThat(session).hasSizeLessThan(4_000);
        assertThat(fixture.request(session, "1", "tools/list", "{}").answer().raw())
                .contains("{\"sampling\":{\"tools\":{}},\"elicitation\":{\"url\":{}}}");
    }

    @Test
    void requestsOfOtherRevisionsAreUnknown() {
        String session = fixture.session(Revision.V2025_11_25, "{}");

        assertThat(fixture.request(session, "1", "server/discover", "{}")
                        .answer()
                        .raw())
                .contains("-32601");
        assertThat(fixture.request(session, "1", "tasks/list", "{}").answer().raw())
                .contains("-32601");
        assertThat(fixture.endpoint.served).isEmpty();
    }
}
