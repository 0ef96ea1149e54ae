package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's sign-in, with a browser that follows redirects. */
class FlowTest {
    private static final Optional<String> ALL = Optional.empty();

    @TempDir
    Path directory;

    private TestAuthority authority;
    private SignInFixture fixture;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority();
        fixture = new SignInFixture(directory, authority);
    }

    @AfterEach
    void stop() {
        fixture.close();
        authority.close();
    }

    private static Refusal refusal(String challenge) {
        return new Refusal(401, List.of(challenge), Optional.empty());
    }

    private Secret login(String challenge) throws Barred {
        Login login = fixture.oauth.login(SignInFixture::browse);
        Access access = login.to(fixture.server(), Values.NONE);
        return access.refused(authority.mcp(), ALL, refusal(challenge));
    }

    @Test
    void aSignInIsDoneAsTheServerAsksAndKept() throws Exception {
        assertThat(login("Bearer scope=\"read write\"").reveal()).startsWith("Bearer access-");

        Map<String, String> sent = authority.authorized.take();
        assertThat(sent)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("resource", authority.url() + "/mcp")
                .containsEntry("scope", "read write");
        assertThat(sent.get("redirect_uri")).matches("http://127\\.0\\.0\\.1:\\d+/callback");
        assertThat(sent.get("state")).hasSizeGreaterThan(40);
        Map<String, String> form = authority.tokenForms.take();
        assertThat(form)
                .containsEntry("resource", authority.url() + "/mcp")
                .containsEntry("redirect_uri", sent.get("redirect_uri"))
                .containsEntry("client_id", sent.get("client_id"))
                .containsKey("code_verifier");
        Json registered = authority.registrations.take();
        assertThat(registered.string("application_type")).contains("native");
        assertThat(registered.member("grant_types").orElseThrow().raw()).contains("refresh_token");
        Access kept = fixture.oauth.to(fixture.server(), Values.NONE);
        assertThat(kept.header(authority.mcp(), ALL).value().map(Secret::reveal))
                .hasValueSatisfying(header -> assertThat(header).startsWith("Bearer access-"));
        assertThat(fixture.oauth.signIns()).singleElement().satisfies(signIn -> {
            assertThat(signIn.issuer()).isEqualTo(authority.url());
            assertThat(signIn.renewable()).isTrue();
        });
    }

    @Test
    void theNextSignInIsThatOfTheSameClientAndLosesNoScope() throws Exception {
        login("Bearer scope=\"read\"");
        String first = authority.authorized.take().get("client_id");
        login("Bearer scope=\"write\", error=\"insufficient_scope\"");

        Map<String, String> second = authority.authorized.take();
        assertThat(second.get("client_id")).isEqualTo(first);
        assertThat(second.get("scope")).isEqualTo("read write");
        assertThat(authority.registrations).hasSize(1);
    }

    @Test
    void aLastingTokenIsAskedForWhereThereIsOne() throws Exception {
        authority.documents.put(
                "/.well-known/oauth-authorization-server",
                authority
                        .metadata(authority.url())
                        .put("scopes_supported", Json.array(List.of(Json.of("read"), Json.of("offline_access"))))
                        .build());
        login("Bearer scope=\"read\"");

        assertThat(authority.authorized.take().get("scope")).isEqualTo("read offline_access");
    }

    @Test
    void anAnswerOfAnotherAuthorizationServerIsThrownAway() throws Exception {
        for (String issuer : List.of(
                "https://evil.example", authority.url() + "/", authority.url().toUpperCase(Locale.ROOT))) {
            authority.answered = Map.of("iss", issuer, "error", "x", "error_description", "believe me");
            assertThatThrownBy(() -> login("Bearer"))
                    .isInstanceOf(Barred.class)
                    .hasMessageContaining("came from another authorization server")
                    .message()
                    .doesNotContain("believe me");
        }
        assertThat(authority.tokenForms).isEmpty();
        assertThat(fixture.oauth.signIns()).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotSayWhoseItIsIsThrownAwayWhereItWouldSay() throws Exception {
        authority.documents.put(
                "/.well-known/oauth-authorization-server",
                authority
                        .metadata(authority.url())
                        .put("authorization_response_iss_parameter_supported", true)
                        .build());
        assertThatThrownBy(() -> login("Bearer")).hasMessageContaining("does not name the authorization server");
        assertThat(authority.tokenForms).isEmpty();

        authority.answered = Map.of("iss", authority.url());
        assertThat(login("Bearer").reveal()).startsWith("Bearer ");
    }

    @Test
    void whatWasRefusedIsTold() {
        Map<String, String> answer = new HashMap<>(Map.of("error", "access_denied", "error_description", "not\nyou"));
        answer.put("code", "");
        authority.answered = answer;
        assertThatThrownBy(() -> login("Bearer")).hasMessageContaining("it was refused at 127.0.0.1: not you");
    }

    @Test
    void somebodyElsesStateEndsNothing() throws Exception {
        Login login = fixture.oauth.login(page -> {
            String back = TestAuthority.form(page.getRawQuery()).get("redirect_uri");
            assertThat(SignInFixture.get(URI.create(back + "?state=guessed&code=planted")))
                    .isEqualTo(400);
            assertThat(SignInFixture.get(URI.create(back + "?code=planted"))).isEqualTo(400);
            SignInFixture.browse(page);
        });
        Access access = login.to(fixture.server(), Values.NONE);

        assertThat(access.refused(authority.mcp(), ALL, refusal("Bearer")).reveal())
                .startsWith("Bearer ");
        assertThat(authority.tokenForms).hasSize(1);
    }

    @Test
    void nobodySignsInWhereSignInsAreNotProtected() {
        authority.documents.put(
                "/.well-known/oauth-authorization-server",
                authority
                        .metadata(authority.url())
                        .remove("code_challenge_methods_supported")
                        .build());
        assertThatThrownBy(() -> login("Bearer")).hasMessageContaining("PKCE");
        assertThat(authority.authorized).isEmpty();
    }

    @Test
    void whatIsSignedOutOfIsForgottenAndGivenBack() throws Exception {
        login("Bearer");
        assertThat(fixture.oauth.logout(fixture.server(), Values.NONE, ALL)).isPresent();

        assertThat(authority.revoked.take().get("token")).startsWith("refresh-");
        assertThat(fixture.oauth.signIns()).isEmpty();
        assertThat(fixture.oauth
                        .to(fixture.server(), Values.NONE)
                        .header(authority.mcp(), ALL)
                        .value())
                .isEmpty();
    }
}
