package dev.nave.hub.configuration;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers of HTTP somebody may set for requests of the hub. */
public final class Headers {
    /** A token (RFC 9110, 5.6.2). */
    static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~A-Za-z0-9-]+");

    /** Those that are the hub's own on each hop. */
    private static final Set<String> OWN = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "accept",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name",
            "last-event-id");

    private Headers() {}

    /** Whether it is a name of a header, in whatever case, and not one of the hub's own. */
    public static boolean mayBeSet(String name) {
        return NAME.matcher(name).matches() && !OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a header may have this value. */
    public static boolean isValue(String text) {
        return text.chars().noneMatch(character -> (character < 32 && character != '\t') || character == 127);
    }
}
