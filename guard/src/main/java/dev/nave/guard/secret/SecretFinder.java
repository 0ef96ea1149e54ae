package dev.nave.guard.secret;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import dev.nave.hub.secret.Secrets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds secrets with the backend of their kind. Safe for many threads. */
public final class SecretFinder implements Secrets, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFinder.class);

    private final Map<String, SecretBackend> backends;
    private final InUse inUse;

    /**
     * @param backends one for each kind; they are closed with this
     * @throws IllegalArgumentException when two are of one kind
     */
    public SecretFinder(List<SecretBackend> backends, SecureRandom random) {
        this.backends = new LinkedHashMap<>();
        for (SecretBackend backend : backends) {
            SecretBackend other = this.backends.put(backend.kind(), backend);
            if (other != null) {
                throw new IllegalArgumentException("Expected one backend for secrets of the kind '" + backend.kind()
                        + "', and there are " + other.getClass().getName() + " and "
                        + backend.getClass().getName() + ": remove one of them from the class path.");
            }
        }
        this.inUse = new InUse(random);
    }

    @Override
    public Secret find(Reference reference, String reader) throws SecretUnavailable, InterruptedException {
        try {
            Secret value = look(reference, reader);
            inUse.found(reader, reference, value);
            return value;
        } catch (SecretUnavailable e) {
            inUse.missing(reader, reference);
            throw e;
        }
    }

    /** Finds it without noting that the reader uses it. */
    Secret look(Reference reference, String reader) throws SecretUnavailable, InterruptedException {
        try {
            Secret value = backend(reference).find(reference.name());
            Audit.found(reference, reader);
            return value;
        } catch (SecretUnavailable e) {
            Audit.unavailable(reference, reader, e.reason());
            throw e;
        } catch (RuntimeException e) {
            // A backend of somebody else's: its text may be anything, a secret too.
            LOG.error(
                    "The backend for {} failed with {}", reference, e.getClass().getName());
            Audit.unavailable(reference, reader, "a defect of its backend");
            throw new SecretUnavailable(
                    "its backend failed with " + e.getClass().getName(),
                    "Report it to whoever made the backend.",
                    true);
        }
    }

    InUse inUse() {
        return inUse;
    }

    private SecretBackend backend(Reference reference) throws SecretUnavailable {
        SecretBackend backend = backends.get(reference.kind());
        if (backend == null) {
            throw new SecretUnavailable(
                    "nothing here knows the kind '" + reference.kind() + "'",
                    "Write one of " + String.join(", ", backends.keySet()) + ".",
                    false);
        }
        return backend;
    }

    @Override
    public void close() {
        backends.values().forEach(SecretBackend::close);
    }
}
