package dev.nave.hub.seal;

import dev.nave.hub.Sha256;
import dev.nave.hub.Time;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Seals JSON into texts of visible ASCII which only this hub, and those that share its keys, can open: {@code h1.} and
 * Base64url of key id, nonce and AES-256-GCM. Each purpose has a key of its own, derived by HKDF (RFC 5869) from the one
 * that was given, and the principal is authenticated, so that what was sealed for one opens for no other. Nothing is
 * kept. Safe for use by many threads.
 */
public final class Seals {
    private static final String HEAD = "h1.";
    private static final int KEY_ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int EXPIRY_BYTES = 8;
    private static final int LONGEST_TEXT = 1 << 20;

    private final List<Key> keys;
    private final SecureRandom random;
    private final Time time;

    /**
     * @param keys 32 bytes each; the first seals, all of them open; when there is none, one is made that ends with this
     *     object
     */
    public Seals(List<byte[]> keys, SecureRandom random, Time time) {
        this.random = random;
        this.time = time;
        this.keys = (keys.isEmpty() ? List.of(fresh(random)) : keys)
                .stream().map(Key::of).toList();
    }

    /**
     * Seals a value.
     *
     * @param principal who alone may bring it back
     * @param life how long it can be opened, in whole seconds, rounded up
     */
    public String seal(Purpose purpose, String principal, Duration life, Json value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        long expiry = time.now().plus(life).plusMillis(999).getEpochSecond();
        byte[] content = value.toBytes();
        byte[] plain = ByteBuffer.allocate(EXPIRY_BYTES + content.length)
                .putLong(expiry)
                .put(content)
                .array();
        Key key = keys.getFirst();
        try {
            byte[] closed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, purpose, principal).doFinal(plain);
            byte[] all = ByteBuffer.allocate(KEY_ID_BYTES + NONCE_BYTES + closed.length)
                    .put(key.id())
                    .put(nonce)
                    .put(closed)
                    .array();
            return HEAD + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES in GCM.", e);
        }
    }

    /**
     * Opens what {@link #seal} made: nothing when it was changed, made for another purpose or principal, by another key,
     * or has expired. Why is not told, for the text may be anybody's.
     */
    public Optional<Json> open(Purpose purpose, String principal, String sealed) {
        if (!sealed.startsWith(HEAD) || sealed.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(sealed.substring(HEAD.length()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (all.length < KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES + EXPIRY_BYTES) {
            return Optional.empty();
        }
        byte[] id = Arrays.copyOf(all, KEY_ID_BYTES);
        return keys.stream()
                .filter(key -> Arrays.equals(key.id(), id))
                .flatMap(key -> open(key, all, purpose, principal).stream())
                .findFirst();
    }

    private Optional<Json> open(Key key, byte[] all, Purpose purpose, String principal) {
        byte[] nonce = Arrays.copyOfRange(all, KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
        int start = KEY_ID_BYTES + NONCE_BYTES;
        try {
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, key, nonce, purpose, principal).doFinal(all, start, all.length - start);
            long expiry = ByteBuffer.wrap(plain).getLong();
            if (expiry <= time.now().getEpochSecond()) {
                return Optional.empty();
            }
            byte[] content = Arrays.copyOfRange(plain, EXPIRY_BYTES, plain.length);
            int size = Math.max(1, content.length);
            return Optional.of(Json.parse(content, new JsonLimits(size, 1_000, size, size)));
        } catch (AEADBadTagException | JsonException tampered) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES in GCM.", e);
        }
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, Purpose purpose, String principal)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.of(purpose), new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD((purpose.text() + '\0' + principal).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] fresh(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    /** A key as it is used for each purpose, and the four bytes that tell it from others without telling anything of it. */
    private record Key(byte[] id, Map<Purpose, SecretKey> derived) {
        static Key of(byte[] bytes) {
            if (bytes.length != 32) {
                throw new IllegalArgumentException("Expected a key of 32 bytes, not " + bytes.length + ".");
            }
            try {
                MessageDigest digest = Sha256.begin();
                digest.update("nave seal key id".getBytes(StandardCharsets.US_ASCII));
                byte[] id = Arrays.copyOf(digest.digest(bytes), KEY_ID_BYTES);
                KDF kdf = KDF.getInstance("HKDF-SHA256");
                Map<Purpose, SecretKey> derived = new EnumMap<>(Purpose.class);
                for (Purpose purpose : Purpose.values()) {
                    byte[] info = ("nave seal " + purpose.text()).getBytes(StandardCharsets.US_ASCII);
                    derived.put(
                            purpose,
                            kdf.deriveKey(
                                    "AES",
                                    HKDFParameterSpec.ofExtract().addIKM(bytes).thenExpand(info, bytes.length)));
                }
                return new Key(id, derived);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has HKDF with SHA-256.", e);
            }
        }

        SecretKey of(Purpose purpose) {
            return Objects.requireNonNull(derived.get(purpose), "every purpose has its key");
        }
    }
}
