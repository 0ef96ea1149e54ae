package dev.nave.guard.oauth;

import dev.nave.hub.configuration.Authorization;
import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.secret.Values;
import java.net.URI;
import java.util.Optional;

/**
 * What a sign-in is for.
 *
 * @param values what the references of the settings stand for
 * @param url the server's endpoint
 * @param holder whose sign-in it will be; none for the operator's, which all share
 */
record Purpose(ServerSettings settings, Values values, URI url, Optional<String> holder) {
    String server() {
        return settings.name();
    }

    /** The same for somebody else's sign-in. */
    Purpose heldBy(Optional<String> other) {
        return new Purpose(settings, values, url, other);
    }

    Authorization authorization() {
        return settings.authorization();
    }
}
