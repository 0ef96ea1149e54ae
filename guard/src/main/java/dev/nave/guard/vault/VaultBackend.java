package dev.nave.guard.vault;

import dev.nave.guard.secret.SecretBackend;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.VaultSettings;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import dev.nave.hub.secret.Values;
import dev.nave.protocol.json.Json;
import dev.nave.transport.http.HttpClient;
import dev.nave.transport.http.HttpClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * <code>${vault:mount/path#field}</code>: a field of a secret in HashiCorp Vault, key-value engine version 2. Signs in
 * when the first secret is needed.
 */
public final class VaultBackend implements SecretBackend {
    private final VaultSettings settings;
    private final Secrets secrets;
    private final Time time;
    private final HttpClient client = new HttpClient(new HttpClientOptions(16, 16, Duration.ofSeconds(30)));
    private final ReentrantLock opening = new ReentrantLock();
    // Guarded by the lock.
    private @Nullable Open open;

    /**
     * Asks nothing yet.
     *
     * @param secrets finds what the settings refer to: with backends that need no Vault
     */
    public VaultBackend(VaultSettings settings, Secrets secrets, Time time) {
        this.settings = settings;
        this.secrets = secrets;
        this.time = time;
    }

    @Override
    public String kind() {
        return "vault";
    }

    @Override
    public Secret find(String name) throws SecretUnavailable, InterruptedException {
        VaultPath path = VaultPath.parse(name);
        Open vault = open();
        Place first = new Place(path, 1);
        VaultAnswer answer = read(vault, first);
        if (answer.status() != 404 && answer.status() != 403) {
            return field(vault, first, answer);
        }
        Place place = mounted(vault, first);
        return field(vault, place, place.equals(first) ? answer : read(vault, place));
    }

    private Open open() throws SecretUnavailable, InterruptedException {
        opening.lockInterruptibly();
        try {
            Open there = open;
            if (there == null) {
                Values values = values();
                VaultHttp http =
                        new VaultHttp(client, values.plain(settings.address()), values.plain(settings.namespace()));
                there = new Open(http, new VaultSession(http, settings.login(), values, time));
                open = there;
            }
            return there;
        } finally {
            opening.unlock();
        }
    }

    private Values values() throws SecretUnavailable, InterruptedException {
        try {
            return Values.find(secrets, "vault", settings.templates(), List.of());
        } catch (SecretUnavailable e) {
            throw new SecretUnavailable("Vault is not set up: " + e.reason(), e.advice(), e.isWorthRetrying());
        }
    }

    private static VaultAnswer read(Open vault, Place place) throws SecretUnavailable, InterruptedException {
        String token = vault.session.token();
        VaultAnswer answer = vault.http.get(place.path.data(place.mount), token);
        // A token that was revoked is refused like one that may not read this: only another sign-in tells them apart.
        if (answer.status() == 403 && vault.session.forget(token)) {
            return vault.http.get(place.path.data(place.mount), vault.session.token());
        }
        return answer;
    }

    /** Asks where the mount ends, as Vault's own command line does; says so where it is no mount to read from. */
    private static Place mounted(Open vault, Place tried) throws SecretUnavailable, InterruptedException {
        VaultPath path = tried.path;
        VaultAnswer answer = vault.http.get("sys/internal/ui/mounts/" + path.whole(), vault.session.token());
        Optional<String> mount =
                answer.at("data", "path").filter(Json::isString).map(Json::text);
        if (!answer.isGood() || mount.isEmpty()) {
            return tried;
        }
        int length = mount.get().replaceFirst("/$", "").split("/").length;
        String name = path.mount(Math.min(length, path.segments().size()));
        boolean versioned = answer.at("data", "options", "version")
                .filter(version -> version.isString() && version.text().equals("2"))
                .isPresent();
        String type =
                answer.at("data", "type").filter(Json::isString).map(Json::text).orElse("");
        if (!type.equals("kv") && !type.equals("generic")) {
            throw new SecretUnavailable(
                    "'" + name + "' in Vault at " + vault.http.place() + " is of the kind '" + type
                            + "' and holds no keys and values",
                    "Name a secret of a key-value engine.",
                    true);
        }
        if (!versioned) {
            throw new SecretUnavailable(
                    "'" + name + "' in Vault at " + vault.http.place() + " is a key-value engine of version 1",
                    "Nave reads version 2: vault kv enable-versioning " + name,
                    true);
        }
        return length < path.segments().size() ? new Place(path, length) : tried;
    }

    private static Secret field(Open vault, Place place, VaultAnswer answer) throws SecretUnavailable {
        String what = "'" + place.path.below(place.mount) + "' in '" + place.path.mount(place.mount) + "' of Vault at "
                + vault.http.place();
        if (answer.status() == 403) {
            throw new SecretUnavailable(
                    "Nave may not read " + what,
                    "Give its policy 'read' on " + place.path.data(place.mount) + ".",
                    true);
        }
        if (answer.status() == 404) {
            throw missing(place, answer, what);
        }
        if (!answer.isGood()) {
            throw VaultTroubles.of(vault.http, answer, "See Vault's log.");
        }
        String name = place.path.field();
        Json field = answer.at("data", "data", name)
                .orElseThrow(() -> new SecretUnavailable(
                        what + " has no field '" + name + "'", "It has " + fields(answer) + ".", true));
        String text = field.isString() ? field.text() : field.raw();
        if (field.isObject() || field.isArray() || field.isNull() || text.isEmpty()) {
            throw new SecretUnavailable(
                    "the field '" + name + "' of " + what + " is no text",
                    "Put the secret into a field as text.",
                    true);
        }
        return Secret.of(text);
    }

    private static SecretUnavailable missing(Place place, VaultAnswer answer, String what) {
        if (answer.at("data", "metadata").isPresent()) {
            return new SecretUnavailable(
                    "the newest version of " + what + " was deleted", "Bring it back: vault kv undelete.", true);
        }
        String below = place.path.below(place.mount);
        String hint = below.startsWith("data/")
                ? "Leave out 'data/': it belongs to Vault's API and not to the path."
                : "Check the path: vault kv list " + place.path.mount(place.mount);
        return new SecretUnavailable("there is no " + what, hint, true);
    }

    /** The names of the fields, which are no secrets. */
    private static String fields(VaultAnswer answer) {
        List<String> names = answer.at("data", "data").map(Json::names).orElse(List.of());
        return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(10, names.size())));
    }

    @Override
    public void close() {
        opening.lock();
        try {
            if (open != null) {
                open.session.close();
            }
        } finally {
            opening.unlock();
        }
        client.close();
    }

    /** What is asked, once it is known where. */
    private record Open(VaultHttp http, VaultSession session) {}

    /** A path and how many of its segments are the mount. */
    private record Place(VaultPath path, int mount) {}
}
