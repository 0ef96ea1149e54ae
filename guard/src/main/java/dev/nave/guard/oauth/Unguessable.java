package dev.nave.guard.oauth;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes texts that nobody can guess. Safe for many threads. */
record Unguessable(SecureRandom random) {
    private static final int BYTES = 32;

    /** 256 random bits, as they can stand in a URL. */
    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
