package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Caller;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.Authorization;
import dev.nave.hub.configuration.Authorization.Sharing;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people signed in for, at one server: shown, renewed before it ends, and forgotten when it is void. */
final class ServerAccess implements Access {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAccess.class);
    /** What was got so recently is not got again because it was refused. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final ServerSettings settings;
    private final Values values;
    private final SignIns signIns;
    private final TokenEndpoint endpoint;
    private final Time time;
    private final SignInDesk desk;
    private final Shown shown = new Shown();

    ServerAccess(
            ServerSettings settings,
            Values values,
            SignIns signIns,
            TokenEndpoint endpoint,
            Time time,
            SignInDesk desk) {
        this.settings = settings;
        this.values = values;
        this.signIns = signIns;
        this.endpoint = endpoint;
        this.time = time;
        this.desk = desk;
    }

    /** The operator is whoever uses this machine while there are no keys, and the hub itself. */
    static boolean isOperator(Caller caller) {
        return caller.principal().equals(Caller.LOCAL.principal())
                || caller.principal().equals(Caller.ANONYMOUS.principal());
    }

    @Override
    public Optional<String> holder(Caller caller) {
        if (isOperator(caller)) {
            return Optional.empty();
        }
        Optional<String> own = Optional.of(caller.principal());
        Authorization authorization = settings.authorization();
        if (authorization.credentials() == Sharing.PER_PRINCIPAL) {
            return own;
        }
        try {
            Optional<URI> url = address();
            return url.isPresent() && signIns.find(own, url.get()).isPresent() ? own : Optional.empty();
        } catch (StoreFailure e) {
            return Optional.empty();
        }
    }

    private Optional<URI> address() {
        return OAuth.address(settings, values);
    }

    @Override
    public Header header(URI url, Optional<String> holder) throws Barred {
        try {
            Optional<SignIn> signIn = signIns.find(holder, url);
            if (signIn.isEmpty()) {
                return Header.atHand(Optional.empty());
            }
            Tokens tokens = signIn.get().tokens();
            return tokens.isEnding(time.now()) && tokens.refresh().isPresent()
                    ? () -> Optional.of(renewedHeader(signIn.get(), url, holder))
                    : Header.atHand(Optional.of(header(tokens)));
        } catch (StoreFailure e) {
            throw unusable(e);
        }
    }

    private Secret renewedHeader(SignIn signIn, URI url, Optional<String> holder) throws Barred {
        try {
            return header(renewed(signIn, url, holder, false).tokens());
        } catch (StoreFailure e) {
            throw unusable(e);
        }
    }

    @Override
    public Secret refused(URI url, Optional<String> holder, Refusal refusal) throws Barred {
        Challenge challenge = Challenge.of(refusal.challenges());
        try {
            Optional<SignIn> signIn = signIns.findNow(holder, url);
            if (signIn.isEmpty()) {
                throw missing(
                        url, holder, Optional.empty(), challenge, "it wants a sign-in (HTTP " + refusal.status() + ")");
            }
            Secret current = signIn.get().tokens().header();
            if (!refusal.shown().equals(Optional.of(current))) {
                return header(signIn.get().tokens()); // Somebody was quicker.
            }
            if (challenge.wantsMore()) {
                throw tooSmall(signIn.get(), url, holder, challenge);
            }
            boolean fresh = Duration.between(signIn.get().tokens().obtained(), time.now())
                            .compareTo(FRESH)
                    < 0;
            if (signIn.get().tokens().refresh().isEmpty() || fresh) {
                throw missing(
                        url,
                        holder,
                        Optional.of(signIn.get().tokens().access()),
                        challenge,
                        "it no longer takes the sign-in (HTTP " + refusal.status() + ")");
            }
            return header(renewed(signIn.get(), url, holder, true).tokens());
        } catch (StoreFailure e) {
            throw unusable(e);
        }
    }

    private Secret header(Tokens tokens) {
        return shown.remember(tokens).header();
    }

    @Override
    public String hiddenIn(String text) {
        return shown.hiddenIn(text);
    }

    private Barred tooSmall(SignIn signIn, URI url, Optional<String> holder, Challenge challenge) throws StoreFailure {
        Set<String> more = new HashSet<>(challenge.scopes());
        signIn.asked().forEach(more::remove);
        if (more.isEmpty()) {
            return new Barred(
                    "the sign-in does not allow this, and asking for more would ask for the same (scopes "
                            + Scopes.write(signIn.asked()) + ")",
                    "Ask whoever runs the server for the permission.",
                    false);
        }
        signIns.want(holder, url, challenge.scopes());
        return missing(
                url,
                holder,
                Optional.of(signIn.tokens().access()),
                challenge,
                "the sign-in does not allow this: it needs the scopes " + Scopes.write(challenge.scopes()));
    }

    /**
     * The next tokens, got once whoever asks for them at the same time.
     *
     * @param refused whether the present ones were, so that they cannot do until the next are there
     */
    private SignIn renewed(SignIn seen, URI url, Optional<String> holder, boolean refused) throws Barred, StoreFailure {
        try {
            return signIns.alone(holder, url, () -> {
                SignIn now = signIns.findNow(holder, url)
                        .orElseThrow(() -> SignInFailure.lasting("somebody signed out meanwhile"));
                if (!now.tokens().access().equals(seen.tokens().access())) {
                    return now; // Another thread or another process did it meanwhile.
                }
                try {
                    SignIn next = seen.with(endpoint.refresh(
                            place(seen), seen.tokens().refresh().orElseThrow()));
                    signIns.keep(next);
                    return next;
                } catch (SignInFailure e) {
                    if (!e.isPassing()) {
                        end(seen, e);
                    }
                    throw e;
                }
            });
        } catch (SignInFailure e) {
            if (e.isPassing()) {
                if (!refused && !seen.tokens().hasExpired(time.now())) {
                    LOG.info("Server '{}': its sign-in could not be renewed yet: {}", settings.name(), e.text());
                    return seen;
                }
                throw new Barred(
                        "its sign-in could not be renewed, since " + e.text(),
                        "It is tried again with the next call.",
                        true);
            }
            LOG.info("Server '{}': its sign-in has ended: {}", settings.name(), e.text());
            throw missing(
                    url,
                    holder,
                    Optional.of(seen.tokens().access()),
                    Challenge.NONE,
                    "its sign-in has ended: " + e.text());
        }
    }

    private void end(SignIn seen, SignInFailure why) throws StoreFailure {
        signIns.end(seen);
        if (why.code().equals("invalid_client") && seen.client().source() == Client.Source.REGISTERED) {
            signIns.forgetClient(seen);
        }
    }

    /** Gives the tokens of a sign-in back, if somebody takes them. */
    void revoke(SignIn signIn) {
        Optional<URI> place = signIn.revocation();
        if (place.isEmpty()) {
            return;
        }
        try {
            Tokens tokens = signIn.tokens();
            endpoint.revoke(place(signIn), place.get(), tokens.refresh().orElse(tokens.access()));
        } catch (SignInFailure e) {
            LOG.debug("Server '{}': its tokens could not be given back: {}", settings.name(), e.text());
        }
    }

    private TokenEndpoint.Place place(SignIn signIn) throws SignInFailure {
        Client client = signIn.client();
        if (client.source() == Client.Source.CONFIGURED) {
            Authorization authorization = settings.authorization();
            if (!authorization.clientId().equals(Optional.of(client.id()))) {
                throw SignInFailure.lasting(
                        "it was done with the client '" + client.id() + "', which is no longer the configured one");
            }
            client = new Client(
                    client.id(),
                    authorization.clientSecret().map(values::of),
                    authorization.privateKey().map(values::of),
                    authorization.method().orElse(client.method()),
                    Client.Source.CONFIGURED);
        }
        return new TokenEndpoint.Place(
                Nearness.of(signIn.server()), signIn.issuer(), signIn.token(), client, signIn.resource());
    }

    private Barred missing(
            URI url, Optional<String> holder, Optional<Secret> before, Challenge challenge, String reason) {
        Purpose purpose = new Purpose(settings, values, url, holder);
        if (holder.isEmpty()) {
            desk.barred(purpose);
        }
        String advice = holder.isEmpty()
                ? "Run 'nave login " + settings.name() + "', or set headers for it, such as Authorization."
                : "Each caller signs in for itself, which takes a client that can open pages (URL elicitation).";
        return new Barred(reason, advice, false, desk.remedy(purpose, challenge, before));
    }

    private static Barred unusable(StoreFailure e) {
        return new Barred("its sign-in cannot be read: " + e.getMessage(), "", true);
    }

    @Override
    public String toString() {
        return "ServerAccess[" + settings.name() + "]";
    }

    /** Used by those who show what there is. */
    static List<String> allowed(SignIn signIn) {
        return signIn.tokens().granted().orElse(signIn.asked());
    }
}
