package dev.nave.hub.configuration;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that a caller may present, as far as Nave needs to know it: never the key itself.
 *
 * @param name whom it stands for; 1 to 64 letters, digits and {@code . _ @ -}
 * @param hash as {@code sha256:SALT:DIGEST}, both parts in Base64url
 * @param roles what the caller may be, for example {@code admin}; empty by default
 */
public record ApiKey(String name, String hash, Set<String> roles) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("sha256:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{43}");

    public ApiKey {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Expected the name of a key of 1 to 64 letters, digits, '.', '_', '@' and '-', not '" + name
                            + "'.");
        }
        if (!HASH.matcher(hash).matches()) {
            // What came is not shown: it may be a key put in the place of its hash.
            throw new IllegalArgumentException("Expected the hash of a key as sha256:SALT:DIGEST:"
                    + " make a key and its hash with 'nave key create " + name + "'.");
        }
        roles = Set.copyOf(roles);
    }
}
