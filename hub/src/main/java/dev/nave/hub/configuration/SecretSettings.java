package dev.nave.hub.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where secrets come from.
 *
 * @param store the file of Nave's own store; by default the user's
 * @param masterKey where the key of the store is; {@link MasterKeyPlace#AUTO} by default
 * @param keyFile the file of the master key, where it is in one; by default the user's
 * @param refresh how often secrets of a kind that are in use are looked at again, by kind; none by default, which leaves
 *     it to a reload
 * @param vault how HashiCorp Vault is reached; by default as its own environment variables say
 */
public record SecretSettings(
        Optional<Path> store,
        MasterKeyPlace masterKey,
        Optional<Path> keyFile,
        Map<String, Duration> refresh,
        VaultSettings vault) {
    public SecretSettings {
        refresh = Map.copyOf(refresh);
    }

    public static SecretSettings defaults() {
        return new SecretSettings(
                Optional.empty(), MasterKeyPlace.AUTO, Optional.empty(), Map.of(), VaultSettings.defaults());
    }

    /** Where a master key is kept. */
    public enum MasterKeyPlace {
        /** In {@code NAVE_MASTER_KEY} when that is set, else in a file. */
        AUTO,
        FILE,
        ENVIRONMENT,
        /** In the keyring of the user's session. */
        KEYRING
    }
}
