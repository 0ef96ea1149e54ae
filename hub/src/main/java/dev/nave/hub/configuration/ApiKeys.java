package dev.nave.hub.configuration;

import dev.nave.hub.Sha256;
import dev.nave.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes API keys and recognises them.
 *
 * <p>A key is 256 random bits, so nobody finds it by trying and a slow hash, made for passwords that people choose,
 * would protect nothing: it would only cost every request. SHA-256 hides the key from who reads the file, the salt
 * hides which keys are the same.
 */
public final class ApiKeys {
    /** What every key begins with, so that scanners for leaked secrets know one when they see it. */
    public static final String PREFIX = "nave_";

    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final List<ApiKey> keys;

    /**
     * @param keys the keys of the configuration
     */
    public ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** A new key: the secret to hand over once, and what the configuration keeps of it. */
    public static Created create(String name, Set<String> roles, SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(key);
        random.nextBytes(salt);
        String text = PREFIX + base64(key);
        return new Created(Secret.of(text), new ApiKey(name, hash(base64(salt), text), roles));
    }

    /**
     * The key that a caller presents. Every key is compared in full, so the time tells neither whether nor where one
     * was nearly right.
     */
    public Optional<ApiKey> find(Secret presented) {
        String text = presented.reveal();
        ApiKey found = null;
        for (ApiKey key : keys) {
            byte[] expected = key.hash().getBytes(StandardCharsets.US_ASCII);
            String salt = key.hash().split(":", -1)[1];
            byte[] actual = hash(salt, text).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(expected, actual)) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Whether no key is configured, so that callers on this machine are anonymous. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    private static String hash(String salt, String key) {
        MessageDigest digest = Sha256.begin();
        digest.update(salt.getBytes(StandardCharsets.US_ASCII));
        return "sha256:" + salt + ":" + base64(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * @param secret to be shown once, to whom it is for
     * @param key for the configuration
     */
    public record Created(Secret secret, ApiKey key) {}
}
