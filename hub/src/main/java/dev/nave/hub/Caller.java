package dev.nave.hub;

import java.util.Set;

/**
 * Who asks. Everything cached, leased, parked or sealed for a caller is keyed by the principal.
 *
 * @param principal the stable name of the one who asks, such as {@code key:alice}, {@code anonymous} or {@code local}
 * @param roles what they may do beyond calling, such as {@code admin}
 */
public record Caller(String principal, Set<String> roles) {
    /** Somebody on this machine who showed no key, while none is configured. */
    public static final Caller ANONYMOUS = new Caller("anonymous", Set.of());

    /** The user who started this very process: stdio, and the hub's own work. */
    public static final Caller LOCAL = new Caller("local", Set.of("admin"));

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains("admin");
    }
}
