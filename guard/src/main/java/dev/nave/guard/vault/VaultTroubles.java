package dev.nave.guard.vault;

import dev.nave.hub.secret.SecretUnavailable;

/** The words for what Vault does not give. */
final class VaultTroubles {
    private VaultTroubles() {}

    /** An answer that is no success, and is no matter of one secret alone. */
    static SecretUnavailable of(VaultHttp http, VaultAnswer answer, String advice) {
        String vault = "Vault at " + http.place();
        String said = answer.errors().isEmpty() ? "" : ": " + answer.errors();
        return switch (answer.status()) {
            case 503 -> {
                boolean sealed = answer.errors().contains("sealed");
                yield new SecretUnavailable(
                        sealed ? vault + " is sealed" : vault + " is not available (HTTP 503)" + said,
                        sealed ? "Unseal it: vault operator unseal." : "Try again once it is up.",
                        true);
            }
            case 501 -> new SecretUnavailable(vault + " is not initialised", "Set it up: vault operator init.", true);
            case 429 ->
                new SecretUnavailable(vault + " is asked too often (HTTP 429)" + said, "Raise its quota.", true);
            case 301, 302, 303, 307, 308 ->
                new SecretUnavailable(
                        vault + " redirects (HTTP " + answer.status() + ")",
                        "Set secrets.vault.address to the active node or to what stands before all of them.",
                        true);
            case 400, 403 ->
                new SecretUnavailable(vault + " refuses (HTTP " + answer.status() + ")" + said, advice, true);
            default -> new SecretUnavailable(vault + " answers with HTTP " + answer.status() + said, advice, true);
        };
    }
}
