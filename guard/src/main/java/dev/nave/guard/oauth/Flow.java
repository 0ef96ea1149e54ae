package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a person signs in: begins a try, and makes a sign-in of what a browser brings back. Safe for many threads. */
final class Flow {
    private final Discovery discovery;
    private final Clients clients;
    private final TokenEndpoint endpoint;
    private final SignIns signIns;
    private final Unguessable unguessable;

    Flow(Discovery discovery, Clients clients, TokenEndpoint endpoint, SignIns signIns, Unguessable unguessable) {
        this.discovery = discovery;
        this.clients = clients;
        this.endpoint = endpoint;
        this.signIns = signIns;
        this.unguessable = unguessable;
    }

    /** Finds out whom a server lets in, and refuses whom nobody should sign in with. */
    Discovered discover(Purpose purpose, Challenge challenge) throws SignInFailure {
        Discovered found = discovery.discover(
                purpose.url(), challenge, purpose.authorization().issuer());
        boolean proof = found.server()
                .challengeMethods()
                .filter(methods -> methods.contains("S256"))
                .isPresent();
        if (!proof) {
            throw SignInFailure.lasting(
                    "the authorization server " + found.server().issuer()
                            + " does not say that it protects sign-ins with PKCE (S256), so nobody should sign in"
                            + " there");
        }
        return found;
    }

    /**
     * Begins.
     *
     * @param redirect where the browser comes back
     */
    Attempt begin(Purpose purpose, Discovered found, Challenge challenge, URI redirect)
            throws SignInFailure, StoreFailure {
        Client client = clients.choose(
                Nearness.of(purpose.url()), purpose.authorization(), purpose.values(), found.server(), redirect);
        signIns.bind(
                purpose.authorization(), client, purpose.url(), found.server().issuer());
        List<String> scopes = Scopes.choose(
                purpose.authorization().scopes(),
                challenge,
                found.scopes(),
                found.server().scopes(),
                signIns.wanted(purpose.holder(), purpose.url()));
        return new Attempt(purpose, found, client, unguessable.next(), Secret.of(unguessable.next()), redirect, scopes);
    }

    /** Makes the sign-in and keeps it. */
    SignIn complete(Attempt attempt, Map<String, String> answer) throws SignInFailure, StoreFailure {
        String code = attempt.code(answer);
        Purpose purpose = attempt.purpose();
        ServerMetadata server = attempt.discovered().server();
        TokenEndpoint.Place place = new TokenEndpoint.Place(
                Nearness.of(purpose.url()),
                server.issuer(),
                server.token(),
                attempt.client(),
                attempt.discovered().resource());
        Tokens tokens;
        try {
            tokens = endpoint.redeem(place, code, attempt.verifier().reveal(), attempt.redirect());
        } catch (SignInFailure e) {
            if (e.code().equals("invalid_client") && attempt.client().source() == Client.Source.REGISTERED) {
                signIns.forgetClient(server.issuer(), attempt.redirect());
            }
            throw e;
        }
        SignIn done = new SignIn(
                purpose.holder(),
                purpose.url(),
                attempt.discovered().resource(),
                server.issuer(),
                server.token(),
                server.revocation(),
                attempt.client(),
                attempt.scopes(),
                tokens);
        return signIns.alone(purpose.holder(), purpose.url(), () -> {
            signIns.keep(done);
            return done;
        });
    }

    /** The port of this machine at which an issuer's browsers came back before. */
    Optional<Integer> port(String issuer) throws StoreFailure {
        return signIns.port(issuer);
    }
}
