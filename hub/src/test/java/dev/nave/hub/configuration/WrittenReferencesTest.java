package dev.nave.hub.configuration;

import static dev.nave.hub.configuration.Readings.good;
import static dev.nave.hub.configuration.Readings.problems;
import static dev.nave.hub.configuration.Readings.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.configuration.Target.Command;
import dev.nave.hub.configuration.Target.Remote;
import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What configuration files take from elsewhere: secrets, variables and files that they refer to. */
class WrittenReferencesTest {
    @Test
    void whatIsMissingForOneServerIsNoMatterOfTheFile() {
        Target target = good(yaml("mcpServers: { a: { url: \"https://${NOWHERE}/\" } }"))
                .server("a")
                .orElseThrow()
                .target();
        assertThat(target.references()).containsExactly(Reference.of("env", "NOWHERE"));
        assertThatThrownBy(() -> Values.find(Secrets.NONE, "a", target.secrets(), target.plain()))
                .hasMessageStartingWith("${env:NOWHERE} (nave.yaml:1:25) cannot be had: ");
        assertThat(problems(yaml("state: ${NOWHERE}")))
                .singleElement()
                .asString()
                .contains("NOWHERE is not set");
        assertThat(problems(yaml("state: ${secret:x}")))
                .containsExactly("nave.yaml:1:8: Expected an environment variable, not ${secret:x}: nothing else can be"
                        + " used here.");
    }

    @Test
    void everyKindOfReferenceIsKeptAsItIsWritten() {
        Command command = (Command) good(yaml("""
            mcpServers:
              a:
                command: ${HOME}/bin/a
                args: ["${env:A}", "${B:-b}", "${file:tokens/a}", "${file:/run/secrets/b}", "${docker:c}",
                       "${secret:team/d}", "${vault:kv/team/e#f}", "${lastpass:Team/g h#username}", "a$b$${c}"]
            """)).server("a").orElseThrow().target();
        assertThat(command.arguments().stream().map(Template::written))
                .containsExactly(
                        "${env:A}",
                        "${env:B}",
                        "${file:" + Path.of("tokens/a").toAbsolutePath() + "}",
                        "${file:/run/secrets/b}",
                        "${docker:c}",
                        "${secret:team/d}",
                        "${vault:kv/team/e#f}",
                        "${lastpass:Team/g h#username}",
                        "a$b${c}");
        assertThat(command.references()).hasSize(9).startsWith(Reference.of("env", "A"));
        assertThat(command.plain()).containsExactly(command.command());
    }

    @Test
    void aKindOfReferenceMayBeAddedAndAMistypedOneIsRefused() {
        String text = "mcpServers: { a: { command: a, args: [\"${pass:x/y}\"] } }";
        assertThat(problems(yaml(text)))
                .containsExactly("nave.yaml:1:39: Expected ${NAME}, ${NAME:-default} or ${kind:name} of the kind env,"
                        + " file, docker, secret, vault or lastpass, not ${pass:x/y}: write $${ for the text itself.");
        assertThat(good(new ConfigurationReader(Map.of(), List.of("pass")).read(Path.of("nave.yaml"), text))
                        .server("a")
                        .orElseThrow()
                        .target()
                        .references())
                .containsExactly(Reference.of("pass", "x/y"));
        assertThat(problems(yaml("mcpServers: { a: { command: a, args: [\"${vault:kv/x}\"] } }")))
                .containsExactly("nave.yaml:1:39: Expected a reference such as ${vault:kv/team/tickets#token}, not"
                        + " ${vault:kv/x}.");
    }

    @Test
    void whatOfAUrlMayBeShownIsWhatTheFileSays() {
        Map<String, String> shown = Map.of(
                "https://u:p@example.com:1/a/b?c=d#e",
                "https://example.com:1/a/b",
                "https://${env:U}:${secret:p}@example.com/${vault:kv/a/b#c}/x?y=${env:Z}",
                "https://example.com/${vault:kv/a/b#c}/x",
                "${env:URL}/mcp",
                "${env:URL}/mcp",
                "https://example.com/a@b",
                "https://example.com/a@b");
        shown.forEach((url, place) -> {
            Target target = good(yaml("mcpServers: { a: { url: \"" + url + "\" } }"))
                    .server("a")
                    .orElseThrow()
                    .target();
            assertThat(((Remote) target).place()).isEqualTo(place);
        });
    }

