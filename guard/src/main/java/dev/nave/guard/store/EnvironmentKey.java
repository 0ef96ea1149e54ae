package dev.nave.guard.store;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** A master key in an environment variable, for where there is no disk to trust: whoever starts Nave keeps it. */
public final class EnvironmentKey implements MasterKey {
    public static final String VARIABLE = "NAVE_MASTER_KEY";
    public static final String NEXT = "NAVE_MASTER_KEY_NEXT";

    private final Map<String, String> environment;

    public EnvironmentKey(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether an environment has a master key. */
    public static boolean isIn(Map<String, String> environment) {
        return !environment.getOrDefault(VARIABLE, "").isBlank();
    }

    @Override
    public Optional<byte[]> current() throws StoreFailure {
        return read(VARIABLE);
    }

    @Override
    public Optional<byte[]> next() throws StoreFailure {
        return read(NEXT);
    }

    @Override
    public byte[] create(SecureRandom random) throws StoreFailure {
        throw new StoreFailure(
                "There is no master key: set " + VARIABLE + " to what 'openssl rand -base64 32' prints.");
    }

    @Override
    public byte[] prepare(SecureRandom random) throws StoreFailure {
        return next().orElseThrow(() -> new StoreFailure("The master key comes from the environment, so Nave cannot"
                + " change it: set " + NEXT + " to what 'openssl rand -base64 32' prints, and try again."));
    }

    @Override
    public void promote() {
        // Only whoever sets the variables can; see afterwards().
    }

    @Override
    public String place() {
        return "the environment variable " + VARIABLE;
    }

    @Override
    public Optional<String> afterwards() {
        return Optional.of(
                "Set " + VARIABLE + " to the value of " + NEXT + " wherever Nave is started, and remove " + NEXT + ".");
    }

    private Optional<byte[]> read(String variable) throws StoreFailure {
        String text = environment.getOrDefault(variable, "");
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(KeyText.read(text, "the environment variable " + variable));
    }
}
