package dev.nave.hub.caller;

import dev.nave.hub.Caller;
import dev.nave.hub.configuration.ApiKey;
import dev.nave.hub.configuration.ApiKeys;
import dev.nave.hub.secret.Secret;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells who calls over HTTP: by API key, or anonymous while no key is configured and only from this machine. Keeps
 * nothing; safe for use by many threads.
 */
public final class Callers {
    private static final String BEARER = "bearer ";

    private final ApiKeys keys;

    public Callers(ApiKeys keys) {
        this.keys = keys;
    }

    /**
     * Identifies the caller of one HTTP request.
     *
     * @param authorization the {@code Authorization} header
     * @param apiKey the {@code X-API-Key} header
     * @param loopback whether the request came from this machine
     */
    public Identified identify(Optional<String> authorization, Optional<String> apiKey, boolean loopback) {
        if (keys.isEmpty()) {
            return loopback
                    ? new Identified.Known(Caller.ANONYMOUS)
                    : new Identified.Refused(
                            403,
                            "Expected a caller on this machine, since no API key is configured: make one with"
                                    + " 'nave key create NAME' and put it under 'keys' in the configuration.");
        }
        Optional<String> shown = authorization.isPresent() ? authorization.flatMap(Callers::bearer) : apiKey;
        if (shown.isEmpty()) {
            return refused("Expected an API key, got none that could be read");
        }
        Optional<ApiKey> key = keys.find(Secret.of(shown.get().strip()));
        return key.<Identified>map(found -> new Identified.Known(new Caller("key:" + found.name(), found.roles())))
                .orElseGet(() -> refused("Expected one of the configured API keys, got another"));
    }

    private static Identified refused(String problem) {
        return new Identified.Refused(
                401, problem + ": send 'Authorization: Bearer KEY' or 'X-API-Key: KEY' with a key of this hub.");
    }

    private static Optional<String> bearer(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()))
                : Optional.empty();
    }

    /** Whether a caller is known. */
    public sealed interface Identified {
        record Known(Caller caller) implements Identified {}

        /**
         * @param status of HTTP: 401 with a challenge {@code Bearer}, or 403
         * @param text for people
         */
        record Refused(int status, String text) implements Identified {}
    }
}
