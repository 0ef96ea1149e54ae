package dev.nave.app.configuration;

import dev.nave.app.cli.CommandFailure;
import dev.nave.app.cli.UserDirectory;
import dev.nave.guard.secret.EnvironmentBackend;
import dev.nave.guard.secret.FileBackend;
import dev.nave.guard.secret.LastPassBackend;
import dev.nave.guard.secret.SecretBackend;
import dev.nave.guard.secret.SecretFinder;
import dev.nave.guard.store.EnvironmentKey;
import dev.nave.guard.store.FileKey;
import dev.nave.guard.store.KeyringKey;
import dev.nave.guard.store.MasterKey;
import dev.nave.guard.store.SecretStore;
import dev.nave.guard.store.StoreBackend;
import dev.nave.guard.vault.VaultBackend;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.SecretSettings;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Puts together where secrets come from: Nave's own backends and those found on the class path. */
public final class SecretKeeping {
    private SecretKeeping() {}

    /** What finds secrets as a configuration says. */
    public static SecretFinder finder(SecretSettings settings, Map<String, String> environment, SecureRandom random) {
        List<SecretBackend> backends = new ArrayList<>();
        backends.add(new EnvironmentBackend(environment));
        backends.add(FileBackend.files());
        backends.add(FileBackend.docker());
        backends.add(new StoreBackend(store(settings, environment, random)));
        backends.add(new LastPassBackend(environment));
        // Vault's own sign-in may come from any of the others.
        Secrets others = new SecretFinder(backends, random);
        backends.add(new VaultBackend(settings.vault(), others, Time.SYSTEM));
        backends.addAll(added());
        try {
            return new SecretFinder(backends, random);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Nave's own store, as a configuration says. */
    public static SecretStore store(SecretSettings settings, Map<String, String> environment, SecureRandom random) {
        Path directory = UserDirectory.of(environment);
        Path file = settings.store().orElse(directory.resolve("secrets.json"));
        Path key = settings.keyFile().orElse(directory.resolve("master.key"));
        MasterKey master =
                switch (settings.masterKey()) {
                    case AUTO -> EnvironmentKey.isIn(environment) ? new EnvironmentKey(environment) : new FileKey(key);
                    case FILE -> new FileKey(key);
                    case ENVIRONMENT -> new EnvironmentKey(environment);
                    case KEYRING -> KeyringKey.of(environment);
                };
        return new SecretStore(file, master, random, Time.SYSTEM);
    }

    /** The kinds of references that backends on the class path add. */
    public static List<String> addedKinds() {
        return added().stream().map(SecretBackend::kind).toList();
    }

    /** What the references in texts of the hub itself stand for: without them it cannot go on. */
    public static Values values(Secrets secrets, String reader, Collection<Template> templates) {
        try {
            return Values.find(secrets, reader, templates, List.of());
        } catch (SecretUnavailable e) {
            throw CommandFailure.failed((e.reason() + ". " + e.advice()).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted while looking for " + reader + ".");
        }
    }

    private static List<SecretBackend> added() {
        try {
            return ServiceLoader.load(SecretBackend.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw CommandFailure.wrong("A backend for secrets on the class path cannot be used: " + e.getMessage());
        }
    }
}
