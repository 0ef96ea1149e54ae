package dev.nave.guard.oauth;

import dev.nave.guard.store.SecretStore;
import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Authorization.Grant;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.configuration.SignInSettings;
import dev.nave.hub.configuration.Target;
import dev.nave.hub.configuration.Wait;
import dev.nave.hub.configuration.Waits;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the hub shows servers that ask for OAuth: sign-ins of people, kept in the store of secrets, and its own tokens.
 * Safe for many threads.
 */
public final class OAuth implements Credentials, AutoCloseable {
    private final Web web;
    private final SignIns signIns;
    private final Discovery discovery;
    private final TokenEndpoint endpoint;
    private final Flow flow;
    private final SignInDesk desk;
    private final Waits waits;
    private final Time time;

    /**
     * Asks nobody anything yet.
     *
     * @param store where sign-ins are kept
     */
    public OAuth(SecretStore store, SignInSettings settings, Waits waits, SecureRandom random, Time time) {
        this.waits = waits;
        this.time = time;
        this.web = new Web();
        this.signIns = new SignIns(store, time);
        this.discovery = new Discovery(web);
        Optional<URI> document = settings.clientMetadata().or(() -> SignInDesk.ownDocument(settings));
        Clients clients = new Clients(web, signIns, document);
        Unguessable unguessable = new Unguessable(random);
        this.endpoint = new TokenEndpoint(web, unguessable, time);
        this.flow = new Flow(discovery, clients, endpoint, signIns, unguessable);
        this.desk = new SignInDesk(flow, signIns, unguessable, settings, waits.get(Wait.SIGN_IN), time);
    }

    @Override
    public Access to(ServerSettings settings, Values values) {
        // Over a WebSocket all calls share one connection, so that nothing could be shown for one of them.
        if (!isFor(settings) || address(settings, values).isEmpty()) {
            return Access.NONE;
        }
        return settings.authorization().grant() == Grant.CLIENT_CREDENTIALS
                ? new OwnAccess(settings, values, signIns, discovery, endpoint, time)
                : new ServerAccess(settings, values, signIns, endpoint, time, desk);
    }

    /** Where people sign in by their browsers. */
    public SignInDesk desk() {
        return desk;
    }

    /**
     * The operator's sign-in at a terminal.
     *
     * @param show shown where to sign in
     */
    public Login login(Consumer<URI> show) {
        return new Login(flow, show, waits.get(Wait.SIGN_IN));
    }

    /** Whether people sign in to a server, as far as its settings say. */
    public static boolean isFor(ServerSettings settings) {
        Optional<Target.Remote> remote = remote(settings);
        return remote.isPresent()
                && !remote.get().headers().containsKey("Authorization")
                && settings.authorization().grant() != Grant.NONE;
    }

    /** The endpoint of a server that people can sign in to; nothing for one that is reached otherwise. */
    public static Optional<URI> address(ServerSettings settings, Values values) {
        Optional<Target.Remote> remote = remote(settings);
        return remote.map(each -> each.address(values).url()).filter(url -> {
            String scheme = url.getScheme().toLowerCase(Locale.ROOT);
            return scheme.equals("http") || scheme.equals("https");
        });
    }

    private static Optional<Target.Remote> remote(ServerSettings settings) {
        return switch (settings.target()) {
            case Target.Remote own -> Optional.of(own);
            case Target.CommandWithUrl both -> Optional.of(both.remote());
            case Target.Child child -> Optional.empty();
            case Target.Manifest manifest -> Optional.empty();
        };
    }

    /**
     * Whether a server says of itself that people sign in to it.
     *
     * @throws SignInFailure when that cannot be found out
     */
    public boolean isProtected(ServerSettings settings, Values values) throws SignInFailure {
        Optional<URI> url = address(settings, values);
        return url.isPresent() && discovery.isProtected(url.get());
    }

    /** Every sign-in there is. */
    public List<SignedIn> signIns() throws StoreFailure {
        return signIns.all().stream().map(SignedIn::of).toList();
    }

    /**
     * Forgets a sign-in, and gives its tokens back where somebody takes them.
     *
     * @param holder whose; none for the operator's
     * @return what was forgotten
     */
    public Optional<SignedIn> logout(ServerSettings settings, Values values, Optional<String> holder)
            throws StoreFailure {
        Optional<URI> url = address(settings, values);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        // Whoever is about to renew it has done so, or finds nothing left to renew.
        Optional<SignIn> signIn = signIns.alone(holder, url.get(), () -> signIns.forget(holder, url.get()));
        signIn.ifPresent(
                forgotten -> new ServerAccess(settings, values, signIns, endpoint, time, desk).revoke(forgotten));
        return signIn.map(SignedIn::of);
    }

    @Override
    public void close() {
        desk.close();
        web.close();
    }
}
