package dev.nave.guard.oauth;

import dev.nave.guard.store.SecretStore;
import dev.nave.guard.store.StoreFailure;
import dev.nave.guard.store.StoreLock;
import dev.nave.hub.Sha256;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Authorization;
import dev.nave.hub.secret.Secret;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sign-ins, in the store of secrets: each under its holder, resource and issuer, and where the sign-in of a server is
 * under its holder and URL. What is read is remembered until the store changes. Safe for many threads and processes.
 */
final class SignIns {
    static final String PREFIX = "oauth/";
    private static final String SIGN_IN = PREFIX + "sign-in/";
    private static final String SERVER = PREFIX + "server/";
    private static final String CLIENT = PREFIX + "client/";
    private static final String BOUND = PREFIX + "bound/";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int DIGITS = 32;
    private static final int MOST_NAMES = 1_000;

    private final SecretStore store;
    private final Time time;
    private final Map<String, ReentrantLock> locks = new HashMap<>();
    private final Map<Place, String> names = new ConcurrentHashMap<>();
    // Guarded by this.
    private final Map<String, Optional<Json>> known = new HashMap<>();
    private String stamp = "";
    private long looked;

    SignIns(SecretStore store, Time time) {
        this.store = store;
        this.time = time;
        this.looked = time.nanos() - LOOK.toNanos();
    }

    /** The sign-in of a holder at a server, as far as this process knows: what others did is seen within a second. */
    Optional<SignIn> find(Optional<String> holder, URI server) throws StoreFailure {
        return read(serverName(holder, server))
                .flatMap(pointer -> pointer.string("at"))
                .map(this::readQuietly)
                .flatMap(json -> json)
                .flatMap(SignIn::of);
    }

    /** As {@link #find}, with what others did up to now. */
    Optional<SignIn> findNow(Optional<String> holder, URI server) throws StoreFailure {
        forgetKnown();
        return find(holder, server);
    }

    /** Keeps a sign-in in place of any other of the same holder at the same server. */
    void keep(SignIn signIn) throws StoreFailure {
        String name = signInName(signIn);
        Optional<String> before =
                read(serverName(signIn.holder(), signIn.server())).flatMap(json -> json.string("at"));
        write(name, signIn.toJson());
        write(
                serverName(signIn.holder(), signIn.server()),
                Json.object()
                        .put("at", name)
                        .put("server", signIn.server().toString())
                        .build());
        if (before.isPresent() && !before.get().equals(name)) {
            remove(before.get());
        }
    }

    /** Forgets the tokens of a sign-in; the scopes it had are remembered for the next. */
    void end(SignIn signIn) throws StoreFailure {
        want(signIn.holder(), signIn.server(), signIn.asked());
        remove(signInName(signIn));
    }

    /** Forgets all of a holder at a server; answers what there was. */
    Optional<SignIn> forget(Optional<String> holder, URI server) throws StoreFailure {
        Optional<SignIn> signIn = findNow(holder, server);
        if (signIn.isPresent()) {
            remove(signInName(signIn.get()));
        }
        remove(serverName(holder, server));
        return signIn;
    }

    /** Notes what the next sign-in has to ask for. */
    void want(Optional<String> holder, URI server, List<String> scopes) throws StoreFailure {
        String name = serverName(holder, server);
        Json before = read(name).orElse(Json.EMPTY_OBJECT);
        List<String> all = Scopes.bounded(Scopes.read(before.string("wanted").orElse("")), scopes);
        Json after = before.edit()
                .put("wanted", Scopes.write(all))
                .put("server", server.toString())
                .build();
        if (!after.equals(before)) {
            write(name, after);
        }
    }

    /** What the next sign-in has to ask for whatever the server says: what was asked for before, or found to be needed. */
    List<String> wanted(Optional<String> holder, URI server) throws StoreFailure {
        List<String> noted = read(serverName(holder, server))
                .flatMap(json -> json.string("wanted"))
                .map(Scopes::read)
                .orElse(List.of());
        return Scopes.union(find(holder, server).map(SignIn::asked).orElse(List.of()), noted);
    }

    /** Every sign-in that can be read. */
    List<SignIn> all() throws StoreFailure {
        List<SignIn> all = new ArrayList<>();
        for (SecretStore.Entry entry : store.list()) {
            if (entry.name().startsWith(SIGN_IN)) {
                read(entry.name()).flatMap(SignIn::of).ifPresent(all::add);
            }
        }
        return all;
    }

    /** What the hub registered itself as at an issuer, for a place where browsers come back. */
    Optional<Client> client(String issuer, URI redirect) throws StoreFailure {
        return read(clientName(issuer, redirect))
                .filter(json -> json.string("redirect").equals(Optional.of(redirect.toString())))
                .flatMap(json -> json.member("client"))
                .map(Client::of);
    }

    /** The port at which browsers come back to this machine for an issuer that knows one. */
    Optional<Integer> port(String issuer) throws StoreFailure {
        return read(clientName(issuer, URI.create("http://127.0.0.1/")))
                .flatMap(json -> json.string("redirect"))
                .flatMap(Urls::read)
                .map(URI::getPort)
                .filter(port -> port > 0);
    }

