package dev.nave.guard.oauth;

import dev.nave.hub.Sha256;
import dev.nave.hub.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One try of a person to sign in: what was sent with the browser, so that what comes back can be told from what somebody
 * else sends (2026-07-28, basic/authorization, "Authorization Response Validation").
 *
 * @param state what the browser brings back, which nobody can guess
 * @param verifier of PKCE
 * @param redirect where the browser comes back
 * @param scopes what is asked for
 */
record Attempt(
        Purpose purpose,
        Discovered discovered,
        Client client,
        String state,
        Secret verifier,
        URI redirect,
        List<String> scopes) {

    /** Where the browser is sent. */
    URI url() throws SignInFailure {
        URI endpoint = discovered
                .server()
                .authorization()
                .orElseThrow(() -> SignInFailure.lasting("the authorization server "
                        + discovered.server().issuer() + " has no page to sign in at (authorization_endpoint)"));
        if (!Urls.isForBrowsers(endpoint)) {
            throw SignInFailure.lasting("the authorization server "
                    + discovered.server().issuer() + " would have people sign in at " + Urls.shown(endpoint)
                    + ", which is not https");
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.id());
        query.put("redirect_uri", redirect.toString());
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        query.put("resource", discovered.resource());
        if (!scopes.isEmpty()) {
            query.put("scope", Scopes.write(scopes));
        }
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        URI bare = endpoint.getRawFragment() == null
                ? endpoint
                : URI.create(
                        endpoint.toString().substring(0, endpoint.toString().indexOf('#')));
        return URI.create(bare + separator + Web.encoded(query));
    }

    /**
     * The code that came back.
     *
     * @param answer the parameters of the redirect, whose state was compared
     */
    String code(Map<String, String> answer) throws SignInFailure {
        String issuer = discovered.server().issuer();
        Optional<String> named = Optional.ofNullable(answer.get("iss"));
        if (named.isPresent() && !named.get().equals(issuer)) {
            // What else a stranger says is neither believed nor shown (RFC 9207 §2.4).
            throw SignInFailure.lasting(
                    "the answer came from another authorization server than " + issuer + ", so it was thrown away");
        }
        if (named.isEmpty() && discovered.server().namesItself()) {
            throw SignInFailure.lasting("the answer does not name the authorization server, as " + issuer
                    + " says it does, so it was thrown away");
        }
        String error = answer.get("error");
        if (error != null) {
            String said = answer.containsKey("error_description")
                    ? ": " + TokenEndpoint.line(answer.getOrDefault("error_description", ""))
                    : "";
            throw SignInFailure.lasting(
                    error.equals("access_denied")
                            ? "it was refused at " + discovered.server().host() + said
                            : "the authorization server " + issuer + " answered with the error "
                                    + TokenEndpoint.line(error) + said);
        }
        String code = answer.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw SignInFailure.lasting("the authorization server " + issuer + " sent neither a code nor an error");
        }
        return code;
    }

    private static String challenge(Secret verifier) {
        return Sha256.base64(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "Attempt[" + purpose.server() + " at " + discovered.server().issuer() + "]";
    }
}
