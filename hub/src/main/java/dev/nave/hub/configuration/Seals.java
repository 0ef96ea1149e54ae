package dev.nave.hub.configuration;

import dev.nave.hub.secret.Template;
import dev.nave.hub.secret.Values;
import java.util.Base64;
import java.util.List;

/**
 * The keys that seal what clients carry for Nave: states, cursors, ids.
 *
 * @param keys each 32 bytes in Base64 or Base64url; the first seals, all of them open, so that keys can be rotated.
 *     Empty when the node makes its own, which no other node and no later run can open
 */
public record Seals(List<Template> keys) {
    /** What a node is told that should be one of several and has no keys to share with them. */
    static final String NEEDED = "Expected seals.keys beside replicas, the same on every node: without them no node can"
            + " open what another one sealed. Make one with 'openssl rand -base64 32'.";

    private static final int BYTES = 32;

    public Seals {
        keys = List.copyOf(keys);
        for (Template key : keys) {
            key.literal().ifPresent(Seals::decode);
        }
    }

    /** No configured keys: the node makes one in memory. */
    public static Seals ofTheNode() {
        return new Seals(List.of());
    }

    /**
     * The keys as 32 bytes each, in order; fresh arrays on every call.
     *
     * @param values what their references stand for
     * @throws IllegalArgumentException when one is no key; the text is for people
     */
    public List<byte[]> decoded(Values values) {
        return keys.stream().map(key -> decode(values.plain(key))).toList();
    }

    private static byte[] decode(String key) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(key.strip().replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException _) {
            bytes = new byte[0];
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("Expected a seal key of 32 bytes in Base64, not what is there:"
                    + " make one with 'openssl rand -base64 32'.");
        }
        return bytes;
    }
}
