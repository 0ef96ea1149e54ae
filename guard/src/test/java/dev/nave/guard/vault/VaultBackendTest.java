package dev.nave.guard.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.Time;
import dev.nave.hub.configuration.VaultSettings;
import dev.nave.hub.configuration.VaultSettings.Login;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultBackendTest {
    private static final String TOKEN = "hvs.t0p-s3cret";
    private static final Login APP_ROLE = new Login.AppRole(Template.of("nave"), Template.of("s3cret-id"), "approle");

    private final FakeVault vault = new FakeVault();
    private final List<VaultBackend> opened = new ArrayList<>();

    @TempDir
    Path directory;

    VaultBackendTest() throws IOException {
        vault.tokens.put(TOKEN, "read");
        vault.secrets.put("kv/team/tickets", "{\"token\":\"the value\",\"port\":8080,\"nested\":{},\"empty\":\"\"}");
        vault.secrets.put("team/kv/tickets", "{\"token\":\"of a nested mount\"}");
        vault.secrets.put("kv/with%20space", "{\"to.ken\":\"of a name with a space\"}");
    }

    @AfterEach
    void close() {
        opened.forEach(VaultBackend::close);
        vault.close();
    }

    @Test
    void aFieldIsFoundWithATokenFromTheEnvironment() throws Exception {
        VaultBackend backend = backend(environment(Map.of("VAULT_ADDR", vault.address(), "VAULT_TOKEN", TOKEN)));
        assertThat(backend.find("kv/team/tickets#token")).isEqualTo(Secret.of("the value"));
        assertThat(backend.find("kv/team/tickets#port")).isEqualTo(Secret.of("8080"));
        assertThat(backend.find("kv/with space#to.ken")).isEqualTo(Secret.of("of a name with a space"));
        assertThat(backend.find("team/kv/tickets#token")).isEqualTo(Secret.of("of a nested mount"));
        vault.secrets.put("kv/team/tickets", "{\"token\":\"another\"}");
        assertThat(backend.find("kv/team/tickets#token")).isEqualTo(Secret.of("another"));
    }

    @Test
    void everySignInWorks() throws Exception {
        Path jwt = Files.writeString(directory.resolve("token"), "service.account.jwt\n");
        for (Login login : List.of(
                new Login.Token(Template.of(TOKEN)),
                APP_ROLE,
                new Login.AppRole(Template.of("nave"), Template.of("s3cret-id"), "roles"),
                new Login.Kubernetes("nave", jwt, "kubernetes"))) {
            assertThat(backend(login).find("kv/team/tickets#token")).isEqualTo(Secret.of("the value"));
        }
    }

    @Test
    void aNamespaceGoesWithEveryRequest() throws Exception {
        vault.namespace = "team";
        VaultBackend backend = backend(new VaultSettings(Template.of(vault.address()), Template.of("team"), APP_ROLE));
        assertThat(backend.find("kv/team/tickets#token")).isEqualTo(Secret.of("the value"));
        assertThat(unavailable(backend(APP_ROLE), "kv/team/tickets#token").reason())
                .contains("HTTP 404");
    }

    @Test
    void manyAtOnceSignInOnce() throws Exception {
        VaultBackend backend = backend(APP_ROLE);
        List<Callable<Secret>> finding = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            finding.add(() -> backend.find("kv/team/tickets#token"));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Secret> each : threads.invokeAll(finding)) {
                assertThat(each.get()).isEqualTo(Secret.of("the value"));
            }
        }
        assertThat(vault.asked)
                .filteredOn(request -> request.endsWith("/login"))
                .hasSize(1);
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() throws Exception {
        vault.life = 1;
        for (Login login : List.of(new Login.Token(Template.of(TOKEN)), APP_ROLE)) {
            VaultBackend backend = backend(login);
            assertThat(backend.find("kv/team/tickets#token")).isEqualTo(Secret.of("the value"));
            vault.await("POST auth/token/renew-self");
            vault.await("POST auth/token/renew-self");
            assertThat(backend.find("kv/team/tickets#token")).isEqualTo(Secret.of("the value"));
        }
    }

    @Test
    void aTokenThatWasRevokedIsMadeAnew() throws Exception {
        VaultBackend backend = backend(APP_ROLE);
        backend.find("kv/team/tickets#token");
        vault.tokens.keySet().removeIf(token -> token.startsWith("hvs.made"));
        assertThat(backend.find("kv/team/tickets#token")).isEqualTo(Secret.of("the value"));
        assertThat(vault.asked)
                .filteredOn(request -> request.endsWith("/login"))
                .hasSize(2);
    }

    @Test
    void whatIsMissingIsToldApart() {
        vault.mounts.put("pki", "pki");
        vault.deleted.add("kv/gone");
        Map<String, String> reasons = Map.of(
                "kv/team/other#token", "there is no 'team/other' in 'kv' of Vault at " + vault.address(),
                "kv/data/team/tickets#token", "there is no 'data/team/tickets' in 'kv' of Vault at " + vault.address(),
                "kv/team/tickets#other",
                        "'team/tickets' in 'kv' of Vault at " + vault.address() + " has no field 'other'",
                "kv/team/tickets#nested",
                        "the field 'nested' of 'team/tickets' in 'kv' of Vault at " + vault.address() + " is no text",
                "kv/team/tickets#empty",
                        "the field 'empty' of 'team/tickets' in 'kv' of Vault at " + vault.address() + " is no text",
                "kv/gone#token", "the newest version of 'gone' in 'kv' of Vault at " + vault.address() + " was deleted",
                "old/tickets#token", "'old' in Vault at " + vault.address() + " is a key-value engine of version 1",
                "pki/tickets#token",
                        "'pki' in Vault at " + vault.address() + " is of the kind 'pki' and holds no keys and values",
                "nowhere/tickets#token", "there is no 'tickets' in 'nowhere' of Vault at " + vault.address());
        VaultBackend backend = backend(APP_ROLE);
        reasons.forEach((name, reason) -> assertThat(unavailable(backend, name)).satisfies(missing -> {
            assertThat(missing.reason()).isEqualTo(reason);
            assertThat(missing.advice()).isNotEmpty().doesNotContain("the value");
            assertThat(missing.isWorthRetrying()).isTrue();
        }));
        assertThat(unavailable(backend, "kv/data/team/tickets#token").advice()).contains("Leave out 'data/'");
        assertThat(unavailable(backend, "kv/team/tickets#other").advice()).contains("token, port, nested, empty");
    }

    @Test
    void whoIsNotLetInIsTold() {
        vault.tokens.put("hvs.weak", "nothing");
        assertThat(unavailable(backend(new Login.Token(Template.of("hvs.weak"))), "kv/team/tickets#token"))
                .satisfies(missing -> {
                    assertThat(missing.reason()).startsWith("Nave may not read 'team/tickets' in 'kv'");
                    assertThat(missing.advice()).isEqualTo("Give its policy 'read' on kv/data/team/tickets.");
                });
        assertThat(unavailable(backend(new Login.Token(Template.of("hvs.nobody"))), "kv/team/tickets#token")
                        .reason())
                .endsWith("does not take the token")
                .doesNotContain("hvs.nobody");
        Login wrong = new Login.AppRole(Template.of("nave"), Template.of("wr0ng"), "approle");
        assertThat(unavailable(backend(wrong), "kv/team/tickets#token")).satisfies(missing -> {
            assertThat(missing.reason()).endsWith("refuses (HTTP 400): invalid role or secret ID");
            assertThat(missing.advice()).contains("secretId");
        });
        Login noPod = new Login.Kubernetes("nave", directory.resolve("missing"), "kubernetes");
        assertThat(unavailable(backend(noPod), "kv/team/tickets#token").reason())
                .isEqualTo("the token of the service account cannot be read at " + directory.resolve("missing"));
        vault.sealed = true;
        assertThat(unavailable(backend(APP_ROLE), "kv/team/tickets#token")).satisfies(missing -> {
            assertThat(missing.reason()).endsWith("is sealed");
            assertThat(missing.advice()).contains("vault operator unseal");
        });
    }

    @Test
    void noTokenGoesOutInTheClear() {
        for (String address : List.of("http://vault.example.com:8200", "http://10.0.0.1:8200")) {
            assertThat(unavailable(backend(at(address)), "kv/a#b")).satisfies(missing -> {
                assertThat(missing.reason()).contains("in the clear");
                assertThat(missing.isWorthRetrying()).isFalse();
            });
        }
        for (String address : List.of("vault.example.com", "ftp://vault.example.com", "not a url", "https://")) {
            assertThat(unavailable(backend(at(address)), "kv/a#b").reason())
                    .isEqualTo("the address of Vault is no URL");
        }
        assertThat(vault.asked).isEmpty();
    }

    @Test
    void whatIsNoVaultIsSaid() {
        vault.raw = "<html>the value</html>";
        assertThat(unavailable(backend(APP_ROLE), "kv/team/tickets#token").reason())
                .contains("not Vault that answers")
                .doesNotContain("the value");
        vault.raw = "{\"auth\":{\"client_token\":\"" + "x".repeat(2 << 20) + "\"}}";
        assertThat(unavailable(backend(APP_ROLE), "kv/team/tickets#token").reason())
                .contains("cannot be asked")
                .hasSizeLessThan(300);
        vault.raw = "{}";
        assertThat(unavailable(backend(APP_ROLE), "kv/team/tickets#token").reason())
                .contains("gave no token");
        vault.close();
        assertThat(unavailable(backend(APP_ROLE), "kv/team/tickets#token").reason())
                .contains("cannot be asked");
    }

    @Test
    void aVaultThatIsNotSetUpIsSaid() {
        assertThat(unavailable(backend(environment(Map.of())), "kv/a#b").reason())
                .isEqualTo("Vault is not set up: ${env:VAULT_ADDR} cannot be had: it is not set");
        for (String name : List.of("kv#a", "kv/a", "kv/a#", "/a#b", "kv//a#b", "kv/../sys#a")) {
            assertThat(unavailable(backend(APP_ROLE), name).reason()).isEqualTo("it names no secret of Vault");
        }
    }

    private static SecretUnavailable unavailable(VaultBackend backend, String name) {
        return assertThatExceptionOfType(SecretUnavailable.class)
                .isThrownBy(() -> backend.find(name))
                .actual();
    }

    private VaultBackend backend(Login login) {
        return backend(new VaultSettings(Template.of(vault.address()), Template.of(""), login));
    }

    private VaultBackend backend(VaultSettings settings) {
        return kept(new VaultBackend(settings, Secrets.NONE, Time.SYSTEM));
    }

    private VaultBackend backend(Secrets secrets) {
        return kept(new VaultBackend(VaultSettings.defaults(), secrets, Time.SYSTEM));
    }

    private VaultBackend kept(VaultBackend backend) {
        opened.add(backend);
        return backend;
    }

    private static VaultSettings at(String address) {
        return new VaultSettings(Template.of(address), Template.of(""), APP_ROLE);
    }

    private static Secrets environment(Map<String, String> variables) {
        return (Reference reference, String reader) -> {
            String value = variables.get(reference.name());
            if (value == null) {
                throw new SecretUnavailable("it is not set", "Set it.", false);
            }
            return Secret.of(value);
        };
    }
}
