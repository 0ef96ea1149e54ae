package dev.nave.guard.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.nave.hub.configuration.Authorization;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub signs in as itself. */
class OwnAccessTest {
    private static final Optional<String> ALL = Optional.empty();
    private static final Refusal UNKNOWN = new Refusal(401, List.of("Bearer scope=\"jobs\""), Optional.empty());

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

    private void methods(String method) {
        authority.documents.put(
                "/.well-known/oauth-authorization-server",
                authority
                        .metadata(authority.url())
                        .put("token_endpoint_auth_methods_supported", Json.array(List.of(Json.of(method))))
                        .build());
    }

    private Access access(Optional<String> secret, Optional<String> key) {
        ServerSettings plain = fixture.server();
        Authorization authorization = new Authorization(
                Authorization.Grant.CLIENT_CREDENTIALS,
                Optional.of("robot:1"),
                secret.map(Template::of),
                key.map(Template::of),
                key.map(_ -> Authorization.ClientMethod.PRIVATE_KEY_JWT),
                Optional.empty(),
                List.of(),
                Authorization.Sharing.SHARED);
        ServerSettings server = new ServerSettings(
                plain.name(),
                plain.target(),
                true,
                false,
                plain.names(),
                plain.interactive(),
                plain.tools(),
                Waits.defaults(),
                plain.era(),
                plain.life(),
                Map.of(),
                authorization);
        assertThat(server.target()).isInstanceOf(Target.Remote.class);
        return fixture.oauth.to(server, Values.NONE);
    }

    @Test
    void withASecretItGetsATokenOnceAndAgainWhenThatEnds() throws Exception {
        methods("client_secret_basic");
        Access access = access(Optional.of("s&cret+"), Optional.empty());
        assertThat(access.header(authority.mcp(), ALL).value()).isEmpty();

        Secret token = access.refused(authority.mcp(), ALL, UNKNOWN);

        assertThat(authority.tokenForms.take())
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("scope", "jobs")
                .containsEntry("resource", authority.url() + "/mcp")
                .containsEntry("basic", "robot%3A1:s%26cret%2B");
        assertThat(access.header(authority.mcp(), ALL).value()).contains(token);
        assertThat(access.refused(authority.mcp(), ALL, UNKNOWN)).isEqualTo(token);
        fixture.pass(Duration.ofHours(1));
        assertThat(access.header(authority.mcp(), ALL).value())
                .isPresent()
                .get()
                .isNotEqualTo(token);
        assertThat(authority.tokenForms).hasSize(1);
    }

    @Test
    void withAKeyItSignsForTheIssuer() throws Exception {
        methods("private_key_jwt");
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = curve.generateKeyPair();
        access(Optional.empty(), Optional.of(pem(pair))).refused(authority.mcp(), ALL, UNKNOWN);

        Map<String, String> form = authority.tokenForms.take();
        assertThat(form)
                .containsEntry("client_assertion_type", ClientAssertion.TYPE)
                .doesNotContainKey("basic");
        SignedJWT token = SignedJWT.parse(form.get("client_assertion"));
        assertThat(token.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic())))
                .isTrue();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("robot:1");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("robot:1");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(authority.url());
        assertThat(token.getJWTClaimsSet().getJWTID()).isNotBlank();
    }

    @Test
    void aKeyOfAnyUsualKindWillDoAndNoOther() throws Exception {
        methods("private_key_jwt");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair pair = rsa.generateKeyPair();
        access(Optional.empty(), Optional.of(pem(pair).replace("\n", "\\n"))).refused(authority.mcp(), ALL, UNKNOWN);
        SignedJWT token = SignedJWT.parse(authority.tokenForms.take().get("client_assertion"));
        assertThat(token.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
                .isTrue();

        assertThatThrownBy(
                        () -> access(Optional.empty(), Optional.of("hunter2")).refused(authority.mcp(), ALL, UNKNOWN))
                .hasMessageContaining("PKCS #8")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void itsSecretIsForTheAuthorizationServerItWasFirstUsedAt() throws Exception {
        methods("client_secret_basic");
        access(Optional.of("secret"), Optional.empty()).refused(authority.mcp(), ALL, UNKNOWN);
        authority.tokenForms.clear();
        try (TestAuthority other = new TestAuthority()) {
            authority.documents.put(
                    "/.well-known/oauth-protected-resource/mcp",
                    Json.object()
                            .put("resource", authority.url() + "/mcp")
                            .put("authorization_servers", Json.array(List.of(Json.of(other.url()))))
                            .build());
            assertThatThrownBy(() ->
                            access(Optional.of("secret"), Optional.empty()).refused(authority.mcp(), ALL, UNKNOWN))
                    .hasMessageContaining("is known to " + authority.url())
                    .hasMessageContaining("auth.issuer");
            assertThat(other.tokenForms).isEmpty();
        }
    }

    @Test
    void aTokenThatWasJustGotAndRefusedIsNotGotAgain() throws Exception {
        methods("client_secret_post");
        Access access = access(Optional.of("secret"), Optional.empty());
        Secret token = access.refused(authority.mcp(), ALL, UNKNOWN);
        Refusal refused = new Refusal(401, List.of("Bearer"), Optional.of(token));

        assertThatThrownBy(() -> access.refused(authority.mcp(), ALL, refused))
                .hasMessageContaining("refuses the token");
        Refusal more =
                new Refusal(403, List.of("Bearer error=\"insufficient_scope\", scope=\"admin\""), Optional.of(token));
        assertThat(access.refused(authority.mcp(), ALL, more)).isNotEqualTo(token);
        authority.tokenForms.take();
        assertThat(authority.tokenForms.take())
                .containsEntry("scope", "jobs admin")
                .containsEntry("client_secret", "secret");
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
