package dev.nave.edge.upstream.legacy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the child that was started first. It was told that its client can do everything, so it may ask: whoever can
 * be asked has it to himself, for good. Until then, those who cannot be asked share it. If it asks for roots, one client
 * alone has it, for as long as that client is there. Safe for many threads.
 */
final class Occupancy {
    /** Users that are remembered: enough to know that there is more than one. */
    private static final int REMEMBERED = 2;

    private final Set<String> users = new HashSet<>();
    /** Those who used it and are there still. */
    private final Set<String> clients = new HashSet<>();

    private @Nullable String owner;
    private @Nullable String tenant;

    /**
     * Whether a call of this principal may use it; remembers that it does.
     *
     * @param client the legacy session of its client, or empty for the modern ones of the principal, which are as one
     * @param askable whether its client can be asked anything
     * @param rooted whether the child works where its client's roots are
     */
    synchronized boolean admit(String principal, String client, boolean askable, boolean rooted) {
        if (owner == null && askable) {
            if (users.stream().anyMatch(user -> !user.equals(principal))) {
                return false;
            }
            owner = principal;
        }
        if (owner != null && !owner.equals(principal)) {
            return false;
        }
        if (tenant != null) {
            return tenant.equals(client);
        }
        if (rooted) {
            if (clients.stream().anyMatch(other -> !other.equals(client))) {
                return false;
            }
            tenant = client;
        }
        if (users.size() < REMEMBERED) {
            users.add(principal);
        }
        clients.add(client);
        return true;
    }

    /** A legacy session ended: if nobody else uses the child, another client of its principal may have it to itself. */
    synchronized void ended(String client) {
        clients.remove(client);
        if (client.equals(tenant)) {
            tenant = null;
        }
    }

    /** Whom what it says outside calls may be for: the one who used it. */
    synchronized Optional<String> audience() {
        if (owner != null) {
            return Optional.of(owner);
        }
        return users.size() == 1 ? Optional.of(users.iterator().next()) : Optional.empty();
    }

    /** Whether more than one used it, so that what it says may be for any of them. */
    synchronized boolean isShared() {
        return owner == null && users.size() > 1;
    }
}
