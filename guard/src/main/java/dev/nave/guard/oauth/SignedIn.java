package dev.nave.guard.oauth;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may be shown of a sign-in.
 *
 * @param server the URL it is for
 * @param holder whose it is; none for the operator's, which all share
 * @param issuer the authorization server
 * @param client who the hub is there
 * @param scopes what it allows; empty when that was never said
 * @param expires when its token ends, if that is known
 * @param renewable whether the next one can be had without a person
 */
public record SignedIn(
        URI server,
        Optional<String> holder,
        String issuer,
        String client,
        List<String> scopes,
        Optional<Instant> expires,
        boolean renewable) {

    static SignedIn of(SignIn signIn) {
        return new SignedIn(
                signIn.server(),
                signIn.holder(),
                signIn.issuer(),
                signIn.client().id(),
                ServerAccess.allowed(signIn),
                signIn.tokens().expires(),
                signIn.tokens().refresh().isPresent());
    }
}
