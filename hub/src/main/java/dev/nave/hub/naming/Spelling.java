package dev.nave.hub.naming;

import dev.nave.hub.Sha256;
import dev.nave.hub.configuration.NameStyle;
import java.util.regex.Pattern;

/**
 * How one style spells a prefixed name. A name that cannot stand as it is gets the hash of the original at its end; one
 * that already ends like such a hash gets one as well, so that no two names of a server are spelled alike.
 */
final class Spelling {
    /** Cursor counts server and tool together (4.1 of the digest); model interfaces stop at 64. */
    static final int LONGEST = 60;

    private static final int LONGEST_FOR_MODELS = 64;

    private static final int HASH_DIGITS = 8;
    private static final Pattern LIKE_HASHED = Pattern.compile(".*_[0-9a-f]{8}", Pattern.DOTALL);
    /** What model interfaces accept. */
    private static final Pattern STRICT = Pattern.compile("[A-Za-z0-9_-]+");
    /** What the protocol allows (2025-11-25, server/tools, "Tool names"). */
    private static final Pattern LENIENT = Pattern.compile("[A-Za-z0-9_.-]+");

    private Spelling() {}

    static String separator(NameStyle style) {
        return switch (style) {
            case PREFIX, PLAIN -> "__";
            case COLON -> ":";
            case DOT -> ".";
        };
    }

    static String prefixed(String server, NameStyle style, String own) {
        String prefix = server + separator(style);
        Pattern legal = legal(style);
        if (legal.matcher(own).matches()
                && prefix.length() + own.length() <= LONGEST
                && !LIKE_HASHED.matcher(own).matches()) {
            return prefix + own;
        }
        StringBuilder clean = new StringBuilder();
        own.codePoints().forEach(point -> {
            String character = Character.toString(point);
            clean.append(legal.matcher(character).matches() ? character : "_");
        });
        int room = LONGEST - prefix.length() - 1 - HASH_DIGITS;
        clean.setLength(Math.min(clean.length(), room));
        return prefix + clean + "_" + hash(server, own);
    }

    static boolean isAccepted(String name) {
        return name.length() <= LONGEST_FOR_MODELS && STRICT.matcher(name).matches();
    }

    private static Pattern legal(NameStyle style) {
        return switch (style) {
            case PREFIX, PLAIN -> STRICT;
            case COLON, DOT -> LENIENT;
        };
    }

    private static String hash(String server, String own) {
        return Sha256.hex(server + '\0' + own).substring(0, HASH_DIGITS);
    }
}