    @Test
    void whereSecretsComeFromIsTaken() {
        SecretSettings secrets = good(yaml("""
            secrets:
              store: state/secrets.json
              masterKey: keyring
              keyFile: /etc/nave/master.key
              refresh: { vault: 5m, secret: 1s }
              vault:
                address: https://vault.example:8200
                namespace: team
                appRole: { roleId: nave, secretId: "${file:id}", mount: roles }
            """)).node().secrets();
        assertThat(secrets.store()).contains(Path.of("state/secrets.json").toAbsolutePath());
        assertThat(secrets.masterKey()).isEqualTo(SecretSettings.MasterKeyPlace.KEYRING);
        assertThat(secrets.keyFile()).contains(Path.of("/etc/nave/master.key"));
        assertThat(secrets.refresh())
                .isEqualTo(Map.of("vault", Duration.ofMinutes(5), "secret", Duration.ofSeconds(1)));
        assertThat(secrets.vault().address()).isEqualTo(Template.of("https://vault.example:8200"));
        assertThat(secrets.vault().login())
                .isInstanceOfSatisfying(VaultSettings.Login.AppRole.class, role -> assertThat(role.mount())
                        .isEqualTo("roles"));
        assertThat(problems(yaml("""
            secrets:
              masterKey: drawer
              refresh: { vualt: 5m, env: 10ms }
              vault: { token: a, kubernetes: {} }
            """)))
                .satisfiesExactly(
                        place -> assertThat(place).startsWith("nave.yaml:2:14: Unknown value 'drawer'"),
                        kind -> assertThat(kind)
                                .startsWith("nave.yaml:3:21: Expected a kind of reference, not 'vualt'"),
                        often -> assertThat(often).contains("at least 1s"),
                        ways -> assertThat(ways).contains("one way to sign in, not token and kubernetes"));
    }

    @Test
    void referencesThatNobodyCanFillAreRefused() {
        assertThat(problems(yaml("""
            mcpServers:
              a:
                command: a
                args:
                  - ${input:token}
                  - ${TOKEN
                  - ${a b}
            """)))
                .satisfiesExactly(
                        input -> assertThat(input).startsWith("nave.yaml:5:9: ").contains("${env:NAME}"),
                        open -> assertThat(open).startsWith("nave.yaml:6:9: ").contains("Expected '}'"),
                        odd -> assertThat(odd).startsWith("nave.yaml:7:9: ").contains("${NAME:-default}"));
    }

    @Test
    void nothingThatIsReadPrintsASecret() {
        Reading reading = yaml("""
            listen: { http: "[::1]:0" }
            mcpServers:
              a: { command: a, env: { TOKEN: "${TOKEN}", OTHER: t0p-s3cret }, args: ["${TOKEN}"] }
              b: { url: "https://user:${TOKEN}@example.com/mcp?key=${TOKEN}", headers: { X: "${TOKEN}" } }
            """);
        assertThat(good(reading).toString()).doesNotContain("t0p-s3cret").contains("https://example.com/mcp");
        Target nowhere = good(yaml("mcpServers: { a: { url: \"${TOKEN}\" } }"))
                .server("a")
                .orElseThrow()
                .target();
        assertThatThrownBy(() -> ((Remote) nowhere).address(Readings.values(nowhere)))
                .hasMessageStartingWith("Expected a URL")
                .hasMessageNotContaining("t0p-s3cret");
        assertThat(problems(yaml("mcpServers: { b: { url: \"ftp://u:t0p-s3cret@x\" } }"))
                        .toString())
                .doesNotContain("t0p-s3cret");
        assertThat(problems(yaml("keys: [{ name: a, hash: t0p-s3cret }]\nseals: { keys: [t0p-s3cret] }\n"))
                        .toString())
                .doesNotContain("t0p-s3cret");
    }
}
