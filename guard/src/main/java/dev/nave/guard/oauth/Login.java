package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Caller;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Credentials;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operator signs in, at a terminal. Given to a connector as the credentials of one connection, it asks for a sign-in
 * the moment the server refuses something, so that it is asked for what the server itself says; and what came of it is
 * tried out at once. A sign-in that is there already is not used. For one connection, on any threads.
 */
public final class Login implements Credentials {
    private final Flow flow;
    private final Consumer<URI> show;
    private final Duration patience;
    private @Nullable SignIn done;

    /**
     * @param show shown where to sign in
     * @param patience how long that may take
     */
    Login(Flow flow, Consumer<URI> show, Duration patience) {
        this.flow = flow;
        this.show = show;
        this.patience = patience;
    }

    @Override
    public Access to(ServerSettings settings, Values values) {
        return new Terminal(settings, values);
    }

    /** What came of it; nothing while nobody signed in. */
    public synchronized Optional<SignedIn> signedIn() {
        return Optional.ofNullable(done).map(SignedIn::of);
    }

    /** Signs in though nothing was refused. */
    public void signIn(ServerSettings settings, Values values) throws SignInFailure {
        URI url = OAuth.address(settings, values)
                .orElseThrow(() -> SignInFailure.lasting("it is not reached over http or https"));
        signIn(new Purpose(settings, values, url, Optional.empty()), Challenge.NONE);
    }

    private synchronized SignIn signIn(Purpose purpose, Challenge challenge) throws SignInFailure {
        try {
            Discovered found = flow.discover(purpose, challenge);
            try (Landing landing = Landing.open(flow, flow.port(found.server().issuer()))) {
                Attempt attempt = flow.begin(purpose, found, challenge, landing.redirect());
                URI page = attempt.url();
                landing.expect(attempt);
                show.accept(page);
                SignIn signIn = landing.await(patience);
                done = signIn;
                return signIn;
            }
        } catch (StoreFailure e) {
            throw SignInFailure.lasting(String.valueOf(e.getMessage()));
        }
    }

    private synchronized Optional<SignIn> done() {
        return Optional.ofNullable(done);
    }

    /** Whether the server wants more than was asked for, or takes the tokens of somebody else by now. */
    private boolean isWorthAnother(Purpose purpose, Challenge challenge, SignIn before) throws SignInFailure {
        if (challenge.wantsMore()) {
            return !Set.copyOf(before.asked()).containsAll(challenge.scopes());
        }
        return !flow.discover(purpose, challenge).server().issuer().equals(before.issuer());
    }

    /** The access of the one connection. */
    private final class Terminal implements Access {
        private final ServerSettings settings;
        private final Values values;
        private final Shown shown = new Shown();

        Terminal(ServerSettings settings, Values values) {
            this.settings = settings;
            this.values = values;
        }

        @Override
        public Optional<String> holder(Caller caller) {
            return Optional.empty();
        }

        @Override
        public Header header(URI url, Optional<String> holder) {
            return Header.atHand(done().map(this::header));
        }

        private Secret header(SignIn signIn) {
            return shown.remember(signIn.tokens()).header();
        }

        @Override
        public String hiddenIn(String text) {
            return shown.hiddenIn(text);
        }

        @Override
        public Secret refused(URI url, Optional<String> holder, Refusal refusal) throws Barred {
            Challenge challenge = Challenge.of(refusal.challenges());
            Purpose purpose = new Purpose(settings, values, url, Optional.empty());
            Optional<SignIn> before = done();
            try {
                if (before.isEmpty()) {
                    return header(signIn(purpose, challenge));
                }
                Secret current = header(before.get());
                if (!refusal.shown().equals(Optional.of(current))) {
                    return current;
                }
                if (!isWorthAnother(purpose, challenge, before.get())) {
                    throw new Barred(
                            "it does not take the sign-in either (HTTP " + refusal.status() + ")",
                            "Ask whoever runs it what you may do there.",
                            false);
                }
                return header(signIn(purpose, challenge));
            } catch (SignInFailure e) {
                throw new Barred(e.text(), "", false);
            }
        }
    }
}
