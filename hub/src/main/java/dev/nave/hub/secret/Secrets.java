package dev.nave.hub.secret;

/** Port: finds what references stand for. Filled by the guard. Safe for many threads. */
@FunctionalInterface
public interface Secrets {
    /** No secrets at all: for targets that are known to have no references. */
    Secrets NONE = (reference, reader) -> {
        throw new SecretUnavailable("nothing is looked up here", "Write the text itself.", false);
    };

    /**
     * Finds one secret, now and not from what was found before. Blocks, within the waits of its backend.
     *
     * @param reader who needs it, for the audit: the name of a server, for example
     * @throws SecretUnavailable when it cannot be had; what stands in its place is the caller's to take
     */
    Secret find(Reference reference, String reader) throws SecretUnavailable, InterruptedException;
}
