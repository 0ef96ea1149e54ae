package dev.nave.hub;

/** One concern around a server: authorise, limit, retry, observe. Chains are assembled by {@link Chain}. */
@FunctionalInterface
public interface Filter {
    /** Serves the request, usually by asking {@code next} once. */
    Reply filter(Request request, Exchange exchange, Server next);

    /** The name a printed chain shows. */
    default String name() {
        return getClass().getSimpleName();
    }
}
