package dev.nave.edge.upstream.legacy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the child that was started first. It was told that its client can do everything, so it may ask: whoever can
 * be asked has it to himself, for good. Until then, those who cannot be asked share it. Safe for many threads.
 */
final class Occupancy {
    /** Enough to know that there is more than one. */
    private static final int REMEMBERED = 2;

    private final Set<String> users = new HashSet<>();
    private @Nullable String owner;

    /** Whether a call of this principal may use it; remembers that it does. */
    synchronized boolean admit(String principal, boolean askable) {
        if (owner != null) {
            return owner.equals(principal);
        }
        if (askable) {
            if (users.stream().anyMatch(user -> !user.equals(principal))) {
                return false;
            }
            owner = principal;
        }
        if (users.size() < REMEMBERED) {
            users.add(principal);
        }
        return true;
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
