package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.protocol.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";

    private final TestAuthority authority;
    private final Web web = new Web();
    private final Discovery discovery = new Discovery(web);

    DiscoveryTest() throws Exception {
        authority = new TestAuthority();
    }

    @AfterEach
    void stop() {
        web.close();
        authority.close();
    }

    private Discovered discover() throws SignInFailure {
        return discovery.discover(authority.mcp(), Challenge.NONE, Optional.empty());
    }

    private void resource(String path, String resource, String... issuers) {
        authority.documents.put(
                path,
                Json.object()
                        .put("resource", resource)
                        .put(
                                "authorization_servers",
                                Json.array(
                                        List.of(issuers).stream().map(Json::of).toList()))
                        .build());
    }

    @Test
    void aServerAndItsAuthorizationServerAreFoundWhereTheyShouldBe() throws Exception {
        Discovered found = discover();

        assertThat(found.resource()).isEqualTo(authority.url() + "/mcp");
        assertThat(found.server().issuer()).isEqualTo(authority.url());
        assertThat(authority.asked).containsExactly(RESOURCE + "/mcp", "/.well-known/oauth-authorization-server");
    }

    @Test
    void allPlacesAreLookedAtInTheirOrder() throws Exception {
        authority.documents.clear();
        String issuer = authority.url() + "/tenant";
        resource(RESOURCE, authority.url(), issuer);
        authority.documents.put(
                "/tenant/.well-known/openid-configuration",
                authority.metadata(issuer).build());

        Discovered found = discover();

        assertThat(found.resource()).isEqualTo(authority.url());
        assertThat(found.server().issuer()).isEqualTo(issuer);
        assertThat(authority.asked)
                .containsExactly(
                        RESOURCE + "/mcp",
                        RESOURCE,
                        "/.well-known/oauth-authorization-server/tenant",
                        "/.well-known/openid-configuration/tenant",
                        "/tenant/.well-known/openid-configuration");
    }

    @Test
    void thePlaceThatAChallengeNamesIsTheOnlyOne() throws Exception {
        resource("/elsewhere.json", authority.url() + "/mcp", authority.url());
        Challenge challenge = new Challenge(Optional.of(authority.url() + "/elsewhere.json"), List.of(), "");

        Discovered found = discovery.discover(authority.mcp(), challenge, Optional.empty());

        assertThat(found.server().issuer()).isEqualTo(authority.url());
        assertThat(authority.asked.peek()).isEqualTo("/elsewhere.json");
    }

    @Test
    void whatDescribesAnotherResourceIsNotBelieved() {
        for (String other :
                List.of("https://evil.example/mcp", authority.url() + "/mc", authority.url() + "/mcp/x", "")) {
            resource(RESOURCE + "/mcp", other, authority.url());
            assertThatThrownBy(this::discover)
                    .isInstanceOf(SignInFailure.class)
                    .hasMessageContaining("is that of another resource")
                    .hasMessageContaining(authority.url() + "/mcp");
        }
        assertThat(authority.asked).doesNotContain("/.well-known/oauth-authorization-server");
    }

    @Test
    void anAuthorizationServerThatCallsItselfOtherwiseIsNotBelieved() {
        for (String other : List.of(
                "https://honest.example", authority.url() + "/", authority.url().toUpperCase(Locale.ROOT))) {
            authority.documents.put(
                    "/.well-known/oauth-authorization-server",
                    authority.metadata(other).build());
            assertThatThrownBy(this::discover)
                    .hasMessageContaining("calls itself '" + other + "'")
                    .hasMessageContaining("not who it says it is");
        }
    }

    @Test
    void aServerOf2025March26IsItsOwnAuthorizationServer() throws Exception {
        authority.documents.remove(RESOURCE + "/mcp");

        Discovered found = discover();

        assertThat(found.server().issuer()).isEqualTo(authority.url());
        assertThat(found.resource()).isEqualTo(authority.url() + "/mcp");
        authority.documents.clear();
        assertThat(discover().server().token()).isEqualTo(URI.create(authority.url() + "/token"));
        assertThat(discover().server().registration()).contains(URI.create(authority.url() + "/register"));
    }

    @Test
    void aConfiguredIssuerMustBeOneOfThoseTheServerNames() {
        assertThatThrownBy(
                        () -> discovery.discover(authority.mcp(), Challenge.NONE, Optional.of("https://known.example")))
                .hasMessageContaining("registered at https://known.example")
                .hasMessageContaining(authority.url());
    }

    @Test
    void documentsAreFollowedWithinTheirOriginAndNowhereElse() throws Exception {
        authority.redirects.put(RESOURCE + "/mcp", "/moved.json");
        resource("/moved.json", authority.url() + "/mcp", authority.url());
        assertThat(discover().server().issuer()).isEqualTo(authority.url());

        try (TestAuthority other = new TestAuthority()) {
            authority.redirects.put(RESOURCE + "/mcp", other.url() + "/secrets");
            authority.redirects.put(RESOURCE, "http://169.254.169.254/latest/meta-data/");
            assertThat(discover().server().issuer()).isEqualTo(authority.url());
            assertThat(other.asked).isEmpty();
        }
    }

    @Test
    void nobodyElseIsAskedInTheClear() {
        for (String issuer :
                List.of("http://as.example", "http://10.0.0.1", "ftp://as.example", "file:///etc/passwd")) {
            resource(RESOURCE + "/mcp", authority.url() + "/mcp", issuer);
            assertThatThrownBy(this::discover).hasMessageContaining("no https URL");
        }
    }

    @Test
    void nobodySignsInToAServerThatTokensWouldReachInTheClear() {
        for (String server : List.of("http://8.8.8.8/mcp", "http://10.1.2.3/mcp", "http://nowhere.invalid/mcp")) {
            assertThatThrownBy(() -> discovery.discover(URI.create(server), Challenge.NONE, Optional.empty()))
                    .hasMessageContaining("its URL is not https")
                    .hasMessageContaining(server);
        }
    }

    @Test
    void whatIsOnTheInternetCannotSendTheHubAround() {
        Discovery outside = new Discovery(web);
        URI server = URI.create("https://8.8.8.8/mcp");
        Challenge near = new Challenge(Optional.of(authority.url() + "/x"), List.of(), "");
        Challenge inside = new Challenge(Optional.of("https://127.0.0.1:1/x"), List.of(), "");
        Challenge metadata = new Challenge(Optional.of("https://169.254.169.254/x"), List.of(), "");

        assertThatThrownBy(() -> outside.discover(server, near, Optional.empty()))
                .hasMessageContaining("https is expected");
        assertThatThrownBy(() -> outside.discover(server, inside, Optional.empty()))
                .hasMessageContaining("may not send the hub");
        assertThatThrownBy(() -> outside.discover(server, metadata, Optional.empty()))
                .hasMessageContaining("may not send the hub");
        assertThat(authority.asked).isEmpty();
    }

    @Test
    void aDocumentWithoutAnEndIsGivenUp() {
        authority.endless = true;
        assertThatThrownBy(this::discover).hasMessageContaining("at most 262144 bytes");
    }
}
