package dev.nave.guard.oauth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server asks for in {@code WWW-Authenticate} by the scheme Bearer (RFC 6750 §3, RFC 9728 §5.1).
 *
 * @param metadata where it describes itself
 * @param scopes what the request needed; empty when it does not say
 * @param error what is wrong with the token it was shown, such as {@code insufficient_scope}; empty when there was none
 */
record Challenge(Optional<String> metadata, List<String> scopes, String error) {
    static final Challenge NONE = new Challenge(Optional.empty(), List.of(), "");

    private static final String TOKEN = "[!#$%&'*+.^_`|~A-Za-z0-9-]+";
    /**
     * A scheme, a parameter of one, or the credentials of a scheme that has no parameters (RFC 9110 §11.2). Quoted text is
     * taken as a whole, so that a long one costs no stack.
     */
    private static final Pattern PIECE =
            Pattern.compile("\\G[\\s,]*(?:(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(" + TOKEN
                    + "))(?=[\\s,]|$)|(" + TOKEN + ")(?=[\\s,]|$)|[^\\s,]+)");

    private static final int LONGEST = 8 << 10;

    Challenge {
        scopes = List.copyOf(scopes);
    }

    /** The one of the scheme Bearer among all challenges; {@link #NONE} when there is none. */
    static Challenge of(List<String> headers) {
        for (String header : headers) {
            Optional<Map<String, String>> bearer = header.length() > LONGEST ? Optional.empty() : bearer(header);
            if (bearer.isPresent()) {
                Map<String, String> parameters = bearer.get();
                return new Challenge(
                        Optional.ofNullable(parameters.get("resource_metadata")),
                        Scopes.read(parameters.getOrDefault("scope", "")),
                        parameters.getOrDefault("error", ""));
            }
        }
        return NONE;
    }

    boolean wantsMore() {
        return error.equals("insufficient_scope");
    }

    private static Optional<Map<String, String>> bearer(String header) {
        Map<String, String> parameters = new HashMap<>();
        boolean found = false;
        boolean inside = false;
        Matcher piece = PIECE.matcher(header);
        while (piece.find()) {
            if (piece.group(4) != null) {
                inside = !found && piece.group(4).equalsIgnoreCase("Bearer");
                found |= inside;
            } else if (inside && piece.group(1) != null) {
                String value =
                        piece.group(2) == null ? piece.group(3) : piece.group(2).replaceAll("\\\\(.)", "$1");
                parameters.putIfAbsent(piece.group(1).toLowerCase(Locale.ROOT), value);
            }
        }
        return found ? Optional.of(parameters) : Optional.empty();
    }

    @Override
    public String toString() {
        return "Challenge" + Arrays.asList(error, scopes);
    }
}
