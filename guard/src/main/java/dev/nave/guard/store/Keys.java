package dev.nave.guard.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is derived from a master key: one key that seals secrets, one that seals the file as a whole, and a name by which
 * the file says which master key it needs.
 */
record Keys(String id, SecretKey cipher, SecretKey whole) {
    private static final int ID_BYTES = 8;

    /** The keys of a master key, which is wiped. */
    static Keys of(byte[] master) {
        try {
            return new Keys(
                    HexFormat.of().formatHex(derive(master, "key name", ID_BYTES)),
                    new SecretKeySpec(derive(master, "secrets", 32), "AES"),
                    new SecretKeySpec(derive(master, "whole file", 32), "HmacSHA256"));
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    /** The seal of a file's bytes. */
    byte[] seal(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(whole);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static byte[] derive(byte[] master, String use, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(master)
                            .thenExpand(("nave-secrets-1 " + use).getBytes(StandardCharsets.UTF_8), length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java of this version has HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "Keys[" + id + "]";
    }
}
