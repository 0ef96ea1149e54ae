package dev.nave.hub.configuration;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How HashiCorp Vault is reached.
 *
 * @param address its URL; by default {@code VAULT_ADDR}
 * @param namespace of Vault Enterprise; by default {@code VAULT_NAMESPACE}, and none when that is not set
 * @param login by default the token in {@code VAULT_TOKEN}
 */
public record VaultSettings(Template address, Template namespace, Login login) {
    /** Where Kubernetes puts the token of a pod's service account. */
    public static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    public static VaultSettings defaults() {
        return new VaultSettings(
                variable("VAULT_ADDR", Optional.empty()),
                variable("VAULT_NAMESPACE", Optional.of("")),
                new Login.Token(variable("VAULT_TOKEN", Optional.empty())));
    }

    /** All texts that may have references. */
    public List<Template> templates() {
        Stream<Template> ofLogin =
                switch (login) {
                    case Login.Token(Template token) -> Stream.of(token);
                    case Login.AppRole(Template roleId, Template secretId, String mount) -> Stream.of(roleId, secretId);
                    case Login.Kubernetes kubernetes -> Stream.empty();
                };
        return Stream.concat(Stream.of(address, namespace), ofLogin).toList();
    }

    private static Template variable(String name, Optional<String> otherwise) {
        return Template.of(List.of(new Reference(ReferenceKind.ENVIRONMENT, name, otherwise)), "");
    }

    /** How Nave shows Vault who it is. */
    public sealed interface Login {
        /** A token that was made for it. */
        record Token(Template token) implements Login {}

        /**
         * An AppRole.
         *
         * @param mount the path of the method; {@code approle} by default
         */
        record AppRole(Template roleId, Template secretId, String mount) implements Login {}

        /**
         * The service account of a Kubernetes pod.
         *
         * @param role at Vault
         * @param jwt the file of the account's token; {@link #SERVICE_ACCOUNT} by default
         * @param mount the path of the method; {@code kubernetes} by default
         */
        record Kubernetes(String role, Path jwt, String mount) implements Login {}
    }
}
