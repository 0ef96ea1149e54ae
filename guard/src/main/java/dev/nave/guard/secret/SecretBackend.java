package dev.nave.guard.secret;

import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;

/**
 * Where secrets of one kind come from. Nave has some; another one is a public class with a public constructor without
 * parameters, named in {@code META-INF/services/dev.nave.guard.secret.SecretBackend} of a jar on
 * {@code NAVE_CLASS_PATH}. Safe for many threads: servers are started at once.
 */
public interface SecretBackend extends AutoCloseable {
    /** What references of this kind begin with, as in <code>${kind:name}</code>: lower case, letters, digits and '-'. */
    String kind();

    /**
     * Finds one secret, now: nothing is kept for the next time. Blocks for some seconds at most.
     *
     * @param name what follows the colon
     * @throws SecretUnavailable with what is the matter and what to do, never with a value
     * @throws InterruptedException when Nave is stopped meanwhile
     */
    Secret find(String name) throws SecretUnavailable, InterruptedException;

    /** Lets go what it holds, when Nave ends. */
    @Override
    default void close() {}
}
