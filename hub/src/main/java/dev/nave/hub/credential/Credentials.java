package dev.nave.hub.credential;

import dev.nave.hub.configuration.ServerSettings;
import dev.nave.hub.secret.Values;

/** Port: gives each server's connection what it shows the server. Filled by the guard. Safe for many threads. */
@FunctionalInterface
public interface Credentials {
    /** Nothing is ever shown but the configured headers. */
    Credentials NONE = (settings, values) -> Access.NONE;

    /**
     * The access to one server, for as long as a connection to it lives.
     *
     * @param values what the references of its settings stand for
     */
    Access to(ServerSettings settings, Values values);
}
