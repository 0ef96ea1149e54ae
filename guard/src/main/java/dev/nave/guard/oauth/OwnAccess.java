package dev.nave.guard.oauth;

import dev.nave.guard.store.StoreFailure;
import dev.nave.hub.Caller;
import dev.nave.hub.Time;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.credential.Access;
import dev.nave.hub.credential.Barred;
import dev.nave.hub.credential.Refusal;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hub's own tokens for one server, got as itself (extension {@code io.modelcontextprotocol/oauth-client-credentials}).
 * They are kept in memory alone, since they can be had again at any time.
 */
final class OwnAccess implements Access {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final ServerSettings settings;
    private final Values values;
    private final SignIns signIns;
    private final Discovery discovery;
    private final TokenEndpoint endpoint;
    private final Time time;
    private final ReentrantLock getting = new ReentrantLock();
    private final Shown shown = new Shown();
    private volatile @Nullable Held held;

    OwnAccess(
            ServerSettings settings,
            Values values,
            SignIns signIns,
            Discovery discovery,
            TokenEndpoint endpoint,
            Time time) {
        this.settings = settings;
        this.values = values;
        this.signIns = signIns;
        this.discovery = discovery;
        this.endpoint = endpoint;
        this.time = time;
    }

    private record Held(Tokens tokens, List<String> asked, Challenge challenge) {}

    @Override
    public Optional<String> holder(Caller caller) {
        return Optional.empty();
    }

    @Override
    public Header header(URI url, Optional<String> holder) {
        Held now = held;
        if (now == null) {
            return Header.atHand(Optional.empty());
        }
        return now.tokens.isEnding(time.now())
                ? () -> Optional.of(renewed(url, now))
                : Header.atHand(Optional.of(now.tokens.header()));
    }

    private Secret renewed(URI url, Held now) throws Barred {
        try {
            return next(url, now, now.challenge, List.of()).tokens.header();
        } catch (SignInFailure e) {
            if (e.isPassing() && !now.tokens.hasExpired(time.now())) {
                return now.tokens.header();
            }
            throw barred(e);
        }
    }

    @Override
    public Secret refused(URI url, Optional<String> holder, Refusal refusal) throws Barred {
        Challenge challenge = Challenge.of(refusal.challenges());
        Held now = held;
        if (now != null) {
            Secret current = now.tokens.header();
            if (!refusal.shown().equals(Optional.of(current))) {
                return current;
            }
            boolean more = challenge.wantsMore() && !now.asked.containsAll(challenge.scopes());
            Instant obtained = now.tokens.obtained();
            if (!more
                    && (challenge.wantsMore()
                            || Duration.between(obtained, time.now()).compareTo(FRESH) < 0)) {
                throw new Barred(
                        "it refuses the token that the hub got as itself (HTTP " + refusal.status() + ")",
                        "Ask whoever runs it what the client '"
                                + settings.authorization().clientId().orElse("") + "' may do.",
                        false);
            }
        }
        try {
            List<String> before = now == null ? List.of() : now.asked;
            return next(url, now, challenge, Scopes.bounded(before, challenge.scopes()))
                    .tokens
                    .header();
        } catch (SignInFailure e) {
            throw barred(e);
        }
    }

    /** Got once, whoever asks for it at the same time. */
    private Held next(URI url, @Nullable Held seen, Challenge challenge, List<String> before) throws SignInFailure {
        getting.lock();
        try {
            Held now = held;
            if (now != null && !now.equals(seen)) {
                return now;
            }
            Discovered found =
                    discovery.discover(url, challenge, settings.authorization().issuer());
            Client client = Clients.configured(settings.authorization(), values, found.server())
                    .orElseThrow(() -> SignInFailure.lasting("there is no auth.clientId"));
            signIns.bind(settings.authorization(), client, url, found.server().issuer());
            List<String> asked =
                    Scopes.choose(settings.authorization().scopes(), challenge, found.scopes(), List.of(), before);
            Tokens tokens = endpoint.own(
                    new TokenEndpoint.Place(
                            Nearness.of(url),
                            found.server().issuer(),
                            found.server().token(),
                            client,
                            found.resource()),
                    asked);
            Held next = new Held(shown.remember(tokens), asked, challenge);
            held = next;
            return next;
        } catch (StoreFailure e) {
            throw SignInFailure.passing(String.valueOf(e.getMessage()));
        } finally {
            getting.unlock();
        }
    }

    @Override
    public String hiddenIn(String text) {
        return shown.hiddenIn(text);
    }

    private static Barred barred(SignInFailure e) {
        return new Barred(
                "the hub cannot sign in as itself, since " + e.text(),
                e.isPassing() ? "" : "Check auth of the server.",
                e.isPassing());
    }

    @Override
    public String toString() {
        return "OwnAccess[" + settings.name() + "]";
    }
}
