package dev.nave.guard.store;

import dev.nave.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * One secret as the file has it: sealed with AES-256-GCM for its name and times, so that none can be put in another's
 * place.
 *
 * @param nonce 12 bytes, never used twice with one key
 * @param text the secret and its tag, sealed
 */
record Sealed(String name, Instant created, Instant updated, byte[] nonce, byte[] text) {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    static Sealed of(String name, Instant created, Instant updated, Secret secret, Keys keys, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = secret.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            return new Sealed(
                    name,
                    created,
                    updated,
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, keys, nonce, name, created, updated)
                            .doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    Secret open(Keys keys) throws StoreFailure {
        byte[] plain = new byte[0];
        try {
            plain = cipher(Cipher.DECRYPT_MODE, keys, nonce, name, created, updated)
                    .doFinal(text);
            return Secret.of(new String(plain, StandardCharsets.UTF_8));
        } catch (AEADBadTagException e) {
            throw new StoreFailure(
                    "The secret '" + name + "' was changed by something else than Nave: set it again.", e);
        } catch (GeneralSecurityException e) {
            throw new StoreFailure("The secret '" + name + "' cannot be opened: set it again.", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The same secret under another key. */
    Sealed under(Keys next, Keys before, SecureRandom random) throws StoreFailure {
        return of(name, created, updated, open(before), next, random);
    }

    private static Cipher cipher(int mode, Keys keys, byte[] nonce, String name, Instant created, Instant updated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.cipher(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(
                ("nave-secrets-1\n" + name + "\n" + created + "\n" + updated).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