    void keepClient(String issuer, URI redirect, Client client) throws StoreFailure {
        write(
                clientName(issuer, redirect),
                Json.object()
                        .put("issuer", issuer)
                        .put("redirect", redirect.toString())
                        .put("client", client.toJson())
                        .build());
    }

    /** The issuer no longer knows what the hub registered as. */
    void forgetClient(String issuer, URI redirect) throws StoreFailure {
        remove(clientName(issuer, redirect));
    }

    /** Forgets every registration at an issuer that has this id. */
    void forgetClient(SignIn signIn) throws StoreFailure {
        for (SecretStore.Entry entry : store.list()) {
            boolean same = entry.name().startsWith(CLIENT)
                    && read(entry.name())
                            .filter(json -> json.string("issuer").equals(Optional.of(signIn.issuer())))
                            .flatMap(json -> json.member("client"))
                            .flatMap(json -> json.string("id"))
                            .equals(Optional.of(signIn.client().id()));
            if (same) {
                remove(entry.name());
            }
        }
    }

    /**
     * Keeps a client that the operator registered to the one authorization server it was first used at, where none is
     * configured: a server that names another one later does not get to see its secret (2026-07-28,
     * basic/authorization/client-registration, "Authorization Server Binding").
     */
    void bind(Authorization settings, Client client, URI server, String issuer) throws StoreFailure, SignInFailure {
        if (client.source() != Client.Source.CONFIGURED || settings.issuer().isPresent()) {
            return;
        }
        String name = BOUND + hash(client.id(), server.toString());
        Optional<String> bound = read(name).flatMap(json -> json.string("issuer"));
        if (bound.isEmpty()) {
            write(name, Json.object().put("issuer", issuer).build());
        } else if (!bound.get().equals(issuer)) {
            throw SignInFailure.lasting("the client '" + client.id() + "' is known to " + bound.get()
                    + ", and the server now takes tokens of " + issuer
                    + ": if that is right, register a client there, and set auth.clientId and auth.issuer");
        }
    }

    /** Does something with a sign-in that nobody else does meanwhile, neither in this process nor in another. */
    <T, E extends Exception> T alone(Optional<String> holder, URI server, Work<T, E> work) throws StoreFailure, E {
        String name = hash(holder.orElse(""), server.toString());
        ReentrantLock lock;
        synchronized (locks) {
            lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
        }
        lock.lock();
        try (StoreLock _ = StoreLock.of(store.file().resolveSibling("sign-in-" + name), time)) {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** What is done alone. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws StoreFailure, E;
    }

    /** Changes when anybody changes the store. */
    String state() {
        try {
            return Files.getLastModifiedTime(store.file()).toMillis() + " " + Files.size(store.file());
        } catch (IOException _) {
            return "none";
        }
    }

    private Optional<Json> readQuietly(String name) {
        try {
            return read(name);
        } catch (StoreFailure _) {
            return Optional.empty();
        }
    }

    private synchronized Optional<Json> read(String name) throws StoreFailure {
        if (time.nanos() - looked >= LOOK.toNanos()) {
            String now = state();
            if (!now.equals(stamp)) {
                known.clear();
                stamp = now;
            }
            looked = time.nanos();
        }
        Optional<Json> json = known.get(name);
        if (json == null) {
            json = store.get(name).flatMap(SignIns::parse);
            known.put(name, json);
        }
        return json;
    }

    private synchronized void forgetKnown() {
        known.clear();
    }

    private void write(String name, Json json) throws StoreFailure {
        store.set(name, Secret.of(json.raw()));
        synchronized (this) {
            known.put(name, Optional.of(json));
        }
    }

    private void remove(String name) throws StoreFailure {
        store.remove(name);
        synchronized (this) {
            known.put(name, Optional.empty());
        }
    }

    private static Optional<Json> parse(Secret secret) {
        try {
            return Optional.of(Json.parse(secret.reveal())).filter(Json::isObject);
        } catch (JsonException _) {
            return Optional.empty();
        }
    }

    private static String signInName(SignIn signIn) {
        return SIGN_IN
                + hash(
                        signIn.holder().orElse(""),
                        signIn.resource(),
                        signIn.issuer(),
                        signIn.server().toString());
    }

    /** Asked for with every request to a server. */
    private String serverName(Optional<String> holder, URI server) {
        if (names.size() > MOST_NAMES) {
            names.clear();
        }
        return names.computeIfAbsent(
                new Place(holder, server), place -> SERVER + hash(holder.orElse(""), server.toString()));
    }

    private record Place(Optional<String> holder, URI server) {}

    /** One for this machine whatever the port, for that is taken again. */
    private static String clientName(String issuer, URI redirect) {
        return CLIENT + hash(issuer, Urls.isThisMachine(redirect) ? "this machine" : redirect.toString());
    }

    private static String hash(String... parts) {
        MessageDigest digest = Sha256.begin();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
