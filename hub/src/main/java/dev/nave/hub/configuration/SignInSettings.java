package dev.nave.hub.configuration;

import java.net.URI;
import java.util.Optional;

/**
 * How people sign in to servers through the hub.
 *
 * @param url where their browsers reach the hub, without a path; by default the address it listens on, which is right
 *     on this machine alone
 * @param clientMetadata the URL of a document that says who the hub is (Client ID Metadata Document), which authorization
 *     servers may take as its client id; by default the hub's own where {@code url} is https, else none
 */
public record SignInSettings(Optional<URI> url, Optional<URI> clientMetadata) {
    public static SignInSettings defaults() {
        return new SignInSettings(Optional.empty(), Optional.empty());
    }
}
