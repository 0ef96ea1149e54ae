package dev.nave.guard.secret;

import dev.nave.hub.secret.Reference;
import dev.nave.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What each reader found last, as digests that mean nothing outside this process, so that no value is kept only to be
 * compared. Safe for many threads.
 */
final class InUse {
    private final SecretKeySpec key;
    private final Map<Use, Digest> digests = new ConcurrentHashMap<>();

    InUse(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    void found(String reader, Reference reference, Secret value) {
        digests.put(new Use(reader, reference), digest(value));
    }

    void missing(String reader, Reference reference) {
        digests.put(new Use(reader, reference), Digest.NOTHING);
    }

    boolean isUsed(String reader, Reference reference) {
        return digests.containsKey(new Use(reader, reference));
    }

    /** Whether a reader that looked this reference up would find something else now; false when it never did. */
    boolean isChanged(String reader, Reference reference, Secret now) {
        return Optional.ofNullable(digests.get(new Use(reader, reference)))
                .filter(before -> !before.equals(digest(now)))
                .isPresent();
    }

    private Digest digest(Secret value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return new Digest(mac.doFinal(value.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private record Use(String reader, Reference reference) {}

    private static final class Digest {
        static final Digest NOTHING = new Digest(new byte[0]);

        private final byte[] bytes;

        Digest(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
