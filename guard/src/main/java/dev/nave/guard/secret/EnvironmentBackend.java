package dev.nave.guard.secret;

import dev.nave.hub.secret.Secret;
import dev.nave.hub.secret.SecretUnavailable;
import java.util.Map;

/** <code>${env:NAME}</code>: a variable of the environment in which Nave was started. */
public final class EnvironmentBackend implements SecretBackend {
    private final Map<String, String> environment;

    public EnvironmentBackend(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String kind() {
        return "env";
    }

    @Override
    public Secret find(String name) throws SecretUnavailable {
        String value = environment.get(name);
        if (value == null) {
            throw new SecretUnavailable(
                    "the environment variable " + name + " is not set",
                    "Set it where Nave is started, or write ${" + name + ":-default}.",
                    false);
        }
        return Secret.of(value);
    }
}
