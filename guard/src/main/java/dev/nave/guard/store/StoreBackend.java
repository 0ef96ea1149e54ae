package dev.nave.guard.store;

import dev.nave.guard.secret.SecretBackend;
import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;

/** <code>${secret:NAME}</code>: Nave's own store. */
public final class StoreBackend implements SecretBackend {
    private final SecretStore store;

    public StoreBackend(SecretStore store) {
        this.store = store;
    }

    @Override
    public String kind() {
        return "secret";
    }

    @Override
    public Secret find(String name) throws SecretUnavailable {
        try {
            return store.get(name)
                    .orElseThrow(() -> new SecretUnavailable(
                            "there is no secret '" + name + "' in the store " + store.file(),
                            "Set it: nave secret set " + name,
                            true));
        } catch (StoreFailure e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
            throw new SecretUnavailable(Character.toLowerCase(reason.charAt(0)) + reason.substring(1), "", true);
        }
    }
}
